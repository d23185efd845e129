// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// speed LIBRARY FLOOR: the round trips of ProfileCore's log_in per second, one and 64 at a time, through a generated
// host, and beside each those of the same payloads through libfloor, which neither encode nor decode.
#include <dlfcn.h>
#include <semaphore.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

#include "floor.h"
#include "hostcall/library.hpp"
#include "profile_core.hpp"

namespace {

using Clock = std::chrono::steady_clock;

/// Returns the calls per second that `run(width, end)`, which returns their number, makes for two seconds.
template <class Run>
double measure(Run &&run, int width) {
  const auto begin = Clock::now();
  const auto count = static_cast<double>(run(width, begin + std::chrono::seconds(2)));
  return count / std::chrono::duration<double>(Clock::now() - begin).count();
}

class AdaHost : public profile_core::Host {
 public:
  hostcall::Answer<double> read_clock(profile_core::ReadClock, hostcall::Call) override { return 1700000000.5; }

  hostcall::Answer<profile_core::Profile, profile_core::ProfileFailure> fetch_profile(profile_core::FetchProfile,
                                                                                      hostcall::Call) override {
    return profile_core::Profile{.name = "Ada", .tags = {"admin", "founder"}, .balance_cents = 12345};
  }
};

hostcall::Task<long> call_until(profile_core::Core core, Clock::time_point end) {
  long count = 0;
  do {
    auto call = core.log_in({.user_id = 7});
    const auto result = co_await call;
    if (result.value().tag_count != 2) std::exit(1);
    count++;
  } while (Clock::now() < end);
  co_return count;
}

/// The way into C and back, with constant bytes.
class Floor {
 public:
  explicit Floor(const char *path) : library_(dlopen(path, RTLD_NOW)) {
    bind(register_, "floor_register");
    bind(complete_, "floor_complete");
    bind(log_in_, "floor_log_in");
    register_(read_clock, fetch_profile, this);
  }

  long call_until(int width, Clock::time_point end) {
    sem_init(&free_, 0, static_cast<unsigned>(width));
    count_ = 0;
    do {
      sem_wait(&free_);
      if (log_in_(request.data(), request.size(), reply, this) != HOSTCALL_OK) std::exit(1);
    } while (Clock::now() < end);
    for (int index = 0; index < width; index++) sem_wait(&free_);
    sem_destroy(&free_);
    return count_;
  }

 private:
  static constexpr std::array<std::uint8_t, 9> request{0xa1, 0x66, 'u', 's', 'e', 'r', 'I', 'D', 7};
  static constexpr std::string_view profile =
      "\xa3\x64name\x63"
      "Ada\x64tags\x82\x65"
      "admin\x67"
      "founder\x6c"
      "balanceCents\x19\x30\x39";

  template <class Function>
  void bind(Function &function, const char *name) {
    void *found = library_ == nullptr ? nullptr : dlsym(library_, name);
    if (found == nullptr) std::fprintf(stderr, "%s\n", dlerror()), std::exit(2);
    function = reinterpret_cast<Function>(found);
  }

  static void read_clock(std::uint64_t id, const std::uint8_t *, std::size_t, void *self) {
    const double seconds = 1700000000.5;
    static_cast<Floor *>(self)->complete_(id, reinterpret_cast<const std::uint8_t *>(&seconds), sizeof seconds);
  }
  static void fetch_profile(std::uint64_t id, const std::uint8_t *, std::size_t, void *self) {
    static_cast<Floor *>(self)->complete_(id, reinterpret_cast<const std::uint8_t *>(profile.data()), profile.size());
  }
  static void reply(std::int32_t outcome, const std::uint8_t *, std::size_t length, void *user_data) {
    auto &self = *static_cast<Floor *>(user_data);
    if (outcome != HOSTCALL_REPLY_OK || length == 0) std::exit(1);
    self.count_++;
    sem_post(&self.free_);
  }

  void *library_;
  decltype(&floor_register) register_ = nullptr;
  decltype(&floor_complete) complete_ = nullptr;
  decltype(&floor_log_in) log_in_ = nullptr;
  std::atomic<long> count_ = 0;
  sem_t free_{};  // not a std::counting_semaphore, which polls in libstdc++ 12, and so slows the floor down
};

}  // namespace

int main(int count, char **arguments) {
  if (count != 3) return std::fprintf(stderr, "usage: speed LIBRARY FLOOR\n"), 64;
  const auto library = hostcall::Library::load(arguments[1], "profile_core_api").value();
  hostcall::Bridge bridge(library.api(), library.open("profile_core_open"));
  profile_core::register_host(bridge, std::make_shared<AdaHost>()).value();
  const profile_core::Core core(bridge);
  Floor floor(arguments[2]);
  for (const int width : {1, 64}) {
    const double calls = measure(
        [&](int at_once, Clock::time_point end) {
          std::vector<std::future<long>> callers;
          for (int index = 0; index < at_once; index++) callers.push_back(hostcall::start(call_until(core, end)));
          long total = 0;
          for (auto &caller : callers) total += caller.get();
          return total;
        },
        width);
    const double floors =
        measure([&](int at_once, Clock::time_point end) { return floor.call_until(at_once, end); }, width);
    std::printf("speed %d %.0f floor %.0f\n", width, calls, floors);
  }
}
