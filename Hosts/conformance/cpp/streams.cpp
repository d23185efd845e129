// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Behaviours 51 to 55 and 61: streams of the core, and raw ones.
#include "behaviour.hpp"

using namespace conformance;
using hostcall::Code;

namespace {

CoreCountsCall counting(std::uint32_t count, StreamEnd end, std::string key) {
  return {.first = 1, .count = count, .end = std::move(end), .key = std::move(key)};
}

/// Returns what the core has produced.
std::int64_t produced(Party &party, const std::string &key, bool awaits_end) {
  const auto report = party.core.stream_report({.key = key, .awaits_end = awaits_end}).get().value();
  EXPECT(report.has_ended || !awaits_end);
  return report.produced;
}

/// Returns how many items arrive in order before the stream ends well.
hostcall::Task<std::int64_t> count(hostcall::Stream<Reading, Refusal> stream) {
  std::int64_t last = 0;
  for (;;) {
    const auto item = co_await stream.next();
    if (!item) break;
    if (item->number != last + 1 || item->text != std::to_string(item->number)) co_return -1;
    last++;
  }
  co_return stream.end().has_value() ? last : -2;
}

void in_order(Party &party) {
  for (const std::uint32_t total : {0U, 1000U}) {
    EXPECT(hostcall::start(count(party.core.core_counts(counting(total, StreamEnd::Finish{}, "51")))).get() == total);
    auto stream = party.core.core_counts(counting(total, StreamEnd::Finish{}, "51"));
    std::int64_t last = 0;
    while (const auto item = stream.read()) EXPECT(item->number == ++last);
    EXPECT(stream.end().has_value() && last == total);
  }
}

void ends(Party &party) {
  auto refused = party.core.core_counts(counting(3, StreamEnd::Refuse{Refusal::Busy{}}, "52"));
  for (int index = 0; index < 3; index++) EXPECT(refused.read());
  EXPECT(!refused.read());
  const auto refusal = refused.end();
  EXPECT(refusal.failure() != nullptr && *refusal.failure() == Refusal(Refusal::Busy{}));
  auto failed = party.core.core_counts(counting(3, StreamEnd::Fail{9, "dry"}, "52"));
  for (int index = 0; index < 3; index++) EXPECT(failed.read());
  EXPECT(!failed.read());
  const auto error = failed.end();
  EXPECT(has_code(error, Code::failed_precondition) && error.message() == "dry");
}

void left(Party &party) {
  {
    auto stream = party.core.core_counts(counting(1000000, StreamEnd::Finish{}, "53"));
    for (int index = 0; index < 3; index++) EXPECT(stream.read());
  }
  const std::int64_t count = produced(party, "53", true);
  EXPECT_IN(count >= 3 && count < 1000, std::to_string(count));
}

void slow(Party &party) {
  auto stream = party.core.core_counts(counting(1000, StreamEnd::Finish{}, "54"), {.buffer = 4});
  for (int index = 0; index < 3; index++) EXPECT(stream.read());
  std::this_thread::sleep_for(200ms);
  const std::int64_t count = produced(party, "54", false);
  EXPECT_IN(count >= 3 && count <= 3 + 4 + 1, std::to_string(count));
}

void silent(Party &party) {
  std::stop_source stop;
  auto stopped = party.core.core_counts(counting(0, StreamEnd::Stay{}, "55a"), {.stop = stop.get_token()});
  const std::jthread stopper([&] {
    std::this_thread::sleep_for(50ms);
    stop.request_stop();
  });
  EXPECT(!stopped.read());
  EXPECT(has_code(stopped.end(), Code::cancelled) && produced(party, "55a", true) == 0);
  auto cancelled = party.core.core_counts(counting(0, StreamEnd::Stay{}, "55b"));
  cancelled.cancel();
  EXPECT(!cancelled.read() && has_code(cancelled.end(), Code::cancelled));
  auto late = party.core.core_counts(counting(0, StreamEnd::Stay{}, "55c"), {.timeout = 100ms});
  EXPECT(!late.read());
  EXPECT(has_code(late.end(), Code::deadline_exceeded) && produced(party, "55c", true) == 0);
}

void raw(Party &party) {
  auto ticks = party.core.core_ticks({.count = 50});
  double expected = 0.5;
  for (; const auto tick = ticks.read(); expected++) EXPECT(*tick == expected);
  EXPECT(ticks.end().has_value() && expected == 50.5);
  const auto found = party.core.read_host_ticks({.count = 50}).get().value();
  EXPECT(found.size() == 50 && found.front() == 0.5 && found.back() == 49.5);
}

const Behaviour all[]{{51, in_order}, {52, ends}, {53, left}, {54, slow}, {55, silent}, {61, raw}};

}  // namespace
