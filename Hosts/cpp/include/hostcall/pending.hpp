// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <coroutine>
#include <future>
#include <memory>
#include <utility>

#include "callback_guard.hpp"
#include "pending_state.hpp"
#include "result.hpp"
#include "start.hpp"

namespace hostcall {

/// A call to the core that was made: `co_await` it, or `get` its result. The result is taken once.
///
/// It goes on if this object is destroyed. A coroutine continues on the bridge's executor. All functions may be called
/// from any thread, also at the same time, but not while the object is moved or destroyed. A forked child has no
/// bridges: there, a new call fails, but a wait for one that was made before the fork does not end.
template <class T = Nothing, class F = Never>
class [[nodiscard]] Pending {
 public:
  explicit Pending(std::shared_ptr<PendingState<Result<T, F>>> state) : state_(std::move(state)) {}

  /// Waits for the result. Not inside a callback, such as a listener: that would wait for itself, and is an error.
  Result<T, F> get() {
    if (!state_) return taken();
    const std::uint64_t seen = state_->signal.count();
    if (!state_->has_ended()) {
      if (CallbackGuard::is_in_callback()) {
        return Error{.code = Code::failed_precondition, .message = "a listener waits for a call, which would not end"};
      }
      state_->signal.wait(seen);
    }
    return taken();
  }

  /// Returns a future of the result.
  std::future<Result<T, F>> future() {
    return start([](Pending pending) -> Task<Result<T, F>> { co_return co_await pending; }(*this));
  }

  /// Ends the call as cancelled, unless it has ended.
  void cancel() const noexcept {
    if (state_) state_->cancel();
  }

  bool await_ready() const { return !state_ || state_->has_ended(); }
  bool await_suspend(std::coroutine_handle<> waiter) { return state_->signal.after(0).await_suspend(waiter); }
  Result<T, F> await_resume() { return taken(); }

 private:
  Result<T, F> taken() {
    if (!state_) return Error{.code = Code::failed_precondition, .message = "the call was moved to another object"};
    if (auto result = state_->take()) return std::move(*result);
    return Error{.code = Code::failed_precondition, .message = "the result was taken before"};
  }

  std::shared_ptr<PendingState<Result<T, F>>> state_;
};

}  // namespace hostcall
