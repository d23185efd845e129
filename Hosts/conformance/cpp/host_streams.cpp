// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Behaviours 56 to 60: streams of the host.
#include "behaviour.hpp"

using namespace conformance;

namespace {

bool has_stopped(Party &party, int count = 1) {
  return eventually([&] { return party.host->stopped == count; });
}

void in_order(Party &party) {
  for (const std::uint32_t count : {0U, 1000U}) {
    const auto reading = party.core.read_host_counts({.count = count, .buffer = 16}).get();
    EXPECT_IN(reading->outcome == "ok", reading->message);
    EXPECT(reading->numbers.size() == count);
    for (std::int64_t last = 0; const std::int64_t number : reading->numbers) {
      EXPECT(number == ++last);
    }
  }
}

void ends(Party &party) {
  const auto read = [&](StreamEnd end) {
    auto reading = party.core.read_host_counts({.count = 3, .end = std::move(end), .buffer = 16}).get();
    EXPECT(reading->numbers.size() == 3);
    return std::move(reading).value();
  };
  EXPECT(read(StreamEnd::Refuse{Refusal::Busy{}}).refusal == Refusal(Refusal::Busy{}));
  const auto failed = read(StreamEnd::Fail{9, "dry"});
  EXPECT(failed.outcome == "failedPrecondition" && failed.message == "dry");
  const auto thrown = read(StreamEnd::Fail{0, "dry"});
  EXPECT_IN(thrown.outcome == "unknown" && contains(thrown.message, "dry"), thrown.message);
}

void left(Party &party) {
  const auto reading = party.core.read_host_counts({.count = 1000000, .stop_after = 3, .buffer = 16}).get();
  EXPECT(reading->outcome == "stopped" && reading->numbers.size() == 3);
  EXPECT(has_stopped(party) && party.host->sent < 1000);
}

void slow(Party &party) {
  const Stopwatch watch;
  const auto all = party.core.read_host_counts({.count = 20, .buffer = 4, .pause_milliseconds = 5}).get();
  EXPECT(all->outcome == "ok" && all->numbers.size() == 20);
  EXPECT(watch.elapsed() >= 16 * 5ms);
  party.host->sent = 0;
  const auto some =
      party.core.read_host_counts({.count = 1000, .stop_after = 10, .buffer = 4, .pause_milliseconds = 5}).get();
  EXPECT(some->numbers.size() == 10 && has_stopped(party));
  EXPECT_IN(party.host->sent <= 10 + 4 + 1, std::to_string(party.host->sent));
}

void silent(Party &party) {
  constexpr std::uint32_t limit = 400;  // long enough for two items on a busy machine
  ReadHostCountsCall call{.count = 2, .end = StreamEnd::Stay{}, .buffer = 4};
  call.silence_milliseconds = limit;
  const auto quiet = party.core.read_host_counts(call).get();
  EXPECT(quiet->outcome == "deadlineExceeded" && quiet->numbers.size() == 2);
  EXPECT(has_stopped(party));
  call.silence_milliseconds.reset();
  call.timeout_milliseconds = limit;
  const auto late = party.core.read_host_counts(call).get();
  EXPECT(late->outcome == "deadlineExceeded" && late->numbers.size() == 2);
  EXPECT(has_stopped(party, 2));
}

const Behaviour all[]{{56, in_order}, {57, ends}, {58, left}, {59, slow}, {60, silent}};

}  // namespace
