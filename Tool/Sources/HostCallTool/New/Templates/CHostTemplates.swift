// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The hosts of a new package in C and C++: a program, and a library that is compared with the golden files.
enum CHostTemplates {
  static let rules = """
    .PHONY: demo-c test-c c-runtime
    with_c = PKG_CONFIG_PATH='$(CURDIR)/.build/hosts/lib/pkgconfig'$${PKG_CONFIG_PATH:+:$$PKG_CONFIG_PATH} sh -c
    c_flags = -std=c11 -Wall -Wextra $$(pkg-config --cflags --libs hostcall-typed)

    # The flags that pkg-config prints have no quotes.
    c-runtime:
    \t$(if $(word 2,$(CURDIR)),@echo "c-runtime: found a space in $(CURDIR); expected a path without" >&2; exit 1)
    \t$(quotable)
    \t@test -d '$(PACKAGE)' || $(SWIFT) package resolve
    \t$(MAKE) -s -C '$(PACKAGE)/Hosts/c' BUILD='$(CURDIR)/.build/hosts/c' PREFIX='$(CURDIR)/.build/hosts' install

    demo-c: c-runtime generate
    \t$(with_c) '$(CC) hosts/c/*.c $(c_flags) -L"$(dir $(LIBRARY))" -l{{Name}} -Wl,-rpath,"$(abspath $(dir $(LIBRARY)))" \\
    \t  -o .build/hosts/c_host'
    \t.build/hosts/c_host

    # Compares the host's answers with the golden files of the Swift tests, without the core.
    test-c: c-runtime
    \t$(with_c) '$(CC) -shared -fPIC -DHOSTCALL_TYPED_LOADED $(filter-out %/main.c,$(wildcard hosts/c/*.c)) $(c_flags) \\
    \t  -o .build/hosts/c_host.so'
    \t$(HOSTCALL) fixtures replay Tests/{{Name}}Tests/Fixtures --descriptor {{name}}.json \\
    \t  --host .build/hosts/c_host.so --register {{name}}_host_register

    """

  static let rulesInCpp = """
    .PHONY: demo-cpp test-cpp cpp-project
    cpp-project:
    \t$(quotable)
    \t@test -d '$(PACKAGE)' || $(SWIFT) package resolve
    \tcmake -S hosts/cpp -B .build/hosts/cpp -DHOSTCALL='$(PACKAGE)/Hosts/cpp' -DLIBRARY='$(abspath $(LIBRARY))' >/dev/null

    demo-cpp: generate cpp-project
    \tcmake --build .build/hosts/cpp --target host >/dev/null
    \t.build/hosts/cpp/host

    # Compares the host's answers with the golden files of the Swift tests, without the core.
    test-cpp: cpp-project
    \tcmake --build .build/hosts/cpp --target golden >/dev/null
    \t$(HOSTCALL) fixtures replay Tests/{{Name}}Tests/Fixtures --descriptor {{name}}.json \\
    \t  --host .build/hosts/cpp/golden.so --register {{name}}_host_register

    """

  static let main = #"""
    /* A program that is linked with {{Name}}, and logs two users in. */
    #include <stdio.h>

    #include "profiles.h"

    int main(void) {
      hostcall_bridge bridge = {{name}}_open();
      if ({{name}}_host_register(hostcall_typed_linked_api(), bridge) != HOSTCALL_OK) {
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

  static let header = #"""
    #pragma once

    #include "{{name}}_host.h"

    /* Registers a host of {{Name}} at a bridge of the core with that table: for main.c, and for the golden files. */
    int32_t {{name}}_host_register(const hostcall_api *api, hostcall_bridge bridge);

    """#

  static let profiles = #"""
    #include "profiles.h"

    static void fetch_profile({{name}}_fetch_profile_call call, const {{name}}_fetch_profile_request *request, void *data) {
      (void)data;
      if (request->user_id == 7) {
        const hostcall_text tags[] = {HOSTCALL_TEXT("admin"), HOSTCALL_TEXT("beta")};
        {{name}}_fetch_profile_reply(call, &({{name}}_profile){.name = HOSTCALL_TEXT("Ada"), .tags = {tags, 2}});
      } else {
        {{name}}_fetch_profile_fail(call, &({{name}}_profile_failure){.code = HOSTCALL_TEXT("not_found")});
      }
    }

    int32_t {{name}}_host_register(const hostcall_api *api, hostcall_bridge bridge) {
      const {{name}}_handlers handlers = {.fetch_profile = fetch_profile};
      {{name}}_use_api(api);
      return {{name}}_register(bridge, &handlers, NULL);
    }

    """#

  static let mainInCpp = #"""
    // A program that is linked with {{Name}}, and logs two users in.
    #include <iostream>

    #include "profiles.hpp"

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

  static let profilesInCpp = #"""
    #pragma once

    #include "{{name}}.hpp"

    /// A host of {{Name}}: answers the call that the core makes.
    class Profiles : public {{name}}::Host {
     public:
      hostcall::Answer<{{name}}::Profile, {{name}}::ProfileFailure> fetch_profile(
          {{name}}::FetchProfile request, hostcall::Call) override {
        if (request.user_id != 7) co_return hostcall::fail({{name}}::ProfileFailure{.code = "not_found"});
        co_return {{name}}::Profile{.name = "Ada", .tags = {"admin", "beta"}};
      }
    };

    """#

  static let golden = #"""
    // A library that `hostcall fixtures replay` loads, to compare the host's answers with the golden files.
    #include <iostream>

    #include "profiles.hpp"

    extern "C" std::int32_t {{name}}_host_register(const hostcall_api *api, hostcall_bridge handle) {
      // Its destructor closes the bridge, so it lives as long as the process.
      static const hostcall::Bridge bridge(api, handle);
      auto result = {{name}}::register_host(bridge, std::make_shared<Profiles>());
      if (!result) std::cerr << result.message() << '\n';
      return result ? HOSTCALL_OK : HOSTCALL_INVALID_ARGUMENT;
    }

    """#

  static let cmake = """
    cmake_minimum_required(VERSION 3.20)
    project({{name}}_host LANGUAGES C CXX)
    # HOSTCALL is the folder Hosts/cpp of HostCall, LIBRARY the core.
    add_subdirectory(${HOSTCALL} hostcall)
    add_executable(host main.cpp {{name}}.cpp)
    target_link_libraries(host hostcall::typed ${LIBRARY})
    add_library(golden MODULE golden.cpp {{name}}.cpp)
    set_target_properties(golden PROPERTIES PREFIX "")
    target_link_libraries(golden hostcall::typed)

    """
}
