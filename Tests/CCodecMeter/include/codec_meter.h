// What one thread does in libcbor and on the heap between two moments.
//
// The functions that are counted are defined a second time in the test program, which the dynamic linker of Linux prefers
// to the libraries' own, and passed on. Elsewhere, and under the address sanitizer, which does the same, nothing is counted:
// `codec_meter_counts_calls` and `codec_meter_counts_memory` tell.

#ifndef CODEC_METER_H
#define CODEC_METER_H

#include <stdbool.h>
#include <stddef.h>

// Calls into libcbor, by function.
typedef struct {
  size_t uint, negint, bytes, text, array, map, tag, ctrl, boolean, float32, float64;
  size_t stream_decode;
} codec_meter_calls;

bool codec_meter_counts_calls(void);
bool codec_meter_counts_memory(void);

// Starts to count, from nothing.
void codec_meter_begin(void);

// Stops, and tells what was called.
codec_meter_calls codec_meter_end(void);

// The most bytes that were allocated at once between the two, of those that were allocated after the first.
size_t codec_meter_peak(void);

// How many of these there are now.
size_t codec_meter_live(void);

// All bytes that were allocated, whatever became of them.
size_t codec_meter_total(void);

#endif
