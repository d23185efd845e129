/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

// Measures the peak of allocated memory in a single-threaded program under the address sanitizer; without the sanitizer
// the peak is 0.

#ifndef HOSTCALL_METER_H
#define HOSTCALL_METER_H

#include <stddef.h>

/// Starts counting; call it once per process.
void meter_install(void);

/// Starts a measurement.
void meter_begin(void);

/// Returns the most bytes that were allocated at once since meter_begin(), without earlier allocations.
size_t meter_peak(void);

#endif
