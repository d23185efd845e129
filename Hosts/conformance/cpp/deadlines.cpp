// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Behaviours 40 to 45: deadlines and cancellation.
#include "behaviour.hpp"

using namespace conformance;
using hostcall::Code;

namespace {

bool awaits(Party &party, const std::string &key, TaskState state) {
  return party.core.await_state({.key = key, .state = state}).get().value();
}

/// Checks how a call of `host_wait` ended, and that its handler has noticed.
void check_wait(Party &party, const CallReport &report, const std::string &outcome, const std::string &key) {
  EXPECT_IN(report.outcome == outcome, report.outcome);
  EXPECT(eventually([&] { return party.host->cancelled() == std::vector{key}; }));
}

void timeout(Party &party) {
  const Stopwatch watch;
  const auto late = party.core.core_wait({.key = "40"}, {.timeout = 100ms}).get();
  EXPECT(has_code(late, Code::deadline_exceeded) && !late.message().empty());
  EXPECT(watch.elapsed() >= 95ms && watch.elapsed() < 1s);
  EXPECT(awaits(party, "40", TaskState::cancelled));
  EXPECT(party.core.ping({.timeout = 10s}).get().has_value());
}

void cancel(Party &party) {
  for (const bool is_token : {true, false}) {
    const std::string key = is_token ? "41a" : "41b";
    std::stop_source stop;
    auto call = party.core.core_wait({.key = key}, {.stop = stop.get_token()});
    EXPECT(awaits(party, key, TaskState::started));
    const Stopwatch watch;
    if (is_token) {
      stop.request_stop();
    } else {
      call.cancel();
    }
    EXPECT(has_code(call.get(), Code::cancelled) && watch.elapsed() < 1s);
    EXPECT(awaits(party, key, TaskState::cancelled));
  }
}

void handler_deadline(Party &party) {
  check_wait(party, *party.core.call_with_deadline({.key = "42", .milliseconds = 50}).get(), "deadlineExceeded", "42");
}

void handler_cancel(Party &party) {
  check_wait(party, *party.core.call_and_cancel({.key = "43", .milliseconds = 50}).get(), "cancelled", "43");
}

void handler_fail_pending(Party &party) {
  const auto report = party.core.call_and_fail_pending({.key = "44", .milliseconds = 50}).get();
  EXPECT_IN(contains(report->message, "failed as told"), report->message);
  check_wait(party, *report, "aborted", "44");
}

void late(Party &party) {
  const auto report = party.core.call_impatiently({.milliseconds = 100}).get().value();
  EXPECT_IN(report.outcome == "deadlineExceeded", report.outcome);
  const auto counters = [&] { return party.core.statistics().get().value(); };
  EXPECT(eventually([&] { return counters().late == 1; }));
  party.core.ping().get().value();
  const Statistics found = counters();
  EXPECT(found.made ==
         found.answered + found.failed + found.cancelled + found.expired + found.in_flight + found.waiting);
  EXPECT(found.made == 2 && found.expired == 1);
}

const Behaviour all[]{
    {40, timeout}, {41, cancel}, {42, handler_deadline}, {43, handler_cancel}, {44, handler_fail_pending}, {45, late}};

}  // namespace
