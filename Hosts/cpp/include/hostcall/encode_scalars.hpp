// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <type_traits>

#include "encoder.hpp"
#include "values.hpp"

namespace hostcall {

/// Writes a value. Generated types are written by what `hostcall_fields` and `hostcall_cases` say about them.
template <class T>
requires std::is_arithmetic_v<T>
void encode(Encoder &to, T value) {
  if constexpr (std::same_as<T, bool>) {
    hostcall_typed_encode_bool(&to.state, value);
  } else if constexpr (std::floating_point<T>) {
    hostcall_typed_encode_float(&to.state, static_cast<double>(value));
  } else if constexpr (std::signed_integral<T>) {
    hostcall_typed_encode_int(&to.state, value);
  } else {
    hostcall_typed_encode_uint(&to.state, value);
  }
}

inline void encode(Encoder &to, const std::string &value) { to.text(value); }

inline void encode(Encoder &to, const Bytes &value) {
  hostcall_typed_encode_bytes(&to.state, {value.data(), value.size()});
}

inline void encode(Encoder &to, const Time &value) {
  hostcall_typed_encode_time(&to.state, value.time_since_epoch().count());
}

inline void encode(Encoder &to, const Uuid &value) {
  hostcall_uuid uuid{};
  std::copy(value.bytes.begin(), value.bytes.end(), uuid.bytes);
  hostcall_typed_encode_uuid(&to.state, uuid);
}

inline void encode(Encoder &to, const Uri &value) {
  hostcall_typed_encode_uri(&to.state, {value.text.data(), value.text.size()});
}

inline void encode(Encoder &to, const UInt128 &value) {
  hostcall_typed_encode_uint128(&to.state, {value.high, value.low});
}

inline void encode(Encoder &to, const Int128 &value) {
  hostcall_typed_encode_int128(&to.state, {value.high, value.low});
}

inline void encode(Encoder &to, const Decimal &value) {
  hostcall_typed_encode_decimal(&to.state, {.is_negative = value.is_negative,
                                            .exponent = value.exponent,
                                            .mantissa = {value.mantissa.high, value.mantissa.low}});
}

inline void encode(Encoder &to, const Item &value) {
  hostcall_typed_encode_item(&to.state, {value.encoded.data(), value.encoded.size()});
}

}  // namespace hostcall
