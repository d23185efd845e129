// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>

namespace hostcall {

/// The codes of errors, which are those of gRPC.
enum class Code : std::int32_t {
  cancelled = 1,
  unknown = 2,
  invalid_argument = 3,
  deadline_exceeded = 4,
  not_found = 5,
  already_exists = 6,
  permission_denied = 7,
  resource_exhausted = 8,
  failed_precondition = 9,
  aborted = 10,
  out_of_range = 11,
  unimplemented = 12,
  internal = 13,
  unavailable = 14,
  data_loss = 15,
  unauthenticated = 16,
};

/// How a call ended that has neither a response nor the failure that it declares.
struct Error {
  Code code = Code::unknown;
  std::string message{};  ///< for people; may be empty

  friend bool operator==(const Error &, const Error &) = default;
};

}  // namespace hostcall
