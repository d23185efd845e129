/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The functions of profile_core.h are implemented in Swift. */
#include "profile_core.h"
