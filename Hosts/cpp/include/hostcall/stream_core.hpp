// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "answer.hpp"
#include "call_options.hpp"
#include "stream.hpp"

namespace hostcall {

/// The callbacks of a stream of the method; `user_data` is a `std::shared_ptr` to its state.
template <class Method>
struct StreamReceiver {
  using Item = typename Method::Response::Value;
  using State = StreamState<Item, typename Method::Failure>;

  /// An item that cannot be decoded ends the stream.
  static void HOSTCALL_CALL item(const std::uint8_t *bytes, std::size_t size, void *user_data) noexcept {
    const CallbackGuard guard;
    const auto &state = *static_cast<std::shared_ptr<State> *>(user_data);
    try {
      Item value{};
      const std::string root = std::string(Method::name) + ": item";
      std::string fault = Method::Response::read(bytes, size, root.c_str(), value);
      if (fault.empty()) return state->push(std::move(value));
      state->finish(Error{.code = Code::internal, .message = std::move(fault)});
    } catch (const std::exception &error) {
      state->finish(Error{.code = Code::resource_exhausted, .message = error.what()});
    }
    state->cancel();
  }

  static void HOSTCALL_CALL end(std::int32_t outcome, const std::uint8_t *payload, std::size_t size,
                                void *user_data) noexcept {
    const CallbackGuard guard;
    const std::unique_ptr<std::shared_ptr<State>> state(static_cast<std::shared_ptr<State> *>(user_data));
    try {
      if (outcome == HOSTCALL_REPLY_OK) return (*state)->finish(Nothing{});
      auto refusal = read_refusal<Method>(outcome, payload, size);
      if (const auto *failure = refusal.failure()) return (*state)->finish(fail(*failure));
      (*state)->finish(*refusal.error());
    } catch (const std::exception &error) {
      (*state)->finish(Error{.code = Code::resource_exhausted, .message = error.what()});
    }
  }
};

/// Opens a stream of the core.
template <class Method>
Stream<typename Method::Response::Value, typename Method::Failure> open_stream(
    const std::shared_ptr<BridgeState> &bridge, const typename Method::Request::Value &request,
    const CallOptions &options) {
  using Receiver = StreamReceiver<Method>;
  using State = typename Receiver::State;
  const std::uint32_t buffer = std::max<std::uint32_t>(options.buffer, 1);
  auto state = std::make_shared<State>(bridge, buffer);
  Stream stream(state);
  if (!bridge->is_supported()) {
    state->finish(bridge->unsupported());
    return stream;
  }
  const RawCallOptions raw(options, Method::fingerprint);
  const std::string root = std::string(Method::name) + ": request";
  std::string fault = Method::Request::write(request, root.c_str(), [&](const std::uint8_t *bytes, std::size_t size) {
    auto owner = std::make_unique<std::shared_ptr<State>>(state);
    const std::int32_t status = bridge->api->call_stream(bridge->handle, Method::name, bytes, size, raw.get(),
                                                         Receiver::item, Receiver::end, owner.get(), &state->id);
    if (status != HOSTCALL_OK) return state->finish(bridge->error(status, Method::name));
    static_cast<void>(owner.release());
    state->cancel_with(options.stop);
    bridge->api->grant(bridge->handle, state->id, buffer);
  });
  if (!fault.empty()) state->finish(Error{.code = Code::invalid_argument, .message = std::move(fault)});
  return stream;
}

}  // namespace hostcall
