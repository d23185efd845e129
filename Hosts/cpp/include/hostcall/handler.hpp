// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "call.hpp"
#include "call_core.hpp"
#include "exception_text.hpp"
#include "sender.hpp"

namespace hostcall {

/// A function of `Host`, registered for a call or a stream of the method.
template <class Method, class Host, auto Function>
class Handler : public Registration {
 public:
  Handler(std::shared_ptr<BridgeState> bridge, std::shared_ptr<Host> host)
      : Registration(std::move(bridge)), host_(std::move(host)) {}

  /// Decodes the request, and lets the executor run the handler.
  static void HOSTCALL_CALL invoke(std::uint64_t id, const std::uint8_t *bytes, std::size_t size,
                                   void *user_data) noexcept {
    const CallbackGuard guard;
    const auto &self = *static_cast<std::shared_ptr<Handler> *>(user_data);
    try {
      auto job = std::make_shared<Job>(self, id);
      self->insert(id, job);
      std::string fault = Method::Request::read(bytes, size, "request", job->request);
      if (!fault.empty()) return job->error({.code = Code::invalid_argument, .message = std::move(fault)});
      self->bridge->post([job] { run(job); });
    } catch (...) {
      self->bridge->api->complete(self->bridge->handle, id, HOSTCALL_REPLY_CODE(8), nullptr, 0);
    }
  }

  static void HOSTCALL_CALL cancel(std::uint64_t id, void *user_data) noexcept {
    const CallbackGuard guard;
    (*static_cast<std::shared_ptr<Handler> *>(user_data))->Registration::cancel(id);
  }
  static void HOSTCALL_CALL cancel_stream(std::uint64_t id, std::uint64_t, void *user_data) noexcept {
    cancel(id, user_data);
  }
  static void HOSTCALL_CALL credit(std::uint64_t id, std::uint32_t, void *user_data) noexcept {
    const CallbackGuard guard;
    (*static_cast<std::shared_ptr<Handler> *>(user_data))->Registration::credit(id);
  }
  /// Drops the host's object on the executor: its destructor is the host's code.
  static void HOSTCALL_CALL release(void *user_data) noexcept {
    const CallbackGuard guard;
    auto *owner = static_cast<std::shared_ptr<Handler> *>(user_data);
    const std::shared_ptr<BridgeState> bridge = (*owner)->bridge;
    bridge->post([owner] { delete owner; });
  }

 private:
  using Request = typename Method::Request::Value;

  struct Job : OpenCall {
    Job(const std::shared_ptr<Handler> &handler, std::uint64_t id)
        : OpenCall(handler, handler->bridge, id), host(handler->host_) {}
    std::shared_ptr<Host> host;
    Request request{};
  };

  /// Calls the function with the arguments that it has.
  static auto call(const std::shared_ptr<Job> &job) {
    if constexpr (Method::is_stream) {
      const auto sender = Sender<typename Method::Response::Value>::template of<typename Method::Response>(job);
      if constexpr (std::is_invocable_v<decltype(Function), Host &, Sender<typename Method::Response::Value>, Call>) {
        return (*job->host.*Function)(sender, Call(job));
      } else {
        return (*job->host.*Function)(std::move(job->request), sender, Call(job));
      }
    } else if constexpr (std::is_invocable_v<decltype(Function), Host &, Call>) {
      return (*job->host.*Function)(Call(job));
    } else {
      return (*job->host.*Function)(std::move(job->request), Call(job));
    }
  }

  static Detached run(std::shared_ptr<Job> job) {
    try {
      auto result = co_await call(job);
      answer(*job, result);
    } catch (...) {
      job->error({.code = Code::unknown, .message = current_exception_text()});
    }
  }

  template <class Value>
  static void answer(Job &job, const Result<Value, typename Method::Failure> &result) {
    std::string fault;
    if (const auto *failure = result.failure()) {
      if constexpr (!std::is_same_v<typename Method::Failure, Never>) {
        fault = Cbor<typename Method::Failure>::write(*failure, "failure", [&](const auto *bytes, std::size_t size) {
          job.complete(HOSTCALL_REPLY_FAILURE, bytes, size);
        });
      }
    } else if (const Error *error = result.error()) {
      job.error(*error);
    } else if constexpr (Method::is_stream) {
      job.complete(HOSTCALL_REPLY_OK, nullptr, 0);
    } else {
      fault = Method::Response::write(*result, "response", [&](const auto *bytes, std::size_t size) {
        job.complete(HOSTCALL_REPLY_OK, bytes, size);
      });
    }
    if (!fault.empty()) job.error({.code = Code::internal, .message = std::move(fault)});
  }

  std::shared_ptr<Host> host_;
};

}  // namespace hostcall
