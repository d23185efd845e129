// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// A host of ProfileCore: answers the two calls that the core makes, and logs the users in whose IDs it is given.
#include <cstdlib>
#include <iostream>

#include "profile_core.hpp"

class ProfileHost : public profile_core::Host {
 public:
  hostcall::Answer<double> read_clock(profile_core::ReadClock, hostcall::Call) override { return 1700000000.5; }

  hostcall::Answer<profile_core::Profile, profile_core::ProfileFailure> fetch_profile(
      profile_core::FetchProfile request, hostcall::Call) override {
    if (request.user_id != 7) co_return hostcall::fail(profile_core::ProfileFailure{.code = "not_found"});
    co_return profile_core::Profile{.name = "Ada", .tags = {"admin", "founder"}, .balance_cents = 12345};
  }
};

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
