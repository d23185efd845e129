// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Behaviours 75 to 80: ends of the process, and other threads.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <future>

#include "behaviour.hpp"

using namespace conformance;

namespace {

/// A host that ends the program.
class LeavingHost : public EchoHost {
 public:
  Answer<> host_ping(Call) override { std::exit(7); }
};

/// The party of a child, which its end does not close.
Party *child = nullptr;

/// Lets calls in both directions be in flight.
void begin_calls() {
  for (int index = 0; index < 8; index++) static_cast<void>(child->core.core_wait({.key = "ending"}));
  child->core.hold_calls({.key = "ending", .count = 8}).get().value();
}

/// Calls the bridge in a child of this process, and then in this process.
int run_forked() {
  const pid_t forked = fork();
  if (forked == 0) {
    const auto refused = child->core.ping().get();
    _exit(has_code(refused, hostcall::Code::unavailable) && !refused.message().empty() ? 0 : 3);
  }
  int status = 0;
  if (waitpid(forked, &status, 0) != forked || status != 0) return 4;
  return child->core.ping().get() && child->bridge.close() ? 0 : 5;
}

template <int Expected>
void expect_end(const char *mode) {
  const int status = run_child(mode, 10s);
  EXPECT_IN(status == Expected, "the child ended with " + std::to_string(status));
}

void in_flight(Party &) { expect_end<0>("leave"); }

void exits(Party &) { expect_end<7>("exit"); }

void closes(Party &) { expect_end<0>("close"); }

void signalled(Party &) { expect_end<1000 + SIGTERM>("signal"); }

void forks(Party &) { expect_end<0>("fork"); }

void other_thread(Party &) {
  for (const int number : {1, 21, 27, 42, 51, 56, 62, 66}) {
    std::packaged_task<void()> task([number] { run_alone(Behaviour::all().at(number)); });
    auto result = task.get_future();
    std::thread(std::move(task)).join();
    result.get();
  }
}

const Behaviour all[]{{75, in_flight}, {76, exits}, {77, closes}, {78, signalled}, {79, forks}, {80, other_thread}};

}  // namespace

int run_mode(const std::string &mode) {
  child = new Party();
  if (mode == "exit") child->host = std::make_shared<LeavingHost>();
  child->enter().value();
  if (mode == "close") return child->bridge.close() ? 0 : 3;
  if (mode == "fork") return run_forked();
  if (mode == "exit") {
    static_cast<void>(child->core.ping().get());
    return 3;
  }
  begin_calls();
  if (mode == "signal") raise(SIGTERM);
  return 0;
}
