// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdlib>
#include <exception>
#include <string>
#include <typeinfo>

#if __has_include(<cxxabi.h>)
#include <cxxabi.h>
#endif

namespace hostcall {

/// Returns the type and the text of an exception, such as "std::out_of_range: vector::at".
inline std::string exception_text(const std::exception &exception) {
  const char *name = typeid(exception).name();
#if __has_include(<cxxabi.h>)
  int status = 0;
  char *readable = abi::__cxa_demangle(name, nullptr, nullptr, &status);
  const std::string type = status == 0 && readable != nullptr ? readable : name;
  std::free(readable);
#else
  const std::string type = name;
#endif
  return type + ": " + exception.what();
}

/// Returns the text of the exception that is handled.
inline std::string current_exception_text() {
  try {
    throw;
  } catch (const std::exception &exception) {
    return exception_text(exception);
  } catch (...) {
    return "an exception that is no std::exception";
  }
}

}  // namespace hostcall
