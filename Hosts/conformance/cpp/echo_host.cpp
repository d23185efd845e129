// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#include "echo_host.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

using namespace conformance;

// Values: return what came.
EchoHost::Answer<Basics> EchoHost::echo_basics(EchoBasicsCall request, Call) { return std::move(request.value); }
EchoHost::Answer<Integers> EchoHost::echo_integers(EchoIntegersCall request, Call) { return request.value; }
EchoHost::Answer<Floats> EchoHost::echo_floats(EchoFloatsCall request, Call) { return std::move(request.value); }
EchoHost::Answer<Optionals> EchoHost::echo_optionals(EchoOptionalsCall request, Call) {
  return std::move(request.value);
}
EchoHost::Answer<Containers> EchoHost::echo_containers(EchoContainersCall request, Call) {
  return std::move(request.value);
}
EchoHost::Answer<Choices> EchoHost::echo_choices(EchoChoicesCall request, Call) { return std::move(request.value); }
EchoHost::Answer<std::vector<Shape>> EchoHost::echo_shapes(EchoShapesCall request, Call) {
  return std::move(request.value);
}
EchoHost::Answer<Expression> EchoHost::echo_expression(EchoExpressionCall request, Call) {
  return std::move(request.value);
}
EchoHost::Answer<Tree> EchoHost::echo_tree(EchoTreeCall request, Call) { return std::move(request.value); }
EchoHost::Answer<FoundationValues> EchoHost::echo_foundation(EchoFoundationCall request, Call) {
  return std::move(request.value);
}
EchoHost::Answer<Rarities> EchoHost::echo_rarities(EchoRaritiesCall request, Call) { return std::move(request.value); }
EchoHost::Answer<PageSensor> EchoHost::echo_page(EchoPageCall request, Call) { return std::move(request.value); }
EchoHost::Answer<std::optional<std::string>> EchoHost::echo_optional_text(EchoOptionalTextCall request, Call) {
  return std::move(request.value);
}
EchoHost::Answer<Mood> EchoHost::echo_mood(EchoMoodCall request, Call) { return request.value; }
EchoHost::Answer<std::map<std::string, std::vector<std::int64_t>>> EchoHost::echo_table(EchoTableCall request, Call) {
  return std::move(request.value);
}
EchoHost::Answer<hostcall::Bytes> EchoHost::echo_bytes(EchoBytesCall request, Call) { return std::move(request.value); }
EchoHost::Answer<Evolving> EchoHost::echo_evolving(EchoEvolvingCall request, Call) {
  evolving++;
  return std::move(request.value);
}
EchoHost::Answer<Arguments> EchoHost::echo_arguments(EchoArgumentsCall request, Call) {
  return Arguments{.first = request.first,
                   .second = std::move(request.second),
                   .third = std::move(request.third),
                   .mood = request.mood,
                   .is_last = request.is_last};
}
EchoHost::Answer<EchoSampleResponse> EchoHost::echo_sample(EchoSample request, Call) {
  return EchoSampleResponse{.seconds = request.value_seconds,
                            .position_x = request.value_position_x,
                            .position_y = request.value_position_y,
                            .channel = request.value_channel,
                            .level = request.value_level,
                            .flags = request.value_flags,
                            .is_new = request.value_is_new};
}
EchoHost::Answer<Keywords> EchoHost::import(ImportCall request, Call) { return std::move(request.value); }
EchoHost::Answer<> EchoHost::host_ping(Call) { return hostcall::Nothing{}; }

EchoHost::Answer<double> EchoHost::read_clock(ReadClock, Call) { return 1700000000.5; }

EchoHost::Answer<Profile, Refusal> EchoHost::fetch_profile(FetchProfileCall request, Call) {
  if (request.user_id == 404) co_return hostcall::fail(Refusal::Limit{.maximum = 403});
  co_return Profile{.name = "Ada", .tags = {"admin", "beta"}, .balance_cents = -250};
}

