// How much memory is allocated at most between two moments, for a program that runs under the address sanitizer.
// For one thread.

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
