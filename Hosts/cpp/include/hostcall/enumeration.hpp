// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "record.hpp"

namespace hostcall {

/// A struct with a variant `value`, whose `hostcall_cases()` are the names of the alternatives. It is written as a map
/// of one entry: the name, and a map of the associated values.
template <class T>
concept Enumeration = requires {
  T::hostcall_cases();
};

/// An enum class whose `hostcall_raw_values` are its cases, each with the text or number that is written for it.
template <class T>
concept RawValued = std::is_enum_v<T>;

/// The names of the cases; of generated code.
template <class... Name>
constexpr std::array<std::string_view, sizeof...(Name)> case_names(Name... name) {
  return {std::string_view(name)...};
}

/// The cases of an enum class; of generated code.
template <class... Case>
constexpr auto cases(Case... one) {
  return std::array{one...};
}
template <class T>
constexpr std::pair<T, std::string_view> raw_case(T value, std::string_view text) {
  return {value, text};
}
template <class T>
constexpr std::pair<T, std::int64_t> raw_case(T value, std::int64_t number) {
  return {value, number};
}
template <class T>
constexpr std::pair<T, double> raw_case(T value, double number) {
  return {value, number};
}

template <Enumeration T>
void encode(Encoder &to, const T &value) {
  if (value.value.valueless_by_exception() || !to.enter()) return;
  const std::string_view name = T::hostcall_cases()[value.value.index()];
  hostcall_typed_encode_map(&to.state, 1);
  to.text(name);
  std::visit([&to](const auto &one) { encode(to, one); }, value.value);
  to.in_field(name);
  to.leave();
}

/// Reads the associated values of the alternative at an index that is known only now.
template <class... Case, std::size_t... Index>
void decode_case(Decoder &from, std::variant<Case...> &value, std::size_t index, std::index_sequence<Index...>) {
  ((Index == index ? decode(from, value.template emplace<Index>()) : void()), ...);
}

template <class... Case>
void decode_case(Decoder &from, std::variant<Case...> &value, std::size_t index) {
  decode_case(from, value, index, std::index_sequence_for<Case...>());
}

template <Enumeration T>
void decode(Decoder &from, T &value) {
  const auto names = T::hostcall_cases();
  hostcall_typed_container map;
  hostcall_typed_begin_map(&from.state, &map);
  if (!hostcall_typed_next(&from.state, &map)) return from.fail("the map of a case is empty");
  const std::string_view name = from.key();
  if (from.has_failed()) return;
  std::size_t index = 0;
  while (index < names.size() && names[index] != name) index++;
  if (index == names.size()) return from.fail("the case \"" + std::string(name) + "\" is unknown");
  decode_case(from, value.value, index);
  from.in_field(name);
  if (hostcall_typed_next(&from.state, &map)) from.fail("the map of a case has more than one key");
}

template <RawValued T>
void encode(Encoder &to, T value) {
  for (const auto &[one, raw] : hostcall_raw_values(value)) {
    if (one != value) continue;
    if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(raw)>>) {
      encode(to, raw);
    } else {
      to.text(raw);
    }
    return;
  }
  hostcall_typed_fail(&to.state.fault, "the value %lld is no case", static_cast<long long>(value));
}

template <RawValued T>
void decode(Decoder &from, T &value) {
  const auto cases = hostcall_raw_values(value);
  using Raw = std::remove_cvref_t<decltype(cases[0].second)>;
  constexpr bool is_number = std::is_arithmetic_v<Raw>;
  std::conditional_t<is_number, Raw, std::string> raw{};
  decode(from, raw);
  if (from.has_failed()) return;
  for (const auto &[one, known] : cases) {
    // NaN is neither.
    if (known <= raw && known >= raw) return void(value = one);
  }
  if constexpr (is_number) {
    from.fail("the case " + std::to_string(raw) + " is unknown");
  } else {
    from.fail("the case \"" + raw + "\" is unknown");
  }
}

}  // namespace hostcall
