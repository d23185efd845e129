// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Behaviours 21 to 32.
#include "behaviour.hpp"

using namespace conformance;
using hostcall::Code;

namespace {

const std::vector<Refusal> refusals{Refusal::Busy{}, Refusal::Limit{.maximum = 9, .reason = "why"},
                                    Refusal::Limit{.maximum = 9}};

void check_log_in(Party &party) {
  const Greeting expected{.greeting = "Welcome back, Ada", .logged_in_at = 1700000000.5, .tag_count = 2};
  EXPECT(party.core.log_in({.user_id = 7}).get().value() == expected);
}

/// Has the core report how the handler ended a call.
CallReport command(Party &party, Order order) { return party.core.command({.order = std::move(order)}).get().value(); }

void core_fails(Party &party) {
  for (const Refusal &each : refusals) {
    const auto result = party.core.follow({.order = Order::Refuse{each}}).get();
    EXPECT(result.failure() != nullptr && *result.failure() == each && !result.error());
  }
  const auto result = party.core.log_in({.user_id = 404}).get();
  EXPECT(result.failure() != nullptr);
  EXPECT(*result.failure() == Refusal(Refusal::Limit{.maximum = 403}));
}

void faults(Party &party) {
  const Fault fault{.code = -3, .is_temporary = true};
  const auto result = party.core.fail_core({.fault = fault}).get();
  EXPECT(result.failure() != nullptr && *result.failure() == fault);
  EXPECT(party.core.command_fault({.fault = fault}).get()->fault == fault);
}

void handler_fails(Party &party) {
  for (const Refusal &each : refusals) {
    EXPECT(command(party, Order::Refuse{each}).refusal == each);
  }
  EXPECT(command(party, Order::Succeed{"done"}).text == "done");
}

void codes(Party &party) {
  const auto gone = party.core.follow({.order = Order::Fail{5, "gone"}}).get();
  EXPECT(has_code(gone, Code::not_found) && gone.message() == "gone");
  const auto crash = party.core.follow({.order = Order::Crash{"broken"}}).get();
  EXPECT(has_code(crash, Code::unknown) && !crash.failure());
  EXPECT_IN(contains(crash.message(), "broken"), crash.message());
}

void handler_code(Party &party) {
  const auto report = command(party, Order::Fail{7, "not yours"});
  EXPECT_IN(report.outcome == "permissionDenied", report.outcome);
  EXPECT_IN(report.message == "not yours", report.message);
}

void handler_throws(Party &party) {
  const auto report = command(party, Order::Crash{"out of paper"});
  EXPECT_IN(report.outcome == "unknown", report.outcome);
  EXPECT_IN(contains(report.message, "out of paper"), report.message);
  check_log_in(party);
}

void cancelled(Party &party) {
  EXPECT(command(party, Order::Cancel{}).outcome == "cancelled");
  EXPECT(has_code(party.core.follow({.order = Order::Cancel{}}).get(), Code::cancelled));
}

void unregistered(Party &party) { EXPECT(party.core.call_unregistered().get()->outcome == "unimplemented"); }

void not_offered(Party &) {
  Party other("conformance_partial_open");
  other.enter().value();
  const auto refused = other.core.round_trip_basics({}).get();
  EXPECT(has_code(refused, Code::unimplemented));
  EXPECT_IN(contains(refused.message(), "round_trip_basics"), refused.message());
}

void large_request(Party &party) {
  const auto refused = party.core.round_trip_bytes({.value = hostcall::Bytes(5 << 20)}).get();
  EXPECT(has_code(refused, Code::resource_exhausted));
  EXPECT_IN(contains(refused.message(), "round_trip_bytes"), refused.message());
  check_log_in(party);
}

void large_answer(Party &party) {
  const auto report = party.core.fetch_bytes({.count = 5 << 20}).get().value();
  EXPECT_IN(report.outcome == "resourceExhausted", report.outcome);
  check_log_in(party);
}

const Behaviour all[]{{21, check_log_in}, {22, core_fails},   {23, faults},         {24, handler_fails},
                      {25, codes},        {26, handler_code}, {27, handler_throws}, {28, cancelled},
                      {29, unregistered}, {30, not_offered},  {31, large_request},  {32, large_answer}};

}  // namespace
