// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

/// What the headers of generated hosts, and the programs that use them, need.
#include "bridge.hpp"
#include "call.hpp"
#include "call_options.hpp"
#include "enumeration.hpp"
#include "hostcall_typed.h"
#include "loop.hpp"
#include "pending.hpp"
#include "raw.hpp"
#include "sender.hpp"
#include "start.hpp"
#include "stream.hpp"
#include "thread_pool.hpp"
