# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
# Finds libcbor, of any version: the target Libcbor::cbor.
find_path(LIBCBOR_INCLUDE_DIR cbor.h)
find_library(LIBCBOR_LIBRARY cbor)
mark_as_advanced(LIBCBOR_INCLUDE_DIR LIBCBOR_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Libcbor
  REQUIRED_VARS LIBCBOR_LIBRARY LIBCBOR_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "install libcbor-dev (Debian), libcbor-devel (Fedora) or libcbor (Homebrew)")

if(Libcbor_FOUND AND NOT TARGET Libcbor::cbor)
  add_library(Libcbor::cbor UNKNOWN IMPORTED)
  set_target_properties(Libcbor::cbor PROPERTIES
    IMPORTED_LOCATION "${LIBCBOR_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${LIBCBOR_INCLUDE_DIR}")
endif()
