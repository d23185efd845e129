// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Streams and listeners with a table of functions in place of a core.
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "check.hpp"
#include "hostcall/call.hpp"
#include "hostcall/events.hpp"
#include "hostcall/part.hpp"
#include "hostcall/sender.hpp"
#include "hostcall/start.hpp"
#include "hostcall/stream.hpp"
#include "hostcall/thread_pool.hpp"

namespace {

using namespace std::chrono_literals;
using hostcall::Bytes;
using hostcall::Nothing;

std::shared_ptr<hostcall::BridgeState> bridge_to(const hostcall_api &api) {
  auto bridge = std::make_shared<hostcall::BridgeState>();
  bridge->api = &api;
  bridge->options.executor = hostcall::ThreadPool::shared();
  return bridge;
}

/// Waits for what another thread does at any moment: without yielding at first, so that the two meet.
template <class Condition>
void spin(Condition &&condition) {
  for (int attempt = 0; !condition(); attempt++) {
    if (attempt > 10000) std::this_thread::yield();
  }
}

/// Reads streams whose only item and end arrive while a thread looks for them: many, but for five seconds at most,
/// since two threads that spin get slow on a busy machine.
void test_items_that_arrive_with_the_end() {
  using State = hostcall::StreamState<int, hostcall::Never>;
  constexpr int count = 20000;
  const auto end = std::chrono::steady_clock::now() + 5s;
  hostcall_api api{};
  api.size = sizeof api;
  const auto bridge = bridge_to(api);
  std::atomic<State *> current = nullptr;
  std::atomic<int> ended = 0;
  std::jthread core([&](const std::stop_token &stop) {
    for (;;) {
      State *state = nullptr;
      spin([&] { return (state = current.exchange(nullptr)) != nullptr || stop.stop_requested(); });
      if (state == nullptr) return;
      state->push(1);
      state->finish(Nothing{});
      ended++;
    }
  });
  int lost = 0;
  for (int index = 0; index < count && std::chrono::steady_clock::now() < end; index++) {
    auto state = std::make_shared<State>(bridge, 16);
    const hostcall::Stream<int> stream(state);
    current = state.get();
    if (!stream.read()) lost++;
    spin([&] { return ended > index; });
  }
  CHECK(lost == 0);
}

/// A coroutine with a copy of the sender waits for credit while the handler ends the stream.
void test_senders_that_wait_for_credit_at_the_end() {
  static std::atomic<bool> has_ended;
  has_ended = false;
  static hostcall_api api{};
  api.size = sizeof api;
  api.send = [](hostcall_bridge, std::uint64_t, const std::uint8_t *, std::size_t) {
    return has_ended ? HOSTCALL_UNKNOWN_CALL : HOSTCALL_WOULD_BLOCK;
  };
  api.complete = [](hostcall_bridge, std::uint64_t, std::int32_t, const std::uint8_t *, std::size_t) {
    has_ended = true;
    return std::int32_t{HOSTCALL_OK};
  };
  const auto bridge = bridge_to(api);
  const auto call = std::make_shared<hostcall::OpenCall>(std::make_shared<hostcall::Registration>(bridge), bridge, 1);
  auto sent = hostcall::start(hostcall::Sender<int>::of<hostcall::Cbor<int>>(call).send(1));
  call->complete(HOSTCALL_REPLY_OK, nullptr, 0);
  const bool is_woken = sent.wait_for(5s) == std::future_status::ready;
  CHECK(is_woken && !sent.get());
  if (is_woken) return;
  call->signal.change(*bridge);
  sent.wait();
}

struct numbered {
  static constexpr const char *name = "numbered";
  using Payload = hostcall::Cbor<int>;
  static constexpr hostcall::DropPolicy policy = hostcall::DropPolicy::newest;
};

/// An event that cannot be decoded counts as dropped before the next one.
void test_events_that_cannot_be_decoded() {
  hostcall_api api{};
  const auto bridge = bridge_to(api);
  std::vector<std::string> reports;
  bridge->options.report = [&](const std::string &line) { reports.push_back(line); };
  std::vector<std::uint64_t> found;
  hostcall::ListenerState<numbered> state{bridge, [&](int, std::uint64_t dropped) { found.push_back(dropped); }};
  const Bytes right{7};
  const Bytes wrong{0x60};
  const auto emit = [&](const Bytes &event, std::uint64_t dropped) {
    hostcall::ListenerState<numbered>::event(numbered::name, event.data(), event.size(), dropped, &state);
  };
  emit(right, 1);
  emit(wrong, 2);
  emit(wrong, 0);
  emit(right, 3);
  emit(right, 0);
  CHECK(found == (std::vector<std::uint64_t>{1, 2 + 1 + 1 + 3, 0}));
  CHECK(reports.size() == 2 && reports[0].find("numbered: event") == 0);
}

/// Options without a policy leave that of the event.
void test_policies_of_listeners() {
  static std::vector<std::int32_t> policies;
  policies.clear();
  hostcall_api api{};
  api.size = sizeof api;
  api.subscribe = [](hostcall_bridge, const char *, const hostcall_listener *listener, std::uint64_t *) {
    policies.push_back(listener->policy);
    return std::int32_t{HOSTCALL_CLOSED};
  };
  api.last_error = [](char *, std::size_t) { return std::size_t{0}; };
  api.status_name = [](std::int32_t) { return "HOSTCALL_CLOSED"; };
  const auto bridge = bridge_to(api);
  const hostcall::Listener<numbered> ignore = [](int, std::uint64_t) {};
  CHECK(!hostcall::subscribe<numbered>(bridge, ignore, {.capacity = 8}));
  CHECK(!hostcall::subscribe<numbered>(bridge, ignore, {.policy = hostcall::DropPolicy::oldest}));
  CHECK(policies == (std::vector<std::int32_t>{HOSTCALL_DROP_NEWEST, HOSTCALL_DROP_OLDEST}));
}

/// A call and a sender that were moved to another object still refer to theirs, as copies do.
void test_handles_that_were_moved() {
  static hostcall_api api{};
  api.size = sizeof api;
  api.send = [](hostcall_bridge, std::uint64_t, const std::uint8_t *, std::size_t) {
    return std::int32_t{HOSTCALL_OK};
  };
  api.complete = [](hostcall_bridge, std::uint64_t, std::int32_t, const std::uint8_t *, std::size_t) {
    return std::int32_t{HOSTCALL_OK};
  };
  const auto bridge = bridge_to(api);
  const auto open = std::make_shared<hostcall::OpenCall>(std::make_shared<hostcall::Registration>(bridge), bridge, 1);
  hostcall::Call call(open);
  const hostcall::Call other_call = std::move(call);
  CHECK(call.stop_token() == other_call.stop_token());
  call = hostcall::Call(open);
  CHECK(call.stop_token() == open->stop.get_token());
  auto sender = hostcall::Sender<int>::of<hostcall::Cbor<int>>(open);
  const auto other_sender = std::move(sender);
  CHECK(hostcall::start(sender.send(1)).get() && hostcall::start(other_sender.send(2)).get());
  open->complete(HOSTCALL_REPLY_OK, nullptr, 0);
}

/// A stream or a subscription that another replaces ends at once.
void test_handles_that_are_replaced() {
  static std::vector<std::uint64_t> ended;
  ended.clear();
  static hostcall_api api{};
  api.size = sizeof api;
  api.cancel = [](hostcall_bridge, std::uint64_t call) {
    ended.push_back(call);
    return std::int32_t{HOSTCALL_OK};
  };
  api.unsubscribe = [](hostcall_bridge, std::uint64_t subscription) {
    ended.push_back(subscription);
    return std::int32_t{HOSTCALL_OK};
  };
  using State = hostcall::StreamState<int, hostcall::Never>;
  const auto bridge = bridge_to(api);
  const auto first_state = std::make_shared<State>(bridge, 1), second_state = std::make_shared<State>(bridge, 1);
  first_state->id = 1;
  second_state->id = 2;
  hostcall::Stream<int> first(first_state), second(second_state);
  first = std::move(second);
  CHECK(ended == std::vector<std::uint64_t>{1} && !second.read());
  hostcall::Stream<int> &same = first;
  first = std::move(same);
  CHECK(ended.size() == 1);
  first.cancel();
  CHECK(ended == (std::vector<std::uint64_t>{1, 2}));

  hostcall::Subscription one(bridge, 3), other(bridge, 4);
  one = std::move(other);
  CHECK(ended.size() == 3 && ended.back() == 3);
  hostcall::Subscription &itself = one;
  one = std::move(itself);
  CHECK(ended.size() == 3);
  one.end();
  CHECK(ended.size() == 4 && ended.back() == 4);
}

}  // namespace

void test_fake_core() {
  test_handles_that_were_moved();
  test_handles_that_are_replaced();
  test_items_that_arrive_with_the_end();
  test_senders_that_wait_for_credit_at_the_end();
  test_events_that_cannot_be_decoded();
  test_policies_of_listeners();
}
