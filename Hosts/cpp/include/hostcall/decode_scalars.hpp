// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>

#include "decoder.hpp"
#include "values.hpp"

namespace hostcall {

/// Reads a value. After a failure, of which the decoder knows, the value is any.
template <class T>
requires std::is_arithmetic_v<T>
void decode(Decoder &from, T &value) {
  if constexpr (std::same_as<T, bool>) {
    hostcall_typed_decode_bool(&from.state, &value);
  } else if constexpr (std::same_as<T, float>) {
    hostcall_typed_decode_float(&from.state, &value);
  } else if constexpr (std::same_as<T, double>) {
    hostcall_typed_decode_double(&from.state, &value);
  } else if constexpr (std::signed_integral<T>) {
    std::int64_t number = 0;
    using Limits = std::numeric_limits<T>;
    hostcall_typed_decode_int(&from.state, Limits::min(), Limits::max(), &number);
    value = static_cast<T>(number);
  } else {
    std::uint64_t number = 0;
    hostcall_typed_decode_uint(&from.state, std::numeric_limits<T>::max(), &number);
    value = static_cast<T>(number);
  }
}

inline void decode(Decoder &from, std::string &value) { value = from.text(); }

inline void decode(Decoder &from, Bytes &value) {
  hostcall_bytes bytes{};
  if (hostcall_typed_decode_bytes(&from.state, &bytes)) value.assign(bytes.data, bytes.data + bytes.length);
}

inline void decode(Decoder &from, Time &value) {
  double seconds = 0;
  hostcall_typed_decode_time(&from.state, &seconds);
  value = Time(std::chrono::duration<double>(seconds));
}

inline void decode(Decoder &from, Uuid &value) {
  hostcall_uuid uuid{};
  hostcall_typed_decode_uuid(&from.state, &uuid);
  std::copy(std::begin(uuid.bytes), std::end(uuid.bytes), value.bytes.begin());
}

inline void decode(Decoder &from, Uri &value) {
  hostcall_text uri{};
  if (hostcall_typed_decode_uri(&from.state, &uri)) value.text.assign(uri.data, uri.length);
}

inline void decode(Decoder &from, UInt128 &value) {
  hostcall_uint128 number{};
  hostcall_typed_decode_uint128(&from.state, &number);
  value = {.high = number.high, .low = number.low};
}

inline void decode(Decoder &from, Int128 &value) {
  hostcall_int128 number{};
  hostcall_typed_decode_int128(&from.state, &number);
  value = {.high = number.high, .low = number.low};
}

inline void decode(Decoder &from, Decimal &value) {
  hostcall_decimal number{};
  hostcall_typed_decode_decimal(&from.state, &number);
  value = {.is_negative = number.is_negative,
           .exponent = number.exponent,
           .mantissa = {.high = number.mantissa.high, .low = number.mantissa.low}};
}

inline void decode(Decoder &from, Item &value) {
  hostcall_item item{};
  if (hostcall_typed_decode_item(&from.state, &item)) value.encoded.assign(item.data, item.data + item.length);
}

}  // namespace hostcall
