// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "box.hpp"
#include "decode_scalars.hpp"

namespace hostcall {

template <class T>
void decode(Decoder &from, Box<T> &value) {
  decode(from, *value);
}

template <class T>
void decode(Decoder &from, std::optional<T> &value) {
  value.reset();
  if (!hostcall_typed_take_null(&from.state)) decode(from, value.emplace());
}

/// Reads the elements of an array with `element(index)`.
template <class Element>
void decode_elements(Decoder &from, Element &&element) {
  hostcall_typed_container array;
  hostcall_typed_begin_array(&from.state, &array);
  for (std::size_t index = 0; hostcall_typed_next(&from.state, &array); index++) {
    element(index);
    from.in_element(index);
  }
}

/// Fails if an array is too short.
inline void expect_elements(Decoder &from, std::size_t found, std::size_t expected) {
  if (found >= expected) return;
  from.fail("expected " + std::to_string(expected) + " elements, but found " + std::to_string(found));
}

template <class T>
void decode_array(Decoder &from, std::vector<T> &values) {
  values.clear();
  decode_elements(from, [&](std::size_t) {
    T element{};
    decode(from, element);
    values.push_back(std::move(element));
  });
}

template <class T>
void decode(Decoder &from, std::vector<T> &values) {
  decode_array(from, values);
}

template <class T>
void decode(Decoder &from, Array<T> &values) {
  decode_array(from, values);
}

template <class K, class V>
void decode(Decoder &from, std::vector<std::pair<K, V>> &pairs) {
  std::size_t count = 0;
  pairs.clear();
  decode_elements(from, [&](std::size_t index) {
    count = index + 1;
    if (index % 2 == 0) {
      decode(from, pairs.emplace_back().first);
    } else {
      decode(from, pairs.back().second);
    }
  });
  if (count % 2 != 0) from.fail("a key without a value at the end of the pairs");
}

/// Reads the element of a tuple at an index that is known only now.
template <class... T, std::size_t... Index>
void decode_at(Decoder &from, std::tuple<T...> &values, std::size_t index, std::index_sequence<Index...>) {
  ((Index == index ? decode(from, std::get<Index>(values)) : void()), ...);
}

/// Elements after those of the tuple are those of a later version, and skipped.
template <class... T>
void decode(Decoder &from, std::tuple<T...> &values) {
  std::size_t count = 0;
  decode_elements(from, [&](std::size_t index) {
    count = index + 1;
    if (index < sizeof...(T)) {
      decode_at(from, values, index, std::index_sequence_for<T...>());
    } else {
      hostcall_typed_skip(&from.state);
    }
  });
  expect_elements(from, count, sizeof...(T));
}

template <class... First, class Rest>
void decode(Decoder &from, Sequence<std::tuple<First...>, Rest> &values) {
  std::size_t count = 0;
  values.rest.clear();
  decode_elements(from, [&](std::size_t index) {
    count = index + 1;
    if (index < sizeof...(First)) {
      decode_at(from, values.first, index, std::index_sequence_for<First...>());
    } else {
      Rest element{};
      decode(from, element);
      values.rest.push_back(std::move(element));
    }
  });
  expect_elements(from, count, sizeof...(First));
}

inline bool parse_key(const std::string &text, std::string &key) {
  key = text;
  return true;
}
inline bool parse_key(const std::string &text, std::int64_t &key) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), key);
  return error == std::errc() && end == text.data() + text.size();
}

template <class K, class V>
void decode(Decoder &from, std::map<K, V> &values) {
  hostcall_typed_container map;
  values.clear();
  hostcall_typed_begin_map(&from.state, &map);
  while (hostcall_typed_next(&from.state, &map)) {
    const std::string text(from.key());
    K key{};
    if (!parse_key(text, key)) from.fail("the key \"" + text + "\" is not an integer");
    V value{};
    decode(from, value);
    from.in_field(text);
    if (!from.has_failed() && !values.emplace(std::move(key), std::move(value)).second) {
      from.fail("the key \"" + text + "\" occurs twice");
    }
  }
}

/// Tries the types of a choice in order.
template <class... T>
void decode(Decoder &from, std::variant<T...> &value) {
  const hostcall_typed_decoder start = from.state;
  bool is_found = false;
  const auto attempt = [&](auto one) {
    from.state = start;
    decode(from, one);
    if (from.has_failed()) return;
    is_found = true;
    value = std::move(one);
  };
  ((is_found ? void() : attempt(T{})), ...);
}

}  // namespace hostcall
