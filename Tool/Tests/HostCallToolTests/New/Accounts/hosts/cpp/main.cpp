// A host of Accounts: answers the call that the core makes, and logs two users in.
#include <iostream>

#include "accounts.hpp"

class Profiles : public accounts::Host {
 public:
  hostcall::Answer<accounts::Profile, accounts::ProfileFailure> fetch_profile(
      accounts::FetchProfile request, hostcall::Call) override {
    if (request.user_id != 7) co_return hostcall::fail(accounts::ProfileFailure{.code = "not_found"});
    co_return accounts::Profile{.name = "Ada", .tags = {"admin", "beta"}};
  }
};

int main() {
  hostcall::Bridge bridge = accounts::open_bridge();
  if (auto result = accounts::register_host(bridge, std::make_shared<Profiles>()); !result) {
    return std::cerr << result.message() << '\n', 1;
  }
  const accounts::Core core(bridge);
  for (std::uint64_t user_id : {7, 8}) {
    auto result = core.log_in({.user_id = user_id}).get();
    if (const auto *failure = result.failure()) {
      std::cout << failure->code << ": " << failure->message << '\n';
    } else if (result) {
      std::cout << result->greeting << ", " << result->tag_count << " tags\n";
    } else {
      std::cerr << result.message() << '\n';
    }
  }
}
