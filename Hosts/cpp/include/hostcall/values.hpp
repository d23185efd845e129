// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

namespace hostcall {

/// A point in time, in seconds since 1970.
using Time = std::chrono::time_point<std::chrono::system_clock, std::chrono::duration<double>>;

/// Bytes.
using Bytes = std::vector<std::uint8_t>;

/// An array of a type whose vector is something else: `std::vector<std::uint8_t>` is bytes.
template <class T>
struct Array : std::vector<T> {
  using std::vector<T>::vector;
};

/// An array that begins with elements of certain types, and continues with any number of another.
template <class First, class Rest>
struct Sequence {
  First first{};
  std::vector<Rest> rest{};

  friend bool operator==(const Sequence &, const Sequence &) = default;
};

/// A UUID, in network order.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  friend auto operator<=>(const Uuid &, const Uuid &) = default;
};

/// A URI.
struct Uri {
  std::string text{};

  friend auto operator<=>(const Uri &, const Uri &) = default;
};

/// An unsigned integer of 128 bits: high * 2^64 + low.
struct UInt128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  friend auto operator<=>(const UInt128 &, const UInt128 &) = default;
};

/// A signed integer of 128 bits: high * 2^64 + low.
struct Int128 {
  std::int64_t high = 0;
  std::uint64_t low = 0;

  friend auto operator<=>(const Int128 &, const Int128 &) = default;
};

/// A decimal number: mantissa * 10^exponent, negated if `is_negative`.
struct Decimal {
  bool is_negative = false;
  std::int64_t exponent = 0;
  UInt128 mantissa{};

  friend bool operator==(const Decimal &, const Decimal &) = default;
};

/// One encoded item of CBOR, for a value whose type the core does not describe.
struct Item {
  Bytes encoded{};

  friend bool operator==(const Item &, const Item &) = default;
};

}  // namespace hostcall
