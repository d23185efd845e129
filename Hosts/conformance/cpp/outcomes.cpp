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

const Behaviour log_in{21, check_log_in};

const Behaviour core_fails{22, [](Party &party) {
                             for (const Refusal &each : refusals) {
                               const auto result = party.core.follow({.order = Order::Refuse{each}}).get();
                               EXPECT(result.failure() != nullptr && *result.failure() == each && !result.error());
                             }
                             const auto result = party.core.log_in({.user_id = 404}).get();
                             EXPECT(result.failure() != nullptr);
                             EXPECT(*result.failure() == Refusal(Refusal::Limit{.maximum = 403}));
                           }};

const Behaviour faults{23, [](Party &party) {
                         const Fault fault{.code = -3, .is_temporary = true};
                         const auto result = party.core.fail_core({.fault = fault}).get();
                         EXPECT(result.failure() != nullptr && *result.failure() == fault);
                         EXPECT(party.core.command_fault({.fault = fault}).get()->fault == fault);
                       }};

const Behaviour handler_fails{24, [](Party &party) {
                                for (const Refusal &each : refusals) {
                                  EXPECT(command(party, Order::Refuse{each}).refusal == each);
                                }
                                EXPECT(command(party, Order::Succeed{"done"}).text == "done");
                              }};

const Behaviour codes{25, [](Party &party) {
                        const auto gone = party.core.follow({.order = Order::Fail{5, "gone"}}).get();
                        EXPECT(has_code(gone, Code::not_found) && gone.message() == "gone");
                        const auto crash = party.core.follow({.order = Order::Crash{"broken"}}).get();
                        EXPECT(has_code(crash, Code::unknown) && !crash.failure());
                        EXPECT_IN(contains(crash.message(), "broken"), crash.message());
                      }};

const Behaviour handler_code{26, [](Party &party) {
                               const auto report = command(party, Order::Fail{7, "not yours"});
                               EXPECT_IN(report.outcome == "permissionDenied", report.outcome);
                               EXPECT_IN(report.message == "not yours", report.message);
                             }};

const Behaviour handler_throws{27, [](Party &party) {
                                 const auto report = command(party, Order::Crash{"out of paper"});
                                 EXPECT_IN(report.outcome == "unknown", report.outcome);
                                 EXPECT_IN(contains(report.message, "out of paper"), report.message);
                                 check_log_in(party);
                               }};

const Behaviour cancelled{28, [](Party &party) {
                            EXPECT(command(party, Order::Cancel{}).outcome == "cancelled");
                            EXPECT(has_code(party.core.follow({.order = Order::Cancel{}}).get(), Code::cancelled));
                          }};

const Behaviour unregistered{
    29, [](Party &party) { EXPECT(party.core.call_unregistered().get()->outcome == "unimplemented"); }};

const Behaviour not_offered{30, [](Party &) {
                              Party other("conformance_partial_open");
                              other.enter().value();
                              const auto refused = other.core.round_trip_basics({}).get();
                              EXPECT(has_code(refused, Code::unimplemented));
                              EXPECT_IN(contains(refused.message(), "round_trip_basics"), refused.message());
                            }};

const Behaviour large_request{31, [](Party &party) {
                                const auto refused =
                                    party.core.round_trip_bytes({.value = hostcall::Bytes(5 << 20)}).get();
                                EXPECT(has_code(refused, Code::resource_exhausted));
                                EXPECT_IN(contains(refused.message(), "round_trip_bytes"), refused.message());
                                check_log_in(party);
                              }};

const Behaviour large_answer{32, [](Party &party) {
                               const auto report = party.core.fetch_bytes({.count = 5 << 20}).get().value();
                               EXPECT_IN(report.outcome == "resourceExhausted", report.outcome);
                               check_log_in(party);
                             }};

}  // namespace
