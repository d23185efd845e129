// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Behaviours 1 to 6, 10 to 13 and 17 to 20: values by themselves, in enums and in themselves.
#include <cmath>
#include <limits>

#include "behaviour.hpp"

using namespace conformance;

namespace {

void check_basics(Party &party, const Basics &value) {
  EXPECT(party.core.round_trip_basics({.value = value}).get().value() == value);
}

void basics(Party &party) {
  check_basics(party, {.flag = true, .text = "Ada", .bytes = {1, 2, 255}, .data = {0}});
  check_basics(party, {});
}

void texts(Party &party) {
  check_basics(party, {.text = "\u00e9\u6f22\U0001f98ae\u0301"});
  check_basics(party, {.text = std::string("a\0b", 3)});
  check_basics(party, {.text = std::string(65536, 'x')});
}

void bytes(Party &party) {
  hostcall::Bytes all(256);
  for (std::size_t index = 0; index < all.size(); index++) {
    all[index] = static_cast<std::uint8_t>(index);
  }
  check_basics(party, {.bytes = all, .data = all});
  all.resize(1 << 20, 7);
  EXPECT(party.core.round_trip_bytes({.value = all}).get().value() == all);
}

template <template <class> class Limit>
Integers of_all() {
  return {.int8 = Limit<std::int8_t>::value,
          .int16 = Limit<std::int16_t>::value,
          .int32 = Limit<std::int32_t>::value,
          .int64 = Limit<std::int64_t>::value,
          .number = Limit<std::int64_t>::value,
          .uint8 = Limit<std::uint8_t>::value,
          .uint16 = Limit<std::uint16_t>::value,
          .uint32 = Limit<std::uint32_t>::value,
          .uint64 = Limit<std::uint64_t>::value,
          .count = Limit<std::uint64_t>::value};
}
template <class T>
struct Smallest {
  static constexpr T value = std::numeric_limits<T>::min();
};
template <class T>
struct Largest {
  static constexpr T value = std::numeric_limits<T>::max();
};

void integers(Party &party) {
  for (const Integers &each : {of_all<Smallest>(), of_all<Largest>(), Integers{}}) {
    EXPECT(party.core.round_trip_integers({.value = each}).get().value() == each);
  }
}

void out_of_range(Party &) { throw Skipped("a number that does not fit does not compile"); }

template <class T>
std::vector<T> special_floats() {
  using Limits = std::numeric_limits<T>;
  return {T(0.1),  Limits::max(),      Limits::denorm_min(), T(0),
          T(-0.0), Limits::infinity(), -Limits::infinity(),  Limits::quiet_NaN()};
}
template <class T>
bool is_same(T one, T other) {
  return std::isnan(one) ? std::isnan(other) : one == other && std::signbit(one) == std::signbit(other);
}

void floats(Party &party) {
  const auto singles = special_floats<float>();
  const auto doubles = special_floats<double>();
  for (std::size_t index = 0; index < singles.size(); index++) {
    const Floats value{.single = singles[index], .double_ = doubles[index], .singles = singles, .doubles = doubles};
    const Floats found = party.core.round_trip_floats({.value = value}).get().value();
    EXPECT(is_same(found.single, value.single) && is_same(found.double_, value.double_));
    EXPECT(std::equal(singles.begin(), singles.end(), found.singles.begin(), found.singles.end(), is_same<float>));
    EXPECT(std::equal(doubles.begin(), doubles.end(), found.doubles.begin(), found.doubles.end(), is_same<double>));
  }
}

void choices(Party &party) {
  const std::vector moods{Mood::calm, Mood::merry, Mood::worried};
  for (const Mood mood : moods) {
    for (const Level level : {Level::below, Level::ground, Level::top}) {
      const Choices value{
          .mood = mood, .level = level, .moods = moods, .levels = {{"a", level}, {"b", Level::top}}, .other = mood};
      EXPECT(party.core.round_trip_choices({.value = value}).get().value() == value);
    }
    EXPECT(party.core.round_trip_mood({.value = mood}).get().value() == mood);
  }
  EXPECT(party.core.round_trip_choices({}).get().value() == Choices{});
  const auto none = party.core.round_trip_mood({.value = static_cast<Mood>(99)}).get();
  EXPECT(has_code(none, hostcall::Code::invalid_argument) && contains(none.message(), "99"));
}

void shapes(Party &party) {
  const std::vector<Shape> all{Shape::Empty{}, Shape::Circle{.radius = 1.5, .center = {.x = 1, .y = 2}},
                               Shape::Segment{.v0 = {.x = 1, .y = 2}, .v1 = {.x = -0.5, .y = 1e300}},
                               Shape::Polygon{.points = {{.x = 3, .y = 4}}, .name = "roof"}, Shape::Polygon{}};
  EXPECT(party.core.round_trip_shapes({.value = all}).get().value() == all);
  const std::vector<Shape> group{Shape::Group{{Shape::Group{all}, Shape::Empty{}}}};
  EXPECT(party.core.round_trip_shapes({.value = group}).get().value() == group);
}

Tree nested_tree(std::int64_t levels) {
  Tree tree;
  for (std::int64_t level = 1; level < levels; level++) {
    Tree outer{.value = level};
    outer.children.push_back(std::move(tree));
    tree = std::move(outer);
  }
  return tree;
}

void recursion(Party &party) {
  const Tree tree = nested_tree(40);
  EXPECT(party.core.round_trip_tree({.value = tree}).get().value() == tree);
  Expression inner = Expression::Number{-7};
  for (int level = 1; level < 40; level++) {
    if (level % 2 == 0) {
      inner = Expression(Expression::Negated{std::move(inner)});
    } else {
      inner = Expression(Expression::Sum{.left = Expression(Expression::Number{level}), .right = std::move(inner)});
    }
  }
  EXPECT(party.core.round_trip_expression({.value = inner}).get().value() == inner);
}

void too_deep(Party &party) {
  const auto refused = party.core.round_trip_tree({.value = nested_tree(200)}).get();
  EXPECT(refused.error() != nullptr && !refused.message().empty());
  check_basics(party, {.text = "next"});
}

void keywords(Party &party) {
  const Keywords value{.class_ = 1,
                       .default_ = "default",
                       .import = true,
                       .int_ = 2,
                       .new_ = "new",
                       .lambda = true,
                       .from = 3,
                       .await = 4,
                       .delete_ = 5,
                       .type = Kind2::none,
                       .user_id = 6,
                       .user_id_2 = 7};
  EXPECT(party.core.delete_({.value = value}).get().value() == value);
}

void arguments(Party &party) {
  RoundTripArgumentsCall call{.first = -1, .second = "second", .third = {{1, 2}}, .mood = Mood::merry, .is_last = true};
  Arguments expected{.first = -1, .second = "second", .third = {{1, 2}}, .mood = Mood::merry, .is_last = true};
  EXPECT(party.core.round_trip_arguments(call).get().value() == expected);
  call.second = expected.second = std::nullopt;
  EXPECT(party.core.round_trip_arguments(call).get().value() == expected);
  const std::map<std::string, std::vector<std::int64_t>> table{{"full", {1, -2}}, {"", {}}};
  EXPECT(party.core.round_trip_table({.value = table}).get().value() == table);
}

void sample(Party &party) {
  const RoundTripSample value{.value_seconds = std::numeric_limits<double>::lowest(),
                              .value_position_x = std::numeric_limits<float>::max(),
                              .value_position_y = std::numeric_limits<float>::denorm_min(),
                              .value_channel = UINT32_MAX,
                              .value_level = INT16_MIN,
                              .value_flags = UINT8_MAX,
                              .value_is_new = true};
  const RoundTripSampleResponse expected{.seconds = value.value_seconds,
                                         .position_x = value.value_position_x,
                                         .position_y = value.value_position_y,
                                         .channel = value.value_channel,
                                         .level = value.value_level,
                                         .flags = value.value_flags,
                                         .is_new = value.value_is_new};
  EXPECT(party.core.round_trip_sample(value).get().value() == expected);
  EXPECT(party.core.round_trip_sample({}).get().value() == RoundTripSampleResponse{});
}

void ping(Party &party) { party.core.ping().get().value(); }

const Behaviour all[]{{1, basics},    {2, texts},      {3, bytes},   {4, integers},   {5, out_of_range},
                      {6, floats},    {10, choices},   {11, shapes}, {12, recursion}, {13, too_deep},
                      {17, keywords}, {18, arguments}, {19, sample}, {20, ping}};

}  // namespace
