// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// A program that is linked with ProfileCore, and logs the users in whose IDs it is given.
#include <cstdlib>
#include <iostream>

#include "profile_host.hpp"

int main(int count, char **arguments) {
  hostcall::Bridge bridge = profile_core::open_bridge();
  if (auto result = profile_core::register_host(bridge, std::make_shared<ProfileHost>()); !result) {
    return std::cerr << result.message() << '\n', 1;
  }
  const profile_core::Core core(bridge);
  for (int index = 1; index < count; index++) {
    auto result = core.log_in({.user_id = std::strtoull(arguments[index], nullptr, 10)}).get();
    if (const auto *failure = result.failure()) {
      std::cout << failure->code << ": " << failure->message << '\n';
    } else {
      std::cout << (result ? result->greeting : result.message()) << '\n';
    }
  }
}
