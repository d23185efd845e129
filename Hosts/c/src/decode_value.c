/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "decode_value.h"

#include <string.h>

static bool decode_int(hostcall_typed_decoder *decoder, size_t size, void *value) {
  int64_t number, maximum = INT64_MAX >> (64 - 8 * size);
  if (!hostcall_typed_decode_int(decoder, -1 - maximum, maximum, &number)) return false;
  switch (size) {
    case 1: *(int8_t *)value = (int8_t)number; break;
    case 2: *(int16_t *)value = (int16_t)number; break;
    case 4: *(int32_t *)value = (int32_t)number; break;
    default: *(int64_t *)value = number; break;
  }
  return true;
}

static bool decode_uint(hostcall_typed_decoder *decoder, size_t size, void *value) {
  uint64_t number;
  if (!hostcall_typed_decode_uint(decoder, UINT64_MAX >> (64 - 8 * size), &number)) return false;
  switch (size) {
    case 1: *(uint8_t *)value = (uint8_t)number; break;
    case 2: *(uint16_t *)value = (uint16_t)number; break;
    case 4: *(uint32_t *)value = (uint32_t)number; break;
    default: *(uint64_t *)value = number; break;
  }
  return true;
}

/* Decodes an element into memory of the arena, and stores its pointer in `value`. */
static bool decode_pointer(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value) {
  void *element = hostcall_typed_allocate(decoder->arena, type->element->size);
  if (element == NULL) return hostcall_typed_fail(&decoder->fault, "there is no memory for the value");
  memcpy(value, &element, sizeof element);
  return hostcall_typed_decode_value(decoder, type->element, element);
}

/* -- Structs --------------------------------------------------------------------------------------- */

enum { MAXIMUM_FIELD_COUNT = 256 };

/* Returns the index of the field with a key; `type->count` if there is none. Looks from `next` on, since messages
 * usually have the order of the type. */
static size_t field_index(const hostcall_typed_type *type, hostcall_text key, size_t next) {
  for (size_t i = 0; i < type->count; i++) {
    size_t index = next + i < type->count ? next + i : next + i - type->count;
    if (hostcall_text_equals(key, type->fields[index].key)) return index;
  }
  return type->count;
}

static bool decode_record(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value) {
  hostcall_typed_container map;
  uint64_t seen[MAXIMUM_FIELD_COUNT / 64] = {0};
  size_t next = 0;
  memset(value, 0, type->size);
  if (type->count > MAXIMUM_FIELD_COUNT) return hostcall_typed_fail(&decoder->fault, "the record has too many fields");
  if (!hostcall_typed_begin_map(decoder, &map)) return false;
  while (hostcall_typed_next(decoder, &map)) {
    hostcall_text key;
    if (!hostcall_typed_decode_field_key(decoder, &key)) return false;
    size_t index = key.data == NULL ? type->count : field_index(type, key, next);
    if (index == type->count) {
      if (!hostcall_typed_skip(decoder)) return hostcall_typed_in_field(&decoder->fault, key);
      continue;
    }
    const hostcall_typed_field *field = &type->fields[index];
    uint64_t bit = (uint64_t)1 << index % 64;
    if ((seen[index / 64] & bit) != 0) {
      return hostcall_typed_fail(&decoder->fault, "the key \"%s\" occurs twice", field->key);
    }
    seen[index / 64] |= bit;
    next = index + 1 < type->count ? index + 1 : 0;
    if (!hostcall_typed_decode_value(decoder, field->type, (char *)value + field->offset)) {
      return hostcall_typed_in_field(&decoder->fault, key);
    }
  }
  if (decoder->fault.has_failed) return false;
  for (size_t i = 0; i < type->count; i++) {
    const hostcall_typed_field *field = &type->fields[i];
    if (!field->is_optional && (seen[i / 64] & (uint64_t)1 << i % 64) == 0) {
      hostcall_typed_fail(&decoder->fault, "the field is missing");
      return hostcall_typed_in_field(&decoder->fault, hostcall_text_of(field->key));
    }
  }
  return true;
}

static bool decode_tuple(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value) {
  hostcall_typed_container array;
  size_t count = 0;
  memset(value, 0, type->size);
  if (!hostcall_typed_begin_array(decoder, &array)) return false;
  for (; hostcall_typed_next(decoder, &array); count++) {
    if (count >= type->count) { /* of a later version */
      if (!hostcall_typed_skip(decoder)) return false;
      continue;
    }
    const hostcall_typed_field *field = &type->fields[count];
    if (!hostcall_typed_decode_value(decoder, field->type, (char *)value + field->offset)) {
      return hostcall_typed_in_element(&decoder->fault, count);
    }
  }
  if (decoder->fault.has_failed || count >= type->count) return !decoder->fault.has_failed;
  return hostcall_typed_fail(&decoder->fault, "expected %zu elements, but found %zu", type->count, count);
}

/* -- All ------------------------------------------------------------------------------------------- */

bool hostcall_typed_decode_value(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value) {
  switch (type->kind) {
    case HOSTCALL_TYPED_BOOL: return hostcall_typed_decode_bool(decoder, value);
    case HOSTCALL_TYPED_INT: return decode_int(decoder, type->size, value);
    case HOSTCALL_TYPED_UINT: return decode_uint(decoder, type->size, value);
    case HOSTCALL_TYPED_INT128: return hostcall_typed_decode_int128(decoder, value);
    case HOSTCALL_TYPED_UINT128: return hostcall_typed_decode_uint128(decoder, value);
    case HOSTCALL_TYPED_FLOAT: return hostcall_typed_decode_float(decoder, value);
    case HOSTCALL_TYPED_DOUBLE: return hostcall_typed_decode_double(decoder, value);
    case HOSTCALL_TYPED_TEXT: return hostcall_typed_decode_text(decoder, value);
    case HOSTCALL_TYPED_PAYLOAD:
    case HOSTCALL_TYPED_RAW:
    case HOSTCALL_TYPED_BYTES: return hostcall_typed_decode_bytes(decoder, value);
    case HOSTCALL_TYPED_TIME: return hostcall_typed_decode_time(decoder, value);
    case HOSTCALL_TYPED_UUID: return hostcall_typed_decode_uuid(decoder, value);
    case HOSTCALL_TYPED_URI: return hostcall_typed_decode_uri(decoder, value);
    case HOSTCALL_TYPED_DECIMAL: return hostcall_typed_decode_decimal(decoder, value);
    case HOSTCALL_TYPED_ITEM: return hostcall_typed_decode_item(decoder, value);
    case HOSTCALL_TYPED_OPTIONAL:
      memset(value, 0, type->size);
      return hostcall_typed_take_null(decoder) || decode_pointer(decoder, type, value);
    case HOSTCALL_TYPED_BOX: return decode_pointer(decoder, type, value);
    case HOSTCALL_TYPED_ARRAY: return hostcall_typed_decode_array_value(decoder, type, value);
    case HOSTCALL_TYPED_TUPLE: return decode_tuple(decoder, type, value);
    case HOSTCALL_TYPED_RECORD: return decode_record(decoder, type, value);
    case HOSTCALL_TYPED_MAP:
    case HOSTCALL_TYPED_PAIRS: return hostcall_typed_decode_entries(decoder, type, value);
    case HOSTCALL_TYPED_ENUM: return hostcall_typed_decode_enum(decoder, type, value);
    case HOSTCALL_TYPED_UNION: return hostcall_typed_decode_union(decoder, type, value);
  }
  return hostcall_typed_fail(&decoder->fault, "the type is unknown");
}
