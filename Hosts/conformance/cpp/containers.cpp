// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Behaviours 7 to 9 and 14 to 16: optionals, lists and tables, and types of Swift's libraries.
#include "behaviour.hpp"

using namespace conformance;

namespace {

void optionals(Party &party) {
  const Optionals none{.sparse = {-5, std::nullopt, 1}, .gaps = {{"gap", std::nullopt}, {"five", 5}}};
  EXPECT(party.core.round_trip_optionals({.value = none}).get().value() == none);
  const Optionals all{.flag = false,
                      .number = -5,
                      .ratio = 0.25,
                      .text = "",
                      .bytes = hostcall::Bytes{},
                      .point = Point{.x = 1, .y = 2},
                      .mood = Mood::worried,
                      .shape = Shape::Empty{},
                      .numbers = std::vector<std::int64_t>{},
                      .table = std::map<std::string, std::int64_t>{{"key", 9}},
                      .sparse = {std::nullopt},
                      .gaps = {}};
  EXPECT(party.core.round_trip_optionals({.value = all}).get().value() == all);
}

void optional_text(Party &party) {
  for (const auto &each :
       {std::optional<std::string>(), std::optional<std::string>(""), std::optional<std::string>("text")}) {
    EXPECT(party.core.round_trip_optional_text({.value = each}).get().value() == each);
  }
}

void containers(Party &party) {
  EXPECT(party.core.round_trip_containers({}).get().value() == Containers{});
  const Containers full{.numbers = {1, -1},
                        .texts = {"\u00fc", ""},
                        .matrix = {{0.5, 1}, {}},
                        .points = {{1, 2}, {3, 4}},
                        .blobs = {{1, 2}, {}},
                        .by_text = {{"\u6f22", 1}, {"", 2}},
                        .by_number = {{-1, "a"}, {0, ""}, {(INT64_C(1) << 53) + 1, "b"}},
                        .points_by_text = {{"here", {5, 6}}},
                        .lists_by_number = {{7, {"x", "y"}}, {8, {}}},
                        .deep = {{"deep", {{{1, 2}, {3, 4}}, {}}}}};
  EXPECT(party.core.round_trip_containers({.value = full}).get().value() == full);
}

hostcall::Time time(double seconds) { return hostcall::Time(std::chrono::duration<double>(seconds)); }

void foundation(Party &party) {
  FoundationValues value{.date = time(1700000000.25),
                         .dates = {time(-1.5), time(0)},
                         .identifier = {{0x12, 0x34, 15, 0xff}},
                         .address = {"https://example.com/a?b=c#d"},
                         .amount = {.exponent = -2, .mantissa = {.low = 125}}};
  EXPECT(party.core.round_trip_foundation({.value = value}).get().value() == value);
  value.later = time(-0.25);
  value.amount = {.is_negative = true, .mantissa = {.low = 1000000}};
  const auto found = party.core.round_trip_foundation({.value = value}).get().value();
  EXPECT(found.later == value.later && found.amount.is_negative);
  // Foundation may write 1000000 as 1 * 10^6.
  std::uint64_t mantissa = found.amount.mantissa.low;
  for (std::int64_t index = 0; index < found.amount.exponent; index++) mantissa *= 10;
  EXPECT(mantissa == 1000000 && found.amount.exponent >= 0);
}

void rarities(Party &party) {
  const Rarities value{.names = {"only"}, .range = {-1, 5}, .counts = {{Mood::merry, 3}}, .labels = {{200, "one"}}};
  EXPECT(party.core.round_trip_rarities({.value = value}).get().value() == value);
  const Rarities more{.names = {"one", "two"}, .labels = {{7, "one"}, {8, "two"}}};
  const auto found = party.core.round_trip_rarities({.value = more}).get().value();
  EXPECT(found.names.size() == 2 && found.counts.empty() && found.labels.size() == 2);
}

void page(Party &party) {
  const PageSensor value{.items = {{.name = "roof", .kind = Kind::light, .range = {.low = -1, .high = 0.5}}},
                         .next = 2};
  EXPECT(party.core.round_trip_page({.value = value}).get().value() == value);
  EXPECT(party.core.round_trip_page({}).get().value() == PageSensor{});
}

const Behaviour all[]{{7, optionals},   {8, optional_text}, {9, containers},
                      {14, foundation}, {15, rarities},     {16, page}};

}  // namespace
