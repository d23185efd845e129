/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

// Uses libcbor's encoders and streaming decoder for single items, with one buffer and no tree.

#include <cbor.h>
#include <string.h>

#include "floor.h"

#define FLOOR(name) floor_##name
#define PUT(kind) cbor_encode_##kind

// The item that libcbor's decoder found last.
struct item {
  enum { other, number, string, map, array, boolean, real } kind;
  uint64_t value;
  double real_value;
  const uint8_t *bytes;
};

static void on_uint8(void *context, uint8_t value) { *(struct item *)context = (struct item){number, value, 0, NULL}; }
static void on_uint16(void *context, uint16_t value) { *(struct item *)context = (struct item){number, value, 0, NULL}; }
static void on_uint32(void *context, uint32_t value) { *(struct item *)context = (struct item){number, value, 0, NULL}; }
static void on_uint64(void *context, uint64_t value) { *(struct item *)context = (struct item){number, value, 0, NULL}; }
static void on_string(void *context, cbor_data bytes, size_t length) {
  *(struct item *)context = (struct item){string, length, 0, bytes};
}
static void on_map(void *context, size_t count) { *(struct item *)context = (struct item){map, count, 0, NULL}; }
static void on_array(void *context, size_t count) { *(struct item *)context = (struct item){array, count, 0, NULL}; }
static void on_bool(void *context, bool value) { *(struct item *)context = (struct item){boolean, value, 0, NULL}; }
static void on_double(void *context, double value) { *(struct item *)context = (struct item){real, 0, value, NULL}; }
static void on_float(void *context, float value) { *(struct item *)context = (struct item){real, 0, value, NULL}; }

// The readers know where tags are, so their numbers are ignored.
static void on_tag(void *context, uint64_t value) { (void)context, (void)value; }

static struct cbor_callbacks callbacks;

static bool next(const uint8_t **at, const uint8_t *end, struct item *item) {
  if (callbacks.uint8 != on_uint8) {
    callbacks = cbor_empty_callbacks;
    callbacks.uint8 = on_uint8;
    callbacks.uint16 = on_uint16;
    callbacks.uint32 = on_uint32;
    callbacks.uint64 = on_uint64;
    callbacks.string = on_string;
    callbacks.map_start = on_map;
    callbacks.array_start = on_array;
    callbacks.boolean = on_bool;
    callbacks.tag = on_tag;
    callbacks.float8 = on_double;
    callbacks.float4 = on_float;
    callbacks.float2 = on_float;
  }
  item->kind = other;
  struct cbor_decoder_result result = cbor_stream_decode(*at, (size_t)(end - *at), &callbacks, item);
  *at += result.read;
  return result.status == CBOR_DECODER_FINISHED;
}

#include "codec_functions.h"
