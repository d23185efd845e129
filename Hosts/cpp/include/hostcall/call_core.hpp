// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "answer.hpp"
#include "begin_call.hpp"
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
  const auto make = [&](const std::uint8_t *bytes, std::size_t size, const hostcall_call_options *raw, void *owner) {
    return bridge->api->call_with(bridge->handle, Method::name, bytes, size, raw, receive_reply<Method>, owner,
                                  &state->id);
  };
  begin_call<Method>(*bridge, state, request, options, make);
  return pending;
}

}  // namespace hostcall
