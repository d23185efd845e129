// A program that is linked with Accounts, and logs two users in.
#include <iostream>

#include "profiles.hpp"

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
