/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#define _GNU_SOURCE
#include "codec_meter.h"

#include <cbor.h>
#include <dlfcn.h>
#include <stdlib.h>

#include "heap.h"

static _Thread_local codec_meter_calls calls;

void codec_meter_begin(void) {
  calls = (codec_meter_calls){0};
  codec_meter_begin_heap();
}

codec_meter_calls codec_meter_end(void) {
  codec_meter_end_heap();
  return calls;
}

#if defined(__linux__)

bool codec_meter_counts_calls(void) { return true; }

// Returns libcbor's own function, which the first call looks up. Concurrent look-ups find the same function.
static void *original(void **kept, const char *name) {
  void *function = __atomic_load_n(kept, __ATOMIC_RELAXED);
  if (function == NULL) {
    function = dlsym(RTLD_NEXT, name);
    if (function == NULL) abort();
    __atomic_store_n(kept, function, __ATOMIC_RELAXED);
  }
  return function;
}

#define COUNTED(name, field, type)                                                            \
  size_t name(type argument, unsigned char *target, size_t available) {                       \
    static void *kept;                                                                        \
    calls.field++;                                                                            \
    return ((size_t(*)(type, unsigned char *, size_t))original(&kept, #name))(argument, target, available); \
  }

COUNTED(cbor_encode_uint, uint, uint64_t)
COUNTED(cbor_encode_negint, negint, uint64_t)
COUNTED(cbor_encode_bytestring_start, bytes, size_t)
COUNTED(cbor_encode_string_start, text, size_t)
COUNTED(cbor_encode_array_start, array, size_t)
COUNTED(cbor_encode_map_start, map, size_t)
COUNTED(cbor_encode_tag, tag, uint64_t)
COUNTED(cbor_encode_ctrl, ctrl, uint8_t)
COUNTED(cbor_encode_bool, boolean, bool)
COUNTED(cbor_encode_single, float32, float)
COUNTED(cbor_encode_double, float64, double)

struct cbor_decoder_result cbor_stream_decode(
    cbor_data source, size_t available, const struct cbor_callbacks *callbacks, void *context) {
  static void *kept;
  calls.stream_decode++;
  return ((struct cbor_decoder_result(*)(cbor_data, size_t, const struct cbor_callbacks *, void *))original(
      &kept, "cbor_stream_decode"))(source, available, callbacks, context);
}

#else

bool codec_meter_counts_calls(void) { return false; }

#endif
