// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

/// Everything that generated code needs.
#include "bridge.hpp"
#include "call_core.hpp"
#include "loop.hpp"
#include "registrar.hpp"
#include "start.hpp"
#include "stream_core.hpp"
#include "thread_pool.hpp"
