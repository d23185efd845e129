// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <tuple>
#include <type_traits>

#include "values.hpp"

namespace hostcall {

/// A number in the memory of a raw struct.
template <class Owner, class T>
struct RawField {
  std::size_t offset;
  T Owner::*member;
};

template <class Owner, class T>
constexpr RawField<Owner, T> raw_field(std::size_t offset, T Owner::*member) {
  return {offset, member};
}

/// A struct that crosses as its memory in Swift: `hostcall_size` bytes, with the numbers of `hostcall_layout()`.
template <class T>
concept RawRecord = requires {
  T::hostcall_layout();
};

template <class T>
struct RawSize {
  static constexpr std::size_t value = sizeof(T);
};
template <RawRecord T>
struct RawSize<T> {
  static constexpr std::size_t value = T::hostcall_size;
};

static_assert(sizeof(bool) == 1);

template <class T>
requires std::is_arithmetic_v<T>
void write_raw(std::uint8_t *to, const T &value) { std::memcpy(to, &value, sizeof value); }

/// Reads a value from its memory; fails if a Boolean value is neither 0 nor 1.
template <class T>
requires std::is_arithmetic_v<T>
bool read_raw(const std::uint8_t *from, T &value) {
  if constexpr (std::is_same_v<T, bool>) {
    value = *from == 1;
    return *from <= 1;
  } else {
    std::memcpy(&value, from, sizeof value);
    return true;
  }
}

inline constexpr std::size_t low_offset = std::endian::native == std::endian::little ? 0 : 8;

template <class T>
requires(std::is_same_v<T, UInt128> || std::is_same_v<T, Int128>) void write_raw(std::uint8_t *to, const T &value) {
  write_raw(to + low_offset, value.low);
  write_raw(to + (8 - low_offset), value.high);
}

template <class T>
requires(std::is_same_v<T, UInt128> || std::is_same_v<T, Int128>) bool read_raw(const std::uint8_t *from, T &value) {
  return read_raw(from + low_offset, value.low) && read_raw(from + (8 - low_offset), value.high);
}

template <class T, std::size_t Count>
void write_raw(std::uint8_t *to, const std::array<T, Count> &values) {
  for (std::size_t index = 0; index < Count; index++) write_raw(to + index * RawSize<T>::value, values[index]);
}

template <class T, std::size_t Count>
bool read_raw(const std::uint8_t *from, std::array<T, Count> &values) {
  for (std::size_t index = 0; index < Count; index++) {
    if (!read_raw(from + index * RawSize<T>::value, values[index])) return false;
  }
  return true;
}

template <RawRecord T>
void write_raw(std::uint8_t *to, const T &value) {
  std::apply([&](const auto &...field) { (write_raw(to + field.offset, value.*field.member), ...); },
             T::hostcall_layout());
}

template <RawRecord T>
bool read_raw(const std::uint8_t *from, T &value) {
  return std::apply([&](const auto &...field) { return (read_raw(from + field.offset, value.*field.member) && ...); },
                    T::hostcall_layout());
}

}  // namespace hostcall
