// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "box.hpp"
#include "encode_scalars.hpp"

namespace hostcall {

/// Writes an element of an array that was begun.
template <class T>
void encode_element(Encoder &to, std::size_t index, const T &element) {
  if (to.has_failed()) return;
  encode(to, element);
  to.in_element(index);
}

template <class... T>
void encode_elements(Encoder &to, const std::tuple<T...> &elements) {
  std::apply(
      [&to](const T &...element) {
        std::size_t index = 0;
        (encode_element(to, index++, element), ...);
      },
      elements);
}

template <class T>
void encode(Encoder &to, const Box<T> &value) {
  encode(to, *value);
}

template <class T>
void encode(Encoder &to, const std::optional<T> &value) {
  if (value) {
    encode(to, *value);
  } else {
    hostcall_typed_encode_null(&to.state);
  }
}

template <class T>
void encode_array(Encoder &to, const std::vector<T> &values) {
  if (!to.enter()) return;
  hostcall_typed_encode_array(&to.state, values.size());
  for (std::size_t index = 0; index < values.size() && !to.has_failed(); index++) {
    const T &element = values[index];
    encode_element(to, index, element);
  }
  to.leave();
}

template <class T>
void encode(Encoder &to, const std::vector<T> &values) {
  encode_array(to, values);
}

template <class T>
void encode(Encoder &to, const Array<T> &values) {
  encode_array(to, values);
}

/// Pairs are an array of alternating keys and values.
template <class K, class V>
void encode(Encoder &to, const std::vector<std::pair<K, V>> &pairs) {
  if (!to.enter()) return;
  hostcall_typed_encode_array(&to.state, 2 * pairs.size());
  for (std::size_t index = 0; index < pairs.size() && !to.has_failed(); index++) {
    encode_element(to, 2 * index, pairs[index].first);
    encode_element(to, 2 * index + 1, pairs[index].second);
  }
  to.leave();
}

template <class... T>
void encode(Encoder &to, const std::tuple<T...> &values) {
  if (!to.enter()) return;
  hostcall_typed_encode_array(&to.state, sizeof...(T));
  encode_elements(to, values);
  to.leave();
}

template <class... First, class Rest>
void encode(Encoder &to, const Sequence<std::tuple<First...>, Rest> &values) {
  if (!to.enter()) return;
  hostcall_typed_encode_array(&to.state, sizeof...(First) + values.rest.size());
  encode_elements(to, values.first);
  for (std::size_t index = 0; index < values.rest.size(); index++) {
    const Rest &element = values.rest[index];
    encode_element(to, sizeof...(First) + index, element);
  }
  to.leave();
}

inline std::string key_text(const std::string &key) { return key; }
inline std::string key_text(std::int64_t key) { return std::to_string(key); }

/// The keys of a map are text; integers are written in decimal.
template <class K, class V>
void encode(Encoder &to, const std::map<K, V> &values) {
  if (!to.enter()) return;
  hostcall_typed_encode_map(&to.state, values.size());
  for (const auto &[key, value] : values) {
    if (to.has_failed()) break;
    const std::string text = key_text(key);
    to.text(text);
    encode(to, value);
    to.in_field(text);
  }
  to.leave();
}

/// Of a choice of types, only the value that it has.
template <class... T>
void encode(Encoder &to, const std::variant<T...> &value) {
  std::visit([&to](const auto &one) { encode(to, one); }, value);
}

}  // namespace hostcall
