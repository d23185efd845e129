// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "conformance.hpp"

/// A host with a handler for every call of the conformance core.
class EchoHost : public conformance::Host {
 public:
  template <class T = hostcall::Nothing, class F = hostcall::Never>
  using Answer = hostcall::Answer<T, F>;
  using Call = hostcall::Call;

  std::optional<conformance::Core> core;  ///< that of the host's bridge
  std::atomic<int> evolving = 0;          ///< calls of `echo_evolving`
  std::atomic<int> waiting = 0;           ///< calls of `host_wait` so far
  std::atomic<int> sent = 0;              ///< items of `host_counts`
  std::atomic<int> stopped = 0;           ///< streams that the core has left

  /// The keys of the calls of `host_wait` that were cancelled.
  std::vector<std::string> cancelled() const {
    const std::lock_guard lock(mutex_);
    return cancelled_;
  }

  Answer<conformance::Basics> echo_basics(conformance::EchoBasicsCall, Call) override;
  Answer<conformance::Integers> echo_integers(conformance::EchoIntegersCall, Call) override;
  Answer<conformance::Floats> echo_floats(conformance::EchoFloatsCall, Call) override;
  Answer<conformance::Optionals> echo_optionals(conformance::EchoOptionalsCall, Call) override;
  Answer<conformance::Containers> echo_containers(conformance::EchoContainersCall, Call) override;
  Answer<conformance::Choices> echo_choices(conformance::EchoChoicesCall, Call) override;
  Answer<std::vector<conformance::Shape>> echo_shapes(conformance::EchoShapesCall, Call) override;
  Answer<conformance::Expression> echo_expression(conformance::EchoExpressionCall, Call) override;
  Answer<conformance::Tree> echo_tree(conformance::EchoTreeCall, Call) override;
  Answer<conformance::FoundationValues> echo_foundation(conformance::EchoFoundationCall, Call) override;
  Answer<conformance::Rarities> echo_rarities(conformance::EchoRaritiesCall, Call) override;
  Answer<conformance::PageSensor> echo_page(conformance::EchoPageCall, Call) override;
  Answer<std::optional<std::string>> echo_optional_text(conformance::EchoOptionalTextCall, Call) override;
  Answer<conformance::Mood> echo_mood(conformance::EchoMoodCall, Call) override;
  Answer<std::map<std::string, std::vector<std::int64_t>>> echo_table(conformance::EchoTableCall, Call) override;
  Answer<hostcall::Bytes> echo_bytes(conformance::EchoBytesCall, Call) override;
  Answer<conformance::Evolving> echo_evolving(conformance::EchoEvolvingCall, Call) override;
  Answer<conformance::Arguments> echo_arguments(conformance::EchoArgumentsCall, Call) override;
  Answer<conformance::EchoSampleResponse> echo_sample(conformance::EchoSample, Call) override;
  Answer<conformance::Keywords> import(conformance::ImportCall, Call) override;
  Answer<> host_ping(Call) override;

  Answer<double> read_clock(conformance::ReadClock, Call) override;
  Answer<conformance::Profile, conformance::Refusal> fetch_profile(conformance::FetchProfileCall, Call) override;

  Answer<std::string, conformance::Refusal> obey(conformance::ObeyCall, Call) override;
  Answer<hostcall::Nothing, conformance::Fault> fail_host(conformance::FailHostCall, Call) override;
  Answer<hostcall::Bytes> make_bytes(conformance::MakeBytesCall, Call) override;
  Answer<> host_wait(conformance::HostWaitCall, Call) override;
  Answer<> host_ignore_cancellation(conformance::HostIgnoreCancellationCall, Call) override;
  Answer<conformance::CallDescription> describe_call(Call) override;
  Answer<std::uint32_t> host_descend(conformance::HostDescendCall, Call) override;

  Answer<hostcall::Nothing, conformance::Refusal> host_counts(conformance::HostCountsCall,
                                                              hostcall::Sender<conformance::Reading>, Call) override;
  Answer<> host_ticks(conformance::HostTicks, hostcall::Sender<double>, Call) override;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> cancelled_;
};
