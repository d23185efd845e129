// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <coroutine>
#include <exception>
#include <future>
#include <utility>

#include "task.hpp"

namespace hostcall {

/// A coroutine that starts at once, belongs to nothing, and handles its exceptions.
struct Detached {
  struct promise_type {
    Detached get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() const noexcept { std::terminate(); }
  };
};

template <class R>
Detached finish(Task<R> task, std::promise<R> promise) {
  try {
    promise.set_value(co_await task);
  } catch (...) {
    promise.set_exception(std::current_exception());
  }
}

/// Starts a task on this thread, where it runs until it waits for something, and returns its future.
template <class R>
std::future<R> start(Task<R> task) {
  std::promise<R> promise;
  std::future<R> future = promise.get_future();
  finish(std::move(task), std::move(promise));
  return future;
}

}  // namespace hostcall
