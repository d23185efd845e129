// A library that `hostcall fixtures replay` loads, to compare the host's answers with the golden files.
#include <iostream>

#include "profiles.hpp"

extern "C" std::int32_t accounts_host_register(const hostcall_api *api, hostcall_bridge handle) {
  // Its destructor closes the bridge, so it lives as long as the process.
  static const hostcall::Bridge bridge(api, handle);
  auto result = accounts::register_host(bridge, std::make_shared<Profiles>());
  if (!result) std::cerr << result.message() << '\n';
  return result ? HOSTCALL_OK : HOSTCALL_INVALID_ARGUMENT;
}
