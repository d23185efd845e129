// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Behaviours 62 to 65.
#include "behaviour.hpp"

using namespace conformance;

namespace {

/// Listens to `core_said`.
struct Listener {
  explicit Listener(Party &party)
      : subscription(party.core
                         .on_core_said([this](const CoreSaidEvent &event, std::uint64_t dropped) {
                           if (event.text == std::to_string(event.number)) numbers.push_back(event.number);
                           this->dropped += dropped;
                         })
                         .value()) {}

  std::vector<std::int64_t> numbers;  // written before the call that emits ends
  std::uint64_t dropped = 0;
  hostcall::Subscription subscription;
};

std::vector<std::int64_t> up_to(std::int64_t last) {
  std::vector<std::int64_t> numbers;
  for (std::int64_t number = 1; number <= last; number++) numbers.push_back(number);
  return numbers;
}

void listeners(Party &party) {
  const Listener one(party), two(party), three(party);
  party.core.emit_events({.count = 100}).get().value();
  for (const Listener *each : {&one, &two, &three}) {
    EXPECT(each->numbers == up_to(100) && each->dropped == 0);
  }
  party.bridge.close().value();
}

void emitted(Party &party) {
  for (const std::int64_t number : up_to(100)) {
    party.core.emit_host_said({.number = number, .text = "said"}).value();
  }
  EXPECT(party.core.host_events({.count = 100}).get().value() == up_to(100));
}

void unsubscribed(Party &party) {
  Listener leaving(party), staying(party);
  party.core.emit_events({.count = 2}).get().value();
  leaving.subscription.end();
  party.core.emit_events({.count = 3}).get().value();
  EXPECT(leaving.numbers == up_to(2) && staying.numbers.size() == 5);
  party.bridge.close().value();
}

void throwing(Party &party) {
  int thrown = 0;
  const Listener before(party);
  const auto subscription = party.core
                                .on_core_said([&thrown](const CoreSaidEvent &, std::uint64_t) {
                                  thrown++;
                                  throw std::out_of_range("no such thing");
                                })
                                .value();
  const Listener after(party);
  party.core.emit_events({.count = 5}).get().value();
  EXPECT(thrown == 5 && before.numbers == up_to(5) && after.numbers == up_to(5));
  EXPECT(party.reports().size() == 5 && contains(party.reports()[0], "no such thing"));
  party.core.ping().get().value();
  party.bridge.close().value();
}

const Behaviour all[]{{62, listeners}, {63, emitted}, {64, unsubscribed}, {65, throwing}};

}  // namespace
