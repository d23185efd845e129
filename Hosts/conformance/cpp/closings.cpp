// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Behaviours 66 to 70.
#include "behaviour.hpp"

using namespace conformance;
using hostcall::Code;

namespace {

void check_closed(Party &party) {
  EXPECT(!party.core.ping().get().message().empty());
  EXPECT(party.bridge.close().has_value());
}

void calls_to_core(Party &party) {
  Party closing;
  closing.enter().value();
  std::vector<hostcall::Pending<>> calls;
  const std::vector<std::string> keys{"66a", "66b", "66c"};
  for (const auto &key : keys) {
    calls.push_back(closing.core.core_wait({.key = key}));
    EXPECT(*party.core.await_state({.key = key, .state = TaskState::started}).get());
  }
  closing.bridge.close().value();
  for (auto &call : calls) EXPECT(has_code(call.get(), Code::cancelled));
  for (const auto &key : keys) {
    EXPECT(*party.core.await_state({.key = key, .state = TaskState::cancelled}).get());
  }
}

void calls_to_host(Party &party) {
  Party closing;
  closing.enter().value();
  closing.core.hold_calls({.key = "67", .count = 5}).get().value();
  EXPECT(eventually([&] { return closing.host->waiting == 5; }));
  closing.bridge.close().value();
  EXPECT(eventually([&] { return closing.host->cancelled() == std::vector<std::string>(5, "67"); }));
  const auto reports = party.core.held_calls({.key = "67", .count = 5}).get().value();
  EXPECT(reports.size() == 5);
  for (const auto &report : reports) {
    EXPECT_IN(report.outcome == "unavailable", report.outcome);
  }
}

void after_close(Party &party) {
  party.core.ping().get().value();
  party.bridge.close().value();
  check_closed(party);
}

void closed_by_core(Party &party) {
  const auto result = party.core.close_bridge().get();
  EXPECT(has_code(result, Code::cancelled) || has_code(result, Code::unavailable));
  check_closed(party);
}

void two(Party &party) {
  Party other;
  other.enter().value();
  std::vector<std::int64_t> numbers;
  const auto listen = [&](const CoreSaidEvent &event, std::uint64_t) { numbers.push_back(event.number); };
  const auto subscription = party.core.on_core_said(listen).value();
  party.core.emit_events({.count = 3}).get().value();
  other.core.emit_events({.count = 5}).get().value();
  EXPECT(numbers == std::vector<std::int64_t>({1, 2, 3}));
  other.core.send_evolving({}).get().value();
  EXPECT(party.host->evolving == 0 && other.host->evolving == 1);
  EXPECT(party.bridge.statistics()->made == 0 && other.bridge.statistics()->made == 1);
  other.bridge.close().value();
  party.core.send_evolving({}).get().value();
  EXPECT(party.host->evolving == 1);
  party.bridge.close().value();
}

const Behaviour all[]{{66, calls_to_core}, {67, calls_to_host}, {68, after_close}, {69, closed_by_core}, {70, two}};

}  // namespace
