#pragma once

#include "accounts.hpp"

/// A host of Accounts: answers the call that the core makes.
class Profiles : public accounts::Host {
 public:
  hostcall::Answer<accounts::Profile, accounts::ProfileFailure> fetch_profile(
      accounts::FetchProfile request, hostcall::Call) override {
    if (request.user_id != 7) co_return hostcall::fail(accounts::ProfileFailure{.code = "not_found"});
    co_return accounts::Profile{.name = "Ada", .tags = {"admin", "beta"}};
  }
};
