// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The hosts of a new package in C and C++.
enum CHostTemplates {
  static let rules = """
    .PHONY: demo-c path-without-spaces
    # The flags that pkg-config prints have no quotes.
    path-without-spaces:
    \t@case '$(CURDIR)' in *' '*) echo "demo-c: found a space in $(CURDIR), expected a path without" >&2; exit 1;; esac

    demo-c: path-without-spaces generate
    \t$(MAKE) -s -C '$(PACKAGE)/Hosts/c' BUILD='$(CURDIR)/.build/hosts/c' PREFIX='$(CURDIR)/.build/hosts' install
    \tPKG_CONFIG_PATH='$(CURDIR)/.build/hosts/lib/pkgconfig' sh -c '$(CC) -std=c11 -Wall -Wextra hosts/c/*.c \\
    \t  $$(pkg-config --cflags --libs hostcall-typed) $(library) -Wl,-rpath,"$(CURDIR)/dist" -o .build/hosts/c_host'
    \t.build/hosts/c_host

    """

  static let rulesInCpp = """
    .PHONY: demo-cpp
    demo-cpp: generate
    \tcmake -S hosts/cpp -B .build/hosts/cpp -DHOSTCALL='$(PACKAGE)/Hosts/cpp' -DLIBRARY='$(CURDIR)/$(library)' >/dev/null
    \tcmake --build .build/hosts/cpp >/dev/null
    \t.build/hosts/cpp/host

    """

  static let main = #"""
    /* A host of {{Name}}: answers the call that the core makes, and logs two users in. */
    #include <stdio.h>

    #include "{{name}}_host.h"

    static void fetch_profile({{name}}_fetch_profile_call call, const {{name}}_fetch_profile_request *request, void *data) {
      (void)data;
      if (request->user_id == 7) {
        const hostcall_text tags[] = {HOSTCALL_TEXT("admin"), HOSTCALL_TEXT("beta")};
        {{name}}_fetch_profile_reply(call, &({{name}}_profile){.name = HOSTCALL_TEXT("Ada"), .tags = {tags, 2}});
      } else {
        {{name}}_fetch_profile_fail(call, &({{name}}_profile_failure){.code = HOSTCALL_TEXT("not_found")});
      }
    }

    int main(void) {
      hostcall_bridge bridge = {{name}}_open();
      {{name}}_handlers handlers = {.fetch_profile = fetch_profile};
      if ({{name}}_register(bridge, &handlers, NULL) != HOSTCALL_OK) {
        return fprintf(stderr, "%s\n", hostcall_typed_last_error()), 1;
      }
      for (uint64_t user_id = 7; user_id <= 8; user_id++) {
        {{name}}_log_in_request request = {.user_id = user_id};
        {{name}}_log_in_result result = {{name}}_log_in_wait(bridge, &request, NULL);
        if (result.response != NULL) {
          printf("%s, %d tags\n", result.response->greeting.data, (int)result.response->tag_count);
        } else if (result.failure != NULL) {
          printf("%s: %s\n", result.failure->code.data, result.failure->message.data);
        } else {
          fprintf(stderr, "log_in: outcome %d\n", (int)result.outcome);
        }
        {{name}}_log_in_result_free(&result);
      }
      return hostcall_close(bridge) == HOSTCALL_OK ? 0 : 1;
    }

    """#

  static let mainInCpp = #"""
    // A host of {{Name}}: answers the call that the core makes, and logs two users in.
    #include <iostream>

    #include "{{name}}.hpp"

    class Profiles : public {{name}}::Host {
     public:
      hostcall::Answer<{{name}}::Profile, {{name}}::ProfileFailure> fetch_profile(
          {{name}}::FetchProfile request, hostcall::Call) override {
        if (request.user_id != 7) co_return hostcall::fail({{name}}::ProfileFailure{.code = "not_found"});
        co_return {{name}}::Profile{.name = "Ada", .tags = {"admin", "beta"}};
      }
    };

    int main() {
      hostcall::Bridge bridge = {{name}}::open_bridge();
      if (auto result = {{name}}::register_host(bridge, std::make_shared<Profiles>()); !result) {
        return std::cerr << result.message() << '\n', 1;
      }
      const {{name}}::Core core(bridge);
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

    """#

  static let cmake = """
    cmake_minimum_required(VERSION 3.20)
    project({{name}}_host LANGUAGES C CXX)
    # HOSTCALL is the folder Hosts/cpp of HostCall, LIBRARY the core.
    add_subdirectory(${HOSTCALL} hostcall)
    add_executable(host main.cpp {{name}}.cpp)
    target_link_libraries(host hostcall::typed ${LIBRARY})

    """
}
