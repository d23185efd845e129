// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <dlfcn.h>

#include <string>

#include "hostcall.h"
#include "result.hpp"

namespace hostcall {

/// A core that the program loads. It stays loaded. All functions may be called from any thread, also at the same time.
class Library {
 public:
  /// Loads a library. `table` is its function that returns the table of C functions, such as `profile_core_api`.
  static Result<Library> load(const std::string &path, const std::string &table) {
    void *library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return Error{.code = Code::not_found, .message = dlerror()};
    void *function = dlsym(library, table.c_str());
    if (function == nullptr) return Error{.code = Code::not_found, .message = path + " has no function " + table};
    return Library(library, reinterpret_cast<const hostcall_api *(*)()>(function)());
  }

  const hostcall_api *api() const { return api_; }

  /// Calls a function that opens a bridge; 0, which every function refuses, if there is none.
  hostcall_bridge open(const std::string &function) const {
    void *opener = dlsym(library_, function.c_str());
    return opener == nullptr ? 0 : reinterpret_cast<hostcall_bridge (*)()>(opener)();
  }

 private:
  Library(void *library, const hostcall_api *api) : library_(library), api_(api) {}

  void *library_;
  const hostcall_api *api_;
};

}  // namespace hostcall
