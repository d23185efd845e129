// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "answer.hpp"
#include "call_options.hpp"
#include "callback_guard.hpp"
#include "pending.hpp"

namespace hostcall {

template <class Method>
using ResultOf = Result<typename Method::Response::Value, typename Method::Failure>;

/// Receives the answer of a call of the method; `user_data` is a `std::shared_ptr` to its state.
template <class Method>
void HOSTCALL_CALL receive_reply(std::int32_t outcome, const std::uint8_t *payload, std::size_t size,
                                 void *user_data) noexcept {
  using State = PendingState<ResultOf<Method>>;
  const CallbackGuard guard;
  const std::unique_ptr<std::shared_ptr<State>> state(static_cast<std::shared_ptr<State> *>(user_data));
  try {
    (*state)->finish(read_answer<Method>(outcome, payload, size));
  } catch (const std::exception &error) {
    (*state)->finish(Error{.code = Code::resource_exhausted, .message = error.what()});
  }
}

/// Calls a function of the core.
template <class Method>
Pending<typename Method::Response::Value, typename Method::Failure> call_core(
    const std::shared_ptr<BridgeState> &bridge, const typename Method::Request::Value &request,
    const CallOptions &options) {
  using State = PendingState<ResultOf<Method>>;
  auto state = std::make_shared<State>(bridge);
  Pending pending(state);
  if (!bridge->is_supported()) {
    state->finish(bridge->unsupported());
    return pending;
  }
  const RawCallOptions raw(options, Method::fingerprint);
  const std::string root = std::string(Method::name) + ": request";
  std::string fault = Method::Request::write(request, root.c_str(), [&](const std::uint8_t *bytes, std::size_t size) {
    auto owner = std::make_unique<std::shared_ptr<State>>(state);
    const std::int32_t status = bridge->api->call_with(bridge->handle, Method::name, bytes, size, raw.get(),
                                                       receive_reply<Method>, owner.get(), &state->id);
    if (status != HOSTCALL_OK) return state->finish(bridge->error(status, Method::name));
    static_cast<void>(owner.release());
    state->cancel_with(options.stop);
  });
  if (!fault.empty()) state->finish(Error{.code = Code::invalid_argument, .message = std::move(fault)});
  return pending;
}

}  // namespace hostcall
