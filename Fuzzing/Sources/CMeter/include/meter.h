// How much memory is allocated at most between two moments, by a program of one thread under the address sanitizer; 0
// without that sanitizer.

#ifndef HOSTCALL_METER_H
#define HOSTCALL_METER_H

#include <stddef.h>

/// Begins to count; once for the process.
void meter_install(void);

/// Begins a measurement.
void meter_begin(void);

/// The most bytes that were allocated at once since meter_begin(), those from before it not counted.
size_t meter_peak(void);

#endif
