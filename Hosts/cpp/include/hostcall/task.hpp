// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <atomic>
#include <concepts>
#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace hostcall {

/// What a handler returns: a value, from a function or from a coroutine.
///
/// A coroutine starts when it is awaited, once. One that waits must not be destroyed. Any thread may use a task, but
/// one at a time.
template <class R>
class [[nodiscard]] Task {
 public:
  struct promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  /// The value of a function that is no coroutine.
  template <class U>
  requires(std::convertible_to<U &&, R> && !std::same_as<std::remove_cvref_t<U>, Task>) Task(U &&value)
      : ready_(std::in_place, std::forward<U>(value)) {}
  Task(Task &&other) noexcept
      : handle_(std::exchange(other.handle_, nullptr)), ready_(std::exchange(other.ready_, std::nullopt)) {}
  Task &operator=(Task &&) = delete;
  ~Task() {
    if (handle_) handle_.destroy();
  }

  bool await_ready() const noexcept { return !handle_ || handle_.done(); }

  /// Returns false if the coroutine has ended without waiting, so that loops do not pile up on the stack.
  bool await_suspend(std::coroutine_handle<> continuation) {
    promise_type &promise = handle_.promise();
    promise.continuation = continuation;
    handle_.resume();
    return !promise.is_second.exchange(true);
  }

  R await_resume() {
    if (!handle_) return std::move(ready_).value();
    promise_type &promise = handle_.promise();
    if (promise.exception) std::rethrow_exception(promise.exception);
    return std::move(promise.value).value();
  }

 private:
  explicit Task(Handle handle) : handle_(handle) {}

  Handle handle_;
  std::optional<R> ready_;
};

template <class R>
struct Task<R>::promise_type {
  /// Resumes what awaits the task, unless that has not suspended yet.
  struct End {
    bool await_ready() const noexcept { return false; }
    void await_suspend(Handle ended) const noexcept {
      promise_type &promise = ended.promise();
      const std::coroutine_handle<> waiting = promise.continuation;
      if (promise.is_second.exchange(true)) waiting.resume();
    }
    void await_resume() const noexcept {}
  };

  Task get_return_object() { return Task(Handle::from_promise(*this)); }
  std::suspend_always initial_suspend() const noexcept { return {}; }
  End final_suspend() const noexcept { return {}; }
  template <class U = R>
  void return_value(U &&result) {
    static_assert(std::convertible_to<U, R>,
                  "co_return has another type than the task: a handler returns a response, hostcall::fail(…) with the "
                  "failure that its call declares, or a hostcall::Error");
    if constexpr (std::convertible_to<U, R>) value.emplace(std::forward<U>(result));
  }
  void unhandled_exception() { exception = std::current_exception(); }

  std::coroutine_handle<> continuation;
  std::atomic<bool> is_second = false;  // of the end of the task, and the suspension of what awaits it
  std::optional<R> value;
  std::exception_ptr exception;
};

}  // namespace hostcall
