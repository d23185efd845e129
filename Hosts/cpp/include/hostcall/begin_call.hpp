// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "bridge_state.hpp"
#include "call_options.hpp"
#include "error.hpp"

namespace hostcall {

/// Encodes a request, and makes a call or opens a stream with `make(bytes, size, options, user_data)`, which returns a
/// status. The callbacks own `user_data`, a `std::shared_ptr` to the state. If the call cannot be made, the state is
/// finished with the error.
template <class Method, class State, class Make>
void begin_call(const BridgeState &bridge, const std::shared_ptr<State> &state,
                const typename Method::Request::Value &request, const CallOptions &options, Make &&make) {
  if (!bridge.is_supported()) return state->finish(bridge.unsupported());
  const RawCallOptions raw(options, Method::fingerprint);
  const std::string root = std::string(Method::name) + ": request";
  std::string fault = Method::Request::write(request, root.c_str(), [&](const std::uint8_t *bytes, std::size_t size) {
    auto owner = std::make_unique<std::shared_ptr<State>>(state);
    const std::int32_t status = make(bytes, size, raw.get(), owner.get());
    if (status != HOSTCALL_OK) return state->finish(bridge.error(status, Method::name));
    static_cast<void>(owner.release());
    state->cancel_with(options.stop);
  });
  if (!fault.empty()) state->finish(Error{.code = Code::invalid_argument, .message = std::move(fault)});
}

}  // namespace hostcall
