// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Calls in both directions, with ProfileCore.
#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "check.hpp"
#include "profile_core.hpp"

namespace {

using namespace std::chrono_literals;

class ProfileHost : public profile_core::Host {
 public:
  /// Whether the call for user 3 was given up, as a task learns that waits for it beside the handler.
  std::future<bool> is_stopped;

  hostcall::Answer<double> read_clock(profile_core::ReadClock, hostcall::Call) override { return 1700000000.5; }

  hostcall::Answer<profile_core::Profile, profile_core::ProfileFailure> fetch_profile(
      profile_core::FetchProfile request, hostcall::Call call) override {
    if (request.user_id == 1) throw std::runtime_error("oops");
    if (request.user_id == 2) co_await call.stopped();
    if (request.user_id == 3) is_stopped = hostcall::start(call.stopped());
    if (request.user_id == 404) co_return hostcall::fail(profile_core::ProfileFailure{.code = "none"});
    co_return profile_core::Profile{.name = "Ada"};
  }
};

hostcall::Task<std::string> greet(const profile_core::Core &core) {
  auto result = co_await core.log_in({.user_id = 7});
  co_return result.value().greeting;
}

hostcall::Task<bool> is_logged_in(const profile_core::Core &core) {
  const auto result = co_await core.log_in({.user_id = 7});
  co_return result.has_value();
}

struct Shown {
  static constexpr const char *name = "shown";
  using Payload = hostcall::Cbor<int>;
  static constexpr hostcall::DropPolicy policy = hostcall::DropPolicy::oldest;
};

}  // namespace

void test_profile_core() {
  hostcall::Bridge bridge = profile_core::open_bridge();
  const auto host = std::make_shared<ProfileHost>();
  CHECK(profile_core::register_host(bridge, host).has_value());
  const profile_core::Core core(bridge);
  CHECK(core.log_in({.user_id = 7}).get()->greeting == "Welcome back, Ada");
  CHECK(hostcall::start(greet(core)).get() == "Welcome back, Ada");
  CHECK(core.log_in({.user_id = 7}).future().get()->logged_in_at == 1700000000.5);

  CHECK(core.log_in({.user_id = 3}).get().has_value());
  CHECK(host->is_stopped.wait_for(5s) == std::future_status::ready && !host->is_stopped.get());

  const auto failed = core.log_in({.user_id = 404}).get();
  CHECK(failed.failure() != nullptr && failed.failure()->code == "failed");
  const auto thrown = core.log_in({.user_id = 1}).get();
  CHECK(thrown.failure() != nullptr && thrown.failure()->message.find("std::runtime_error: oops") != std::string::npos);

  const auto late = core.log_in({.user_id = 2}, {.timeout = 50ms}).get();
  CHECK(late.error() != nullptr && late.error()->code == hostcall::Code::deadline_exceeded);
  std::stop_source stop;
  auto stopped = core.log_in({.user_id = 2}, {.stop = stop.get_token()});
  stop.request_stop();
  const auto cancelled = stopped.get();
  CHECK(cancelled.error() != nullptr && cancelled.error()->code == hostcall::Code::cancelled);
  CHECK(cancelled.error()->message == "the call was cancelled");
  auto first = core.log_in({.user_id = 7});
  auto second = std::move(first);
  first.cancel();
  CHECK(first.get().message() == "the call was moved to another object" && !first.future().get());
  CHECK(second.get().has_value());
  const auto refused = core.log_in({.user_id = 7}, {.metadata = {{"Not A Key", "x"}}}).get();
  CHECK(refused.error() != nullptr && refused.message().find("log_in") != std::string::npos);

  auto pending = core.log_in({.user_id = 2}).future();
  while (pending.wait_for(1ms) != std::future_status::ready) {
    CHECK(bridge.fail_pending(hostcall::Code::aborted, std::string("lost\0it", 7)).has_value());
  }
  const auto aborted = pending.get();
  CHECK(aborted.failure() != nullptr && aborted.failure()->code == "aborted");
  CHECK(aborted.failure() != nullptr && aborted.failure()->message == "lost\\0it");

  std::vector<hostcall::Pending<profile_core::Welcome, profile_core::LogInFailure>> calls;
  for (int index = 0; index < 1000; index++) calls.push_back(core.log_in({.user_id = 7}));
  for (auto &call : calls) CHECK(call.get().has_value());

  auto open = core.log_in({.user_id = 2});
  CHECK(bridge.close().has_value() && bridge.close().has_value());
  CHECK(open.get().error()->code == hostcall::Code::cancelled);
  CHECK(!core.log_in({.user_id = 7}).get().message().empty());
}

/// A host whose executor is a loop is released when the loop runs once more after the bridge was closed.
void test_loops_that_run_once_more() {
  const auto loop = std::make_shared<hostcall::Loop>();
  hostcall::Bridge bridge = profile_core::open_bridge({.executor = loop});
  auto host = std::make_shared<ProfileHost>();
  const std::weak_ptr<ProfileHost> released = host;
  CHECK(profile_core::register_host(bridge, std::move(host)).has_value());
  const profile_core::Core core(bridge);
  auto answered = core.log_in({.user_id = 7});
  const std::jthread waiter([&] {
    CHECK(answered.get().has_value());
    loop->stop();
  });
  loop->run();
  auto open = core.log_in({.user_id = 7});
  CHECK(bridge.close().has_value() && open.get().error()->code == hostcall::Code::cancelled);
  CHECK(!released.expired());
  loop->run();
  CHECK(released.expired());
}

/// A bridge that was moved to another object refuses everything, and the other is as it was.
void test_moved_bridges() {
  const std::string reason = "the bridge was moved to another object";
  hostcall::Bridge bridge = profile_core::open_bridge();
  hostcall::Bridge other = std::move(bridge);
  CHECK(bridge.statistics().message() == reason);
  CHECK(bridge.fail_pending(hostcall::Code::aborted, "").message() == reason);
  CHECK(bridge.subscribe<Shown>([](int, std::uint64_t) {}).message() == reason);
  CHECK(bridge.emit<Shown>(1).message() == reason && bridge.close().message() == reason);
  CHECK(profile_core::register_host(bridge, std::make_shared<ProfileHost>()).message() == reason);
  const profile_core::Core core(bridge);
  CHECK(core.log_in({.user_id = 7}).get().message() == reason);
  CHECK(hostcall::start(is_logged_in(core)).get() == false);
  CHECK(other.statistics().has_value());
  bridge = std::move(other);
  CHECK(bridge.statistics().has_value() && other.statistics().message() == reason);

  // What is replaced is closed at once, and a bridge that is moved to itself stays.
  const auto loop = std::make_shared<hostcall::Loop>();
  bridge = profile_core::open_bridge({.executor = loop});
  hostcall::Bridge second = profile_core::open_bridge();
  auto host = std::make_shared<ProfileHost>();
  const std::weak_ptr<ProfileHost> replaced = host;
  CHECK(profile_core::register_host(bridge, std::move(host)).has_value());
  bridge = std::move(second);
  CHECK(bridge.statistics().has_value() && second.statistics().message() == reason);
  loop->stop();
  loop->run();  // releases the host
  CHECK(replaced.expired());
  hostcall::Bridge &same = bridge;
  bridge = std::move(same);
  CHECK(bridge.statistics().has_value());
}
