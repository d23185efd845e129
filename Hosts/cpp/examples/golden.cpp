// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// A library for `hostcall fixtures replay --register profile_host_register`, which checks the host without its core.
#include <iostream>

#include "profile_host.hpp"

extern "C" std::int32_t profile_host_register(const hostcall_api *api, hostcall_bridge handle) {
  // Its destructor closes the bridge, so it lives as long as the process.
  static const hostcall::Bridge bridge(api, handle);
  auto result = profile_core::register_host(bridge, std::make_shared<ProfileHost>());
  if (!result) std::cerr << result.message() << '\n';
  return result ? HOSTCALL_OK : HOSTCALL_INVALID_ARGUMENT;
}
