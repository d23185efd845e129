// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "callback_guard.hpp"
#include "stream_state.hpp"
#include "task.hpp"

namespace hostcall {

/// A stream of the core, read item by item: `while (auto item = co_await stream.next()) { … }`. Then `end` says how the
/// stream ended. A stream that is destroyed before is given up.
///
/// All functions may be called from any thread, also at the same time, but not while the object is moved or destroyed;
/// each item goes to one reader. A forked child has no bridges: there, a new stream fails, but a wait for an item of
/// one that was opened before the fork does not end.
template <class T, class F = Never>
class [[nodiscard]] Stream {
 public:
  explicit Stream(std::shared_ptr<StreamState<T, F>> state) : state_(std::move(state)) {}
  Stream(Stream &&) noexcept = default;
  /// Gives up the stream that is replaced.
  Stream &operator=(Stream &&other) noexcept {
    Stream taken(std::move(other));
    std::swap(state_, taken.state_);
    return *this;
  }
  ~Stream() { cancel(); }

  /// Awaits the next item; nothing at the end of the stream.
  Task<std::optional<T>> next() const { return next(state_); }

  /// Waits for the next item; nothing at the end of the stream. Inside a callback, where nothing may wait, an item that
  /// has not arrived is nothing.
  std::optional<T> read() const {
    if (!state_) return std::nullopt;
    for (;;) {
      const std::uint64_t seen = state_->signal.count();
      const bool has_ended = state_->has_ended();  // first, since an item may arrive together with the end
      std::optional<T> item = state_->take();
      if (item || has_ended || CallbackGuard::is_in_callback()) return item;
      state_->signal.wait(seen);
    }
  }

  /// How the stream ended, after its last item.
  Result<Nothing, F> end() const {
    if (!state_) return Error{.code = Code::failed_precondition, .message = "the stream was moved to another object"};
    if (auto end = state_->end()) return *end;
    return Error{.code = Code::failed_precondition, .message = "the stream has not ended"};
  }

  /// Gives the stream up: it ends as cancelled, unless it has ended.
  void cancel() const noexcept {
    if (state_ != nullptr && !state_->has_ended()) state_->cancel();
  }

 private:
  static Task<std::optional<T>> next(std::shared_ptr<StreamState<T, F>> state) {
    if (!state) co_return std::nullopt;
    for (;;) {
      const std::uint64_t seen = state->signal.count();
      const bool has_ended = state->has_ended();
      std::optional<T> item = state->take();
      if (item || has_ended) co_return item;
      co_await state->signal.after(seen);
    }
  }

  std::shared_ptr<StreamState<T, F>> state_;
};

}  // namespace hostcall
