// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>

#include "party.hpp"

using namespace std::chrono_literals;

/// What the driver checks under a number. Each is a constant that registers itself.
class Behaviour {
 public:
  /// Throws if the behaviour is another; `party` is a bridge of the whole core, with its host.
  using Run = void (*)(Party &party);

  Behaviour(int number, Run run) { all().emplace(number, run); }

  static std::map<int, Run> &all() {
    static std::map<int, Run> behaviours;
    return behaviours;
  }
};

/// A behaviour that is not as it should be.
struct Failed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Why C++ cannot have a behaviour.
struct Skipped : std::runtime_error {
  using std::runtime_error::runtime_error;
};

#define EXPECT_IN(condition, text)                                                                        \
  if (!(condition)) {                                                                                     \
    throw Failed(std::string(__FILE__) + ":" + std::to_string(__LINE__) + ": " #condition ": " + (text)); \
  }
#define EXPECT(condition) EXPECT_IN(condition, "")

/// Waits for what another thread does, for five seconds.
template <class Condition>
bool eventually(Condition &&condition) {
  for (int attempt = 0; attempt < 5000 && !condition(); attempt++) std::this_thread::sleep_for(1ms);
  return condition();
}

template <class Result>
bool has_code(const Result &result, hostcall::Code code) {
  return result.error() != nullptr && result.error()->code == code;
}

inline bool contains(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

/// Measures the time since its creation.
class Stopwatch {
 public:
  std::chrono::nanoseconds elapsed() const { return std::chrono::steady_clock::now() - start_; }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Runs this program again, and returns its exit status, 1000 and a signal, or 2000 after the time limit.
int run_child(const std::string &mode, std::chrono::milliseconds limit);

/// What a child does that behaviours have started; returns its exit status.
int run_mode(const std::string &mode);

/// Runs a behaviour with a bridge of its own, and checks that its host is dropped.
void run_alone(Behaviour::Run run);
