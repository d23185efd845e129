// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

/// What the source files of generated hosts need: templates of everything that crosses.
#include "call_core.hpp"
#include "interface.hpp"
#include "registrar.hpp"
#include "stream_core.hpp"
