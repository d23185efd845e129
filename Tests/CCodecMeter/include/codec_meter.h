/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

// Counts one thread's calls into libcbor, and its memory allocations, between two points.
//
// On Linux, the test program defines the counted functions itself. The dynamic linker prefers these definitions to the
// libraries', to which they forward. Elsewhere, calls are not counted. Memory is counted only with glibc, and not under
// the address or thread sanitizer, which replaces the same functions. `codec_meter_counts_calls` and
// `codec_meter_counts_memory` return what is counted.

#ifndef CODEC_METER_H
#define CODEC_METER_H

#include <stdbool.h>
#include <stddef.h>

// The numbers of calls into libcbor, by function.
typedef struct {
  size_t uint, negint, bytes, text, array, map, tag, ctrl, boolean, float32, float64;
  size_t stream_decode;
} codec_meter_calls;

bool codec_meter_counts_calls(void);
bool codec_meter_counts_memory(void);

// Starts counting from zero.
void codec_meter_begin(void);

// Stops counting and returns the numbers of calls.
codec_meter_calls codec_meter_end(void);

// Returns the maximum of live bytes between the start and the end, of those allocated after the start.
size_t codec_meter_peak(void);

// Returns how many of these bytes are live.
size_t codec_meter_live(void);

// Returns the total of allocated bytes, including those that were freed.
size_t codec_meter_total(void);

#endif
