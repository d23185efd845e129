# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
# find_package(hostcall): the target hostcall::typed is the runtime of typed hosts in C++20, and of those in C.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
list(INSERT CMAKE_MODULE_PATH 0 "${CMAKE_CURRENT_LIST_DIR}")
find_dependency(Libcbor)
list(REMOVE_AT CMAKE_MODULE_PATH 0)
include("${CMAKE_CURRENT_LIST_DIR}/hostcallTargets.cmake")
