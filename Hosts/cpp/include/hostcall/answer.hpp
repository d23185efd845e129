// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include "hostcall.h"
#include "part.hpp"
#include "result.hpp"

namespace hostcall {

/// Reads how a call to the core ended other than with a response.
template <class Method>
Result<typename Method::Response::Value, typename Method::Failure> read_refusal(std::int32_t outcome,
                                                                                const std::uint8_t *payload,
                                                                                std::size_t size) {
  const std::string root = std::string(Method::name) + ": ";
  if (outcome == HOSTCALL_REPLY_FAILURE) {
    if constexpr (std::is_same_v<typename Method::Failure, Never>) {
      return Error{.code = Code::internal, .message = root + "a failure, although the call declares none"};
    } else {
      typename Method::Failure failure{};
      std::string fault = Cbor<typename Method::Failure>::read(payload, size, (root + "failure").c_str(), failure);
      if (!fault.empty()) return Error{.code = Code::internal, .message = std::move(fault)};
      return fail(std::move(failure));
    }
  }
  Error error{.code = Code::unknown, .message = std::string(reinterpret_cast<const char *>(payload), size)};
  if (outcome == HOSTCALL_REPLY_CANCELLED) error.code = Code::cancelled;
  if (outcome > HOSTCALL_REPLY_CODE(0) && outcome <= HOSTCALL_REPLY_CODE(16)) {
    error.code = static_cast<Code>(outcome - HOSTCALL_REPLY_CODE(0));
  }
  return error;
}

/// Reads how a call to the core ended.
template <class Method>
Result<typename Method::Response::Value, typename Method::Failure> read_answer(std::int32_t outcome,
                                                                               const std::uint8_t *payload,
                                                                               std::size_t size) {
  if (outcome != HOSTCALL_REPLY_OK) return read_refusal<Method>(outcome, payload, size);
  typename Method::Response::Value value{};
  const std::string root = std::string(Method::name) + ": response";
  std::string fault = Method::Response::read(payload, size, root.c_str(), value);
  if (!fault.empty()) return Error{.code = Code::internal, .message = std::move(fault)};
  return value;
}

}  // namespace hostcall
