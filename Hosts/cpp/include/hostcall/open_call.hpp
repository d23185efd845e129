// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <utility>

#include "bridge_state.hpp"
#include "signal.hpp"

namespace hostcall {

class Registration;

/// A call to the host that is not answered yet.
class OpenCall {
 public:
  OpenCall(std::shared_ptr<Registration> registration, std::shared_ptr<BridgeState> state, std::uint64_t call_id)
      : bridge(std::move(state)), id(call_id), registration_(std::move(registration)) {}
  OpenCall(const OpenCall &) = delete;
  OpenCall &operator=(const OpenCall &) = delete;
  /// Answers a call that its handler has dropped.
  virtual ~OpenCall() {
    if (!is_answered_) error({.code = Code::internal, .message = "the handler dropped the call"});
  }

  /// Answers with an outcome, once; the first answer counts.
  void complete(std::int32_t outcome, const std::uint8_t *payload, std::size_t size);

  void error(const Error &error) {
    const auto code = static_cast<std::int32_t>(error.code);
    const std::int32_t known = code >= 1 && code <= 16 ? code : static_cast<std::int32_t>(Code::unknown);
    complete(error.code == Code::cancelled ? HOSTCALL_REPLY_CANCELLED : HOSTCALL_REPLY_CODE(known),
             reinterpret_cast<const std::uint8_t *>(error.message.data()), error.message.size());
  }

  bool is_answered() const { return is_answered_; }

  const std::shared_ptr<BridgeState> bridge;
  const std::uint64_t id;
  std::stop_source stop;
  Signal signal;  ///< changes when there is credit, and when the call ends
  std::atomic<bool> is_cancelled = false;

 private:
  std::shared_ptr<Registration> registration_;
  std::atomic<bool> is_answered_ = false;
};

/// A registered function: what its callbacks in C need.
class Registration {
 public:
  explicit Registration(std::shared_ptr<BridgeState> state) : bridge(std::move(state)) {}
  virtual ~Registration() = default;
  Registration(const Registration &) = delete;
  Registration &operator=(const Registration &) = delete;

  void insert(std::uint64_t id, std::weak_ptr<OpenCall> call) {
    const std::lock_guard lock(mutex_);
    calls_.insert_or_assign(id, std::move(call));
  }
  std::shared_ptr<OpenCall> find(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(id);
    return found == calls_.end() ? nullptr : found->second.lock();
  }
  void remove(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    calls_.erase(id);
  }

  /// Lets the call's handler know that the call ended without its answer.
  void cancel(std::uint64_t id) {
    const std::shared_ptr<OpenCall> call = find(id);
    if (call == nullptr) return;
    call->is_cancelled = true;
    call->stop.request_stop();
    call->signal.change(*bridge);
  }
  /// Lets the stream's handler know that it may send more.
  void credit(std::uint64_t id) {
    if (const std::shared_ptr<OpenCall> call = find(id)) call->signal.change(*bridge);
  }

  const std::shared_ptr<BridgeState> bridge;

 private:
  std::mutex mutex_;
  std::unordered_map<std::uint64_t, std::weak_ptr<OpenCall>> calls_;
};

inline void OpenCall::complete(std::int32_t outcome, const std::uint8_t *payload, std::size_t size) {
  if (is_answered_.exchange(true)) return;
  bridge->api->complete(bridge->handle, id, outcome, payload, size);
  registration_->remove(id);
  signal.change(*bridge);  // what waits for the end, and a copy of the stream's sender that waits for credit
}

}  // namespace hostcall
