// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Streams in both directions, what calls carry, and cores that have changed, with ProfileCore: its `watch_balance`
// passes on the items of the host's `watch_account`.
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "check.hpp"
#include "hostcall/typed.hpp"
#include "profile_core.hpp"

namespace {

using namespace std::chrono_literals;
using hostcall::Bytes;
using hostcall::Code;

struct watch_account {
  static constexpr const char *name = "watch_account";
  static constexpr std::uint64_t fingerprint = 0;
  static constexpr bool is_stream = true;
  using Request = hostcall::Plain;
  using Response = hostcall::Plain;
  using Failure = hostcall::Never;
};

struct changed_fetch_profile : profile_core::methods::fetch_profile {
  static constexpr std::uint64_t fingerprint = 1;
};

struct changed_log_in : profile_core::methods::log_in {
  static constexpr std::uint64_t fingerprint = 1;
};

struct AccountHost {
  std::atomic<int> sent = 0;
  std::atomic<int> left = 0;
  hostcall::Metadata metadata;
  std::atomic<bool> has_deadline = false;

  /// Sends as many items as the request's byte says, and then ends; for 200 with an error, and for 201 never.
  hostcall::Answer<> watch(Bytes request, hostcall::Sender<Bytes> items, hostcall::Call call) {
    const int count = request.at(0) < 200 ? request.at(0) : request.at(0) == 202 ? 1000000 : 3;
    for (int index = 0; index < count; index++) {
      sent++;
      const Bytes item{static_cast<std::uint8_t>(index)};
      const bool goes_on = co_await items.send(item);
      if (!goes_on) {
        left++;
        co_return hostcall::Nothing{};
      }
    }
    if (request.at(0) == 200) co_return hostcall::Error{.code = Code::data_loss, .message = "the account is gone"};
    if (request.at(0) == 201) left += co_await call.stopped() ? 1 : 0;
    co_return hostcall::Nothing{};
  }

  hostcall::Answer<profile_core::Profile, profile_core::ProfileFailure> fetch_profile(profile_core::FetchProfile,
                                                                                      hostcall::Call call) {
    metadata = call.metadata();
    has_deadline = call.remaining().has_value();
    return profile_core::Profile{.name = "Ada"};
  }

  hostcall::Answer<double> read_clock(profile_core::ReadClock, hostcall::Call) { return 0.5; }
};

hostcall::Task<int> count(hostcall::Stream<Bytes> stream) {
  int total = 0;
  for (;;) {
    const auto item = co_await stream.next();
    if (!item) break;
    if (item->at(0) == total % 256) total++;
  }
  co_return stream.end().has_value() ? total : -1;
}

void test_streams_that_end(const profile_core::Core &core) {
  CHECK(hostcall::start(count(core.watch_balance({199}))).get() == 199);
  CHECK(hostcall::start(count(core.watch_balance({0}))).get() == 0);
  auto first = core.watch_balance({0});
  auto second = std::move(first);
  first.cancel();
  CHECK(!first.read() && first.end().message() == "the stream was moved to another object");
  CHECK(hostcall::start(count(std::move(first))).get() == -1 && !second.read() && second.end());
  auto failing = core.watch_balance({200});
  CHECK(!failing.end() && failing.read() == Bytes{0} && failing.read() == Bytes{1} && failing.read() == Bytes{2});
  CHECK(!failing.read());
  const auto end = failing.end();
  CHECK(end.error() != nullptr && end.error()->code == Code::data_loss && end.message() == "the account is gone");
}

void test_streams_that_are_left(const profile_core::Core &core, AccountHost &host) {
  host.sent = host.left = 0;
  {
    auto stream = core.watch_balance({202}, {.buffer = 4});
    CHECK(stream.read() == Bytes{0} && stream.read() == Bytes{1});
    std::this_thread::sleep_for(50ms);
    CHECK(host.sent <= 2 + 4 + 1 + 4 + 1);  // what was read, in advance on both ways, and one for each side
  }
  CHECK(eventually([&] { return host.left == 1; }));

  std::stop_source stop;
  auto silent = core.watch_balance({201}, {.stop = stop.get_token()});
  for (int index = 0; index < 3; index++) CHECK(silent.read());
  const std::jthread stopper([&stop] { stop.request_stop(); });
  CHECK(!silent.read() && silent.end().error() != nullptr && silent.end().error()->code == Code::cancelled);
  CHECK(eventually([&] { return host.left == 2; }));
  auto late = core.watch_balance({201}, {.timeout = 50ms});
  while (late.read()) continue;
  CHECK(late.end().error() != nullptr && late.end().error()->code == Code::deadline_exceeded);
  CHECK(eventually([&] { return host.left == 3; }));
}

void test_metadata(const profile_core::Core &core, const AccountHost &host) {
  CHECK(core.log_in({.user_id = 7}).get().has_value() && host.metadata.empty() && !host.has_deadline);
  const hostcall::Metadata metadata{{"tenant", "north"}, {"trace-bin", std::string("\0\xff", 2)}};
  CHECK(core.log_in({.user_id = 7}, {.timeout = 10s, .metadata = metadata}).get().has_value());
  CHECK(host.metadata == metadata && host.has_deadline);
}

void test_changed_cores(const hostcall::Bridge &bridge, const std::shared_ptr<AccountHost> &host) {
  hostcall::Registrar<AccountHost> registrar(bridge.state(), host);
  registrar.add<profile_core::methods::read_clock, &AccountHost::read_clock>();
  registrar.add<changed_fetch_profile, &AccountHost::fetch_profile>();
  CHECK(registrar.result().error() != nullptr && registrar.result().error()->code == Code::failed_precondition);
  CHECK(registrar.result().message().find("fetch_profile") != std::string::npos);
  const auto refused = hostcall::call_core<changed_log_in>(bridge.state(), {.user_id = 7}, {}).get();
  CHECK(refused.error() != nullptr && refused.error()->code == Code::failed_precondition);
  CHECK(refused.message().find("log_in") != std::string::npos);
}

}  // namespace

void test_streams() {
  const auto host = std::make_shared<AccountHost>();
  hostcall::Bridge bridge = profile_core::open_bridge();
  test_changed_cores(bridge, host);
  hostcall::Registrar<AccountHost> registrar(bridge.state(), host);
  registrar.add<watch_account, &AccountHost::watch>();
  registrar.add<profile_core::methods::read_clock, &AccountHost::read_clock>();
  registrar.add<profile_core::methods::fetch_profile, &AccountHost::fetch_profile>();
  CHECK(registrar.result().has_value());
  const profile_core::Core core(bridge);
  test_streams_that_end(core);
  test_streams_that_are_left(core, *host);
  test_metadata(core, *host);
  auto open = core.watch_balance({201});
  CHECK(open.read() && bridge.close().has_value());
  while (open.read()) continue;
  CHECK(open.end().error() != nullptr && open.end().error()->code == Code::cancelled);
  CHECK(eventually([&] { return host.use_count() == 2; }));  // this one, and that of the registrar
}