EchoHost::Answer<std::string, Refusal> EchoHost::obey(ObeyCall request, Call) {
  auto &order = request.order.value;
  if (auto *refuse = std::get_if<Order::Refuse>(&order)) co_return hostcall::fail(std::move(refuse->v0));
  if (const auto *fail = std::get_if<Order::Fail>(&order)) {
    co_return hostcall::Error{.code = static_cast<hostcall::Code>(fail->code), .message = fail->message};
  }
  if (const auto *crash = std::get_if<Order::Crash>(&order)) throw std::runtime_error(crash->message);
  if (std::holds_alternative<Order::Cancel>(order)) co_return hostcall::Error{.code = hostcall::Code::cancelled};
  co_return std::get<Order::Succeed>(order).text;
}

EchoHost::Answer<hostcall::Nothing, Fault> EchoHost::fail_host(FailHostCall request, Call) {
  co_return hostcall::fail(request.fault);
}

EchoHost::Answer<hostcall::Bytes> EchoHost::make_bytes(MakeBytesCall request, Call) {
  return hostcall::Bytes(request.count);
}

EchoHost::Answer<> EchoHost::host_wait(HostWaitCall request, Call call) {
  waiting++;
  co_await call.stopped();
  const std::lock_guard lock(mutex_);
  cancelled_.push_back(request.key);
  co_return hostcall::Error{.code = hostcall::Code::cancelled};
}

EchoHost::Answer<> EchoHost::host_ignore_cancellation(HostIgnoreCancellationCall request, Call) {
  std::this_thread::sleep_for(std::chrono::milliseconds(request.milliseconds));
  return hostcall::Nothing{};
}

EchoHost::Answer<CallDescription> EchoHost::describe_call(Call call) {
  CallDescription description;
  for (auto &[key, value] : call.metadata()) {
    if (key.ends_with("-bin")) {
      description.binaries[key] = hostcall::Bytes(value.begin(), value.end());
    } else {
      description.texts[key] = value;
    }
  }
  if (const auto remaining = call.remaining()) {
    description.remaining_milliseconds = std::chrono::duration<double, std::milli>(*remaining).count();
  }
  return description;
}

EchoHost::Answer<std::uint32_t> EchoHost::host_descend(HostDescendCall request, Call) {
  if (request.depth == 0) co_return 0U;
  auto call = core->core_descend({.depth = request.depth - 1});
  const auto result = co_await call;
  if (!result) co_return hostcall::Error{.code = result.error()->code, .message = result.message()};
  co_return *result + 1;
}

EchoHost::Answer<hostcall::Nothing, Refusal> EchoHost::host_counts(HostCountsCall request,
                                                                   hostcall::Sender<Reading> items, Call call) {
  for (std::int64_t number = request.first; number < request.first + request.count; number++) {
    sent++;
    const Reading reading{.number = number, .text = std::to_string(number)};
    const bool goes_on = co_await items.send(reading);
    if (goes_on) continue;
    stopped++;
    co_return hostcall::Nothing{};
  }
  auto &end = request.end.value;
  if (auto *refuse = std::get_if<StreamEnd::Refuse>(&end)) co_return hostcall::fail(std::move(refuse->v0));
  if (const auto *fail = std::get_if<StreamEnd::Fail>(&end)) {
    if (fail->code == 0) throw std::runtime_error(fail->message);
    co_return hostcall::Error{.code = static_cast<hostcall::Code>(fail->code), .message = fail->message};
  }
  if (std::holds_alternative<StreamEnd::Stay>(end)) {
    co_await call.stopped();
    stopped++;
  }
  co_return hostcall::Nothing{};
}

EchoHost::Answer<> EchoHost::host_ticks(HostTicks request, hostcall::Sender<double> items, Call) {
  for (std::uint32_t tick = 0; tick < request.count; tick++) {
    const bool goes_on = co_await items.send(tick + 0.5);
    if (!goes_on) break;
  }
  co_return hostcall::Nothing{};
}
