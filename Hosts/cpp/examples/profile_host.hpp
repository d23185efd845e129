// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "profile_core.hpp"

/// A host that answers the two calls of ProfileCore.
class ProfileHost : public profile_core::Host {
 public:
  hostcall::Answer<double> read_clock(profile_core::ReadClock, hostcall::Call) override { return 1700000000.5; }

  hostcall::Answer<profile_core::Profile, profile_core::ProfileFailure> fetch_profile(
      profile_core::FetchProfile request, hostcall::Call) override {
    if (request.user_id != 7) co_return hostcall::fail(profile_core::ProfileFailure{.code = "not_found"});
    co_return profile_core::Profile{.name = "Ada", .tags = {"admin", "founder"}, .balance_cents = 12345};
  }
};
