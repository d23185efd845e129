// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>

#include "decode_containers.hpp"
#include "encode_containers.hpp"

namespace hostcall {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// A field of a generated struct.
template <class Owner, class T>
struct Field {
  std::string_view key;
  T Owner::*member;
  bool may_be_missing;  ///< whether a field without a value is left out, and not written as null

  bool is_written([[maybe_unused]] const Owner &owner) const {
    if constexpr (is_optional<T>) return !may_be_missing || (owner.*member).has_value();
    return true;
  }
};

template <class Owner, class T>
constexpr Field<Owner, T> field(std::string_view key, T Owner::*member) {
  return {key, member, false};
}

template <class Owner, class T>
constexpr Field<Owner, T> optional_field(std::string_view key, T Owner::*member) {
  return {key, member, true};
}

/// A struct whose `hostcall_fields()` is the tuple of its fields. It is written as a map.
template <class T>
concept Record = requires {
  T::hostcall_fields();
};

template <class T>
inline constexpr bool has_no_fields = false;
template <Record T>
inline constexpr bool has_no_fields<T> = std::tuple_size_v<decltype(T::hostcall_fields())> == 0;

template <class Owner, class T>
void encode_field(Encoder &to, const Field<Owner, T> &field, const Owner &owner) {
  if (to.has_failed() || !field.is_written(owner)) return;
  to.text(field.key);
  encode(to, owner.*field.member);
  to.in_field(field.key);
}

template <Record T>
void encode(Encoder &to, const T &value) {
  if (!to.enter()) return;
  std::apply(
      [&](const auto &...field) {
        const std::size_t count = (std::size_t{0} + ... + (field.is_written(value) ? 1 : 0));
        hostcall_typed_encode_map(&to.state, count);
        (encode_field(to, field, value), ...);
      },
      T::hostcall_fields());
  to.leave();
}

/// Which fields of a record were read.
template <std::size_t Count>
struct SeenFields {
  std::array<bool, Count == 0 ? 1 : Count> seen{};
  std::size_t next = 0;  ///< the field that probably follows

  /// Returns the index of the field with the key; `Count` if there is none.
  std::size_t index(std::string_view key, const std::array<std::string_view, Count> &keys) const {
    for (std::size_t step = 0; step < Count; step++) {
      const std::size_t index = next + step < Count ? next + step : next + step - Count;
      if (keys[index] == key) return index;
    }
    return Count;
  }

  /// Returns whether the field is read for the first time.
  bool take(std::size_t index) {
    if (seen[index]) return false;
    seen[index] = true;
    next = index + 1;
    return true;
  }
};

template <class Owner, class T>
void expect_field(Decoder &from, const Field<Owner, T> &field, bool is_seen) {
  if (is_seen || is_optional<T> || from.has_failed()) return;
  from.fail("the field is missing");
  from.in_field(field.key);
}

/// Keys that are unknown are those of another version, and skipped.
template <Record T>
void decode(Decoder &from, T &value) {
  std::apply(
      [&](const auto &...field) {
        constexpr std::size_t count = sizeof...(field);
        const std::array<std::string_view, count> keys{field.key...};
        SeenFields<count> fields;
        hostcall_typed_container map;
        hostcall_typed_begin_map(&from.state, &map);
        while (hostcall_typed_next(&from.state, &map)) {
          const std::optional<std::string_view> text = from.field_key();
          const std::string_view key = text.value_or("");
          const std::size_t found = text ? fields.index(key, keys) : count;
          if (from.has_failed()) return;
          if (found == count) {
            hostcall_typed_skip(&from.state);
          } else if (!fields.take(found)) {
            return from.fail("the key \"" + std::string(key) + "\" occurs twice");
          } else {
            std::size_t index = 0;
            ((index++ == found ? decode(from, value.*field.member) : void()), ...);
          }
          from.in_field(key);
        }
        std::size_t index = 0;
        (expect_field(from, field, fields.seen[index++]), ...);
      },
      T::hostcall_fields());
}

}  // namespace hostcall
