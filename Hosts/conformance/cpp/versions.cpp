// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Behaviours 33 to 39: cores of other versions.
#include <array>

#include "behaviour.hpp"

using namespace conformance;
using hostcall::Code;

namespace {

constexpr std::array accepted{Malformation::extra_field, Malformation::reordered, Malformation::wide_heads,
                              Malformation::missing_optional, Malformation::null_optional};
constexpr std::array<std::pair<Malformation, const char *>, 5> wrong{{{Malformation::missing_field, "text"},
                                                                      {Malformation::wrong_type, "text"},
                                                                      {Malformation::out_of_range, "small"},
                                                                      {Malformation::unknown_case, "mood"},
                                                                      {Malformation::unknown_shape, "shape"}}};
constexpr std::array malformed{Malformation::indefinite_unended, Malformation::trailing_byte,
                               Malformation::invalid_text, Malformation::truncated, Malformation::no_bytes};

/// Whether the value is that which the core has written in a way.
template <class Value>
bool is_usual(const Value &value, Malformation malformation) {
  const bool lacks_note = malformation == Malformation::missing_optional || malformation == Malformation::null_optional;
  const std::optional<std::string> note = lacks_note ? std::nullopt : std::make_optional<std::string>("n");
  return value.small == 7 && value.text == "seven" && value.mood == Mood::merry && value.note == note &&
         value.shape == Shape{Shape::Empty{}};
}

void check_answers(Party &party) {
  for (const Malformation each : accepted) {
    EXPECT(is_usual(party.core.answer_evolving({.malformation = each}).get().value(), each));
  }
}

void requests(Party &party) {
  for (const Malformation each : accepted) {
    const auto report = party.core.send_evolving({.malformation = each}).get().value();
    EXPECT_IN(report.outcome == "ok" && is_usual(report.value.value(), each), report.message);
  }
  EXPECT(party.host->evolving == 5);
}

void wrong_requests(Party &party) {
  for (const auto &[each, field] : wrong) {
    const auto report = party.core.send_evolving({.malformation = each}).get().value();
    EXPECT_IN(report.outcome == "invalidArgument", report.outcome);
    EXPECT_IN(contains(report.message, field), report.message);
  }
  EXPECT(party.host->evolving == 0);
}

void malformed_requests(Party &party) {
  for (const Malformation each : malformed) {
    const auto report = party.core.send_evolving({.malformation = each}).get().value();
    EXPECT_IN(report.outcome == "invalidArgument", report.outcome);
  }
  EXPECT(party.host->evolving == 0);
}

void wrong_answers(Party &party) {
  for (const auto &[each, field] : wrong) {
    const auto result = party.core.answer_evolving({.malformation = each}).get();
    EXPECT(has_code(result, Code::internal));
    EXPECT_IN(contains(result.message(), field), result.message());
  }
  check_answers(party);
}

void changed(Party &) {
  Party other("conformance_changed_open");
  const auto refused = other.enter();
  EXPECT(has_code(refused, Code::failed_precondition));
  EXPECT_IN(contains(refused.message(), "fetch_profile"), refused.message());
}

void partial(Party &) {
  Party other("conformance_partial_open");
  other.enter().value();
  const auto refused = other.core.log_in({.user_id = 7}).get();
  EXPECT(has_code(refused, Code::failed_precondition));
  EXPECT_IN(contains(refused.message(), "log_in"), refused.message());
}

const Behaviour all[]{{33, requests},      {34, wrong_requests}, {35, malformed_requests},
                      {36, check_answers}, {37, wrong_answers},  {38, changed},
                      {39, partial}};

}  // namespace
