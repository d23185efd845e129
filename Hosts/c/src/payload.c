/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Whole payloads: CBOR, raw memory, or bytes of any kind. */
#include <stdlib.h>
#include <string.h>

#include "hostcall_typed_types.h"

/* An integer of 128 bits has its low half first in a core, which is little-endian. */
static void copy_wide(char *target, const char *source) {
  memcpy(target, source + 8, 8);
  memcpy(target + 8, source, 8);
}

/* Copies the numbers of a raw value from its memory in the core, or to it. */
static bool copy_raw(const hostcall_typed_type *type, char *raw, char *value, bool encodes) {
  for (size_t i = 0; i < type->count; i++) {
    const hostcall_typed_field *field = &type->fields[i];
    char *in_raw = raw + field->raw_offset, *in_value = value + field->offset;
    if (!encodes && field->type->kind == HOSTCALL_TYPED_BOOL && (unsigned char)*in_raw > 1) return false;
    char *target = encodes ? in_raw : in_value;
    const char *source = encodes ? in_value : in_raw;
    if (field->type->size == 16) {
      copy_wide(target, source);
    } else {
      memcpy(target, source, field->type->size);
    }
  }
  return true;
}

static bool append(hostcall_typed_encoder *encoder, const void *bytes, size_t length) {
  if (length == 0) return true;
  if (bytes == NULL) return hostcall_typed_fail(&encoder->fault, "the payload is NULL");
  uint8_t *grown = realloc(encoder->bytes, length);
  if (grown == NULL) return hostcall_typed_fail(&encoder->fault, "there is no memory for %zu bytes", length);
  memcpy(grown, bytes, length);
  encoder->bytes = grown;
  encoder->length = encoder->capacity = length;
  return true;
}

bool hostcall_typed_encode_payload(hostcall_typed_encoder *encoder, const hostcall_typed_type *type,
                                   const void *value) {
  hostcall_typed_encoder_reset(encoder);
  if (value == NULL && type != &hostcall_typed_empty) return hostcall_typed_fail(&encoder->fault, "the value is NULL");
  if (type->kind == HOSTCALL_TYPED_PAYLOAD) {
    const hostcall_bytes *bytes = value;
    return append(encoder, bytes->data, bytes->length);
  }
  if (type->kind != HOSTCALL_TYPED_RAW) return hostcall_typed_encode_value(encoder, type, value);
  char *raw = calloc(1, type->raw_size + 1);
  if (raw == NULL) return hostcall_typed_fail(&encoder->fault, "there is no memory for %zu bytes", type->raw_size);
  copy_raw(type, raw, (char *)(uintptr_t)value, true);
  bool is_encoded = append(encoder, raw, type->raw_size);
  free(raw);
  return is_encoded;
}

void *hostcall_typed_decode_payload(const hostcall_typed_type *type, const uint8_t *payload, size_t length,
                                    hostcall_typed_arena *arena, hostcall_typed_fault *fault) {
  hostcall_typed_decoder decoder;
  hostcall_typed_decoder_init(&decoder, payload, length, arena);
  char *value = hostcall_typed_allocate(arena, type->size);
  if (value == NULL) {
    hostcall_typed_fail(&decoder.fault, "there is no memory for the value");
  } else if (type->kind == HOSTCALL_TYPED_PAYLOAD) {
    uint8_t *bytes = hostcall_typed_allocate(arena, length + 1);
    if (bytes == NULL) {
      hostcall_typed_fail(&decoder.fault, "there is no memory for %zu bytes", length);
    } else {
      if (length > 0) memcpy(bytes, payload, length);
      bytes[length] = 0;
      *(hostcall_bytes *)(void *)value = (hostcall_bytes){bytes, length};
    }
  } else if (type->kind == HOSTCALL_TYPED_RAW) {
    memset(value, 0, type->size);
    if (length != type->raw_size) {
      hostcall_typed_fail(&decoder.fault, "expected %zu bytes, but found %zu", type->raw_size, length);
    } else if (!copy_raw(type, (char *)(uintptr_t)payload, value, false)) {
      hostcall_typed_fail(&decoder.fault, "a Boolean value is neither 0 nor 1");
    }
  } else if (type->kind == HOSTCALL_TYPED_RECORD && type->count == 0) { /* like the core, accepts any item */
    memset(value, 0, type->size);
    if (hostcall_typed_skip(&decoder)) hostcall_typed_decode_end(&decoder);
  } else if (hostcall_typed_decode_value(&decoder, type, value)) {
    hostcall_typed_decode_end(&decoder);
  }
  if (!decoder.fault.has_failed) return value;
  *fault = decoder.fault;
  return NULL;
}
