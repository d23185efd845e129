// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// How values are written and read, and what messages of other versions result in.
#include <array>
#include <map>
#include <string>
#include <utility>

#include "check.hpp"
#include "hostcall/part.hpp"
#include "profile_core.hpp"

namespace {

using hostcall::Bytes;
using profile_core::LogIn;

template <class T>
Bytes encoded(const T &value) {
  Bytes message;
  const std::string fault = hostcall::Cbor<T>::write(
      value, "value", [&](const auto *bytes, auto size) { message.assign(bytes, bytes + size); });
  CHECK(fault.empty());
  return message;
}

/// Why a message cannot be read; empty if it can.
template <class T>
std::string fault(const Bytes &message) {
  T value{};
  return hostcall::Cbor<T>::read(message.data(), message.size(), "value", value);
}

template <class T>
bool survives(const T &value) {
  const Bytes message = encoded(value);
  T read{};
  return hostcall::Cbor<T>::read(message.data(), message.size(), "value", read).empty() && read == value;
}

enum class Ratio { half, twice };

constexpr auto hostcall_raw_values(Ratio) {
  return hostcall::cases(hostcall::raw_case(Ratio::half, 0.5), hostcall::raw_case(Ratio::twice, 2.0));
}

/// An indirect enum whose first case contains another.
struct Nested {
  struct Deeper {
    hostcall::Box<Nested> of;
    friend bool operator==(const Deeper &, const Deeper &) = default;
  };
  std::variant<Deeper, int> value{};
  friend bool operator==(const Nested &, const Nested &) = default;
};

}  // namespace

void test_values() {
  const std::string name("é\0x", 4);
  CHECK(
      survives(profile_core::Profile{.name = name, .tags = {"", "b"}, .balance_cents = INT64_MIN, .avatar = Bytes{0}}));
  CHECK(survives(std::map<std::int64_t, std::vector<bool>>{{-1, {true, false}}, {INT64_MAX, {}}}));
  CHECK(survives(std::vector<std::pair<std::string, double>>{{"a", 0.1}, {"b", -0.0}}));
  CHECK(survives(std::variant<std::int64_t, std::string>("text")));
  CHECK(survives(hostcall::Sequence<std::tuple<bool>, std::int8_t>{.first = {true}, .rest = {1, -128}}));
  CHECK(survives(hostcall::Decimal{.is_negative = true, .exponent = 6, .mantissa = {.high = 0, .low = 1}}));

  // "abc" in two chunks, as a text, a key and bytes; and an item with chunks
  std::string text;
  const Bytes chunks{0x7f, 0x62, 'a', 'b', 0x61, 'c', 0xff};
  CHECK(hostcall::Cbor<std::string>::read(chunks.data(), chunks.size(), "value", text).empty() && text == "abc");
  Bytes bytes;
  const Bytes byte_chunks{0x5f, 0x42, 1, 2, 0x41, 3, 0xff};
  CHECK(hostcall::Cbor<Bytes>::read(byte_chunks.data(), byte_chunks.size(), "value", bytes).empty());
  CHECK(bytes == (Bytes{1, 2, 3}));
  hostcall::Item item;
  CHECK(hostcall::Cbor<hostcall::Item>::read(chunks.data(), chunks.size(), "value", item).empty());
  CHECK(item.encoded == chunks);
  using Numbered = std::map<std::int64_t, bool>;
  using Named = std::map<std::string, bool>;
  CHECK(fault<Numbered>({0xa1, 0x61, 'x', 0xf5}) == "value.x: the key \"x\" is not an integer");
  CHECK(fault<Named>({0xa2, 0x61, 'x', 0xf5, 0x61, 'x', 0xf5}) == "value: the key \"x\" occurs twice");

  // {"userID": 7}, also with a further key, of text or not, and with a null
  CHECK(encoded(LogIn{.user_id = 7}) == (Bytes{0xa1, 0x66, 'u', 's', 'e', 'r', 'I', 'D', 0x07}));
  CHECK(fault<LogIn>({0xa2, 0x61, 'x', 0x80, 0x66, 'u', 's', 'e', 'r', 'I', 'D', 0x07}).empty());
  CHECK(fault<LogIn>({0xa2, 0x01, 0x81, 0x02, 0x66, 'u', 's', 'e', 'r', 'I', 'D', 0x07}).empty());
  CHECK(fault<LogIn>({0xa1, 0x66, 'u', 's', 'e', 'r', 'I', 'D', 0x61, 'x'}) ==
        "value.userID: expected an integer, but found text");
  CHECK(fault<LogIn>({0xa0}) == "value.userID: the field is missing");
  CHECK(fault<LogIn>({0xa2, 0x66, 'u', 's', 'e', 'r', 'I', 'D', 0x07, 0x66, 'u', 's', 'e', 'r', 'I', 'D', 0x07}) ==
        "value: the key \"userID\" occurs twice");
  CHECK(!fault<LogIn>({0xa1}).empty());
  CHECK(!fault<std::uint8_t>({0x19, 0x01, 0x2c}).empty());
  CHECK(!fault<bool>({0xf5, 0xf5}).empty());

  // Any item counts as an empty request or response, and only one.
  using hostcall::Nothing;
  CHECK(fault<Nothing>({0xa0}).empty() && fault<Nothing>({0xa1, 0x61, 'x', 0x01}).empty());
  CHECK(fault<Nothing>({0x05}).empty() && fault<Nothing>({0x82, 1, 2}).empty() && fault<Nothing>({0xf6}).empty());
  CHECK(!fault<Nothing>({0x82, 1}).empty() && !fault<Nothing>({5, 5}).empty() && !fault<Nothing>({}).empty());

  CHECK(survives(Ratio::twice));
  CHECK(fault<Ratio>({0x01}).starts_with("value: the case 1.0") && fault<Ratio>({0xf9, 0x38, 0x00}).empty());
  CHECK(fault<Ratio>({0xf9, 0x7e, 0x00}) == "value: the case nan is unknown");

  const Nested one{.value = Nested::Deeper{.of = Nested{.value = 1}}};
  CHECK(Nested{} == Nested{} && !(Nested{} == one) && !(one == Nested{}) && Nested{one} == one);
  CHECK((Nested{.value = Nested::Deeper{.of = Nested{}}} == Nested{}));

  profile_core::ReadClock clock{};
  const Bytes raw{1, 2, 0, 0};
  CHECK(hostcall::Raw<profile_core::ReadClock>::read(raw.data(), 4, "value", clock).empty() && clock.clock == 513);
  CHECK(hostcall::Raw<profile_core::ReadClock>::read(raw.data(), 3, "value", clock) ==
        "value: expected 4 bytes, but found 3");
  using Flags = std::array<bool, 2>;
  Flags flags{};
  const Bytes right{1, 0};
  const Bytes wrong{0, 2};
  CHECK(hostcall::Raw<Flags>::read(right.data(), 2, "value", flags).empty() && flags[0] && !flags[1]);
  CHECK(hostcall::Raw<Flags>::read(wrong.data(), 2, "value", flags) == "value: a Boolean value is neither 0 nor 1");
}
