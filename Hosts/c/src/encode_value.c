/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "hostcall_typed_types.h"

static bool encode(hostcall_typed_encoder *encoder, const hostcall_typed_type *type, const void *value, unsigned depth);

static const void *at(const void *value, size_t offset) { return (const char *)value + offset; }

static int64_t load_int(const void *value, size_t size) {
  switch (size) {
    case 1: return *(const int8_t *)value;
    case 2: return *(const int16_t *)value;
    case 4: return *(const int32_t *)value;
    default: return *(const int64_t *)value;
  }
}

static uint64_t load_uint(const void *value, size_t size) {
  switch (size) {
    case 1: return *(const uint8_t *)value;
    case 2: return *(const uint16_t *)value;
    case 4: return *(const uint32_t *)value;
    default: return *(const uint64_t *)value;
  }
}

static const void *load_pointer(const void *value) {
  const void *pointer;
  memcpy(&pointer, value, sizeof pointer);
  return pointer;
}

/* -- Structs --------------------------------------------------------------------------------------- */

static bool encode_field(hostcall_typed_encoder *encoder, const hostcall_typed_field *field, const void *value,
                         unsigned depth) {
  return encode(encoder, field->type, at(value, field->offset), depth) ||
         hostcall_typed_in_field(&encoder->fault, hostcall_text_of(field->key));
}

/* An optional field without a value is left out. */
static bool is_present(const hostcall_typed_field *field, const void *value) {
  return !field->is_optional || load_pointer(at(value, field->offset)) != NULL;
}

static bool encode_record(hostcall_typed_encoder *encoder, const hostcall_typed_type *type, const void *value,
                          unsigned depth) {
  size_t count = 0;
  for (size_t i = 0; i < type->count; i++) count += is_present(&type->fields[i], value) ? 1 : 0;
  if (!hostcall_typed_encode_map(encoder, count)) return false;
  for (size_t i = 0; i < type->count; i++) {
    const hostcall_typed_field *field = &type->fields[i];
    if (!is_present(field, value)) continue;
    if (!hostcall_typed_encode_key(encoder, field->key) || !encode_field(encoder, field, value, depth)) return false;
  }
  return true;
}

static bool encode_tuple(hostcall_typed_encoder *encoder, const hostcall_typed_type *type, const void *value,
                         unsigned depth) {
  if (!hostcall_typed_encode_array(encoder, type->count)) return false;
  for (size_t i = 0; i < type->count; i++) {
    const hostcall_typed_field *field = &type->fields[i];
    if (!encode(encoder, field->type, at(value, field->offset), depth)) {
      return hostcall_typed_in_element(&encoder->fault, i);
    }
  }
  return true;
}

/* -- Lists ----------------------------------------------------------------------------------------- */

static bool is_list(hostcall_typed_encoder *encoder, hostcall_typed_list list) {
  return list.items != NULL || list.count == 0 ||
         hostcall_typed_fail(&encoder->fault, "the items are NULL, though there are %zu", list.count);
}

static bool encode_array(hostcall_typed_encoder *encoder, const hostcall_typed_type *type, const void *value,
                         unsigned depth) {
  const hostcall_typed_list *list = value;
  if (!is_list(encoder, *list) || !hostcall_typed_encode_array(encoder, list->count)) return false;
  for (size_t i = 0; i < list->count; i++) {
    if (!encode(encoder, type->element, at(list->items, i * type->element->size), depth)) {
      return hostcall_typed_in_element(&encoder->fault, i);
    }
  }
  return true;
}

/* Encodes a key of a map: text, or an integer as text. */
static bool encode_key(hostcall_typed_encoder *encoder, const hostcall_typed_type *type, const void *key) {
  if (type->kind == HOSTCALL_TYPED_TEXT) return hostcall_typed_encode_text(encoder, *(const hostcall_text *)key);
  char digits[24];
  snprintf(digits, sizeof digits, "%" PRId64, *(const int64_t *)key);
  return hostcall_typed_encode_key(encoder, digits);
}

static bool encode_entries(hostcall_typed_encoder *encoder, const hostcall_typed_type *type, const void *value,
                           unsigned depth) {
  const hostcall_typed_list *list = value;
  const hostcall_typed_type *entry = type->element;
  const hostcall_typed_field *key = &entry->fields[0], *content = &entry->fields[1];
  bool is_map = type->kind == HOSTCALL_TYPED_MAP;
  if (!is_list(encoder, *list)) return false;
  if (list->count > SIZE_MAX / 2) return hostcall_typed_fail(&encoder->fault, "there are too many entries");
  if (!(is_map ? hostcall_typed_encode_map(encoder, list->count)
               : hostcall_typed_encode_array(encoder, list->count * 2))) {
    return false;
  }
  for (size_t i = 0; i < list->count; i++) {
    const void *item = at(list->items, i * entry->size);
    const void *key_value = at(item, key->offset);
    bool is_encoded =
        (is_map ? encode_key(encoder, key->type, key_value) : encode(encoder, key->type, key_value, depth)) &&
        encode(encoder, content->type, at(item, content->offset), depth);
    if (!is_encoded) return hostcall_typed_in_element(&encoder->fault, i);
  }
  return true;
}

/* -- Enums ----------------------------------------------------------------------------------------- */

/* Returns the case of a value; fails if there is none. */
static const hostcall_typed_case *case_of(hostcall_typed_encoder *encoder, const hostcall_typed_type *type,
                                          const void *value) {
  int32_t number;
  memcpy(&number, value, sizeof number);
  if (number >= 1 && (size_t)number <= type->count) return &type->cases[number - 1];
  hostcall_typed_fail(&encoder->fault, "%s has no case of the number %d", type->name, (int)number);
  return NULL;
}

static bool encode_enum(hostcall_typed_encoder *encoder, const hostcall_typed_type *type, const void *value) {
  const hostcall_typed_case *one = case_of(encoder, type, value);
  if (one == NULL) return false;
  switch (type->element->kind) {
    case HOSTCALL_TYPED_TEXT: return hostcall_typed_encode_text(encoder, hostcall_text_of(one->text));
    case HOSTCALL_TYPED_DOUBLE: return hostcall_typed_encode_float(encoder, one->number);
    default: return hostcall_typed_encode_int(encoder, one->integer);
  }
}

static bool encode_union(hostcall_typed_encoder *encoder, const hostcall_typed_type *type, const void *value,
                         unsigned depth) {
  const hostcall_typed_case *one = case_of(encoder, type, value);
  if (one == NULL || !hostcall_typed_encode_map(encoder, 1) || !hostcall_typed_encode_key(encoder, one->text))
    return false;
  return encode(encoder, one->type, at(value, one->offset), depth) ||
         hostcall_typed_in_field(&encoder->fault, hostcall_text_of(one->text));
}

/* -- All ------------------------------------------------------------------------------------------- */

static bool encode(hostcall_typed_encoder *encoder, const hostcall_typed_type *type, const void *value,
                   unsigned depth) {
  if (depth == 0) return hostcall_typed_fail(&encoder->fault, "the value is nested too deeply");
  switch (type->kind) {
    case HOSTCALL_TYPED_BOOL: return hostcall_typed_encode_bool(encoder, *(const bool *)value);
    case HOSTCALL_TYPED_INT: return hostcall_typed_encode_int(encoder, load_int(value, type->size));
    case HOSTCALL_TYPED_UINT: return hostcall_typed_encode_uint(encoder, load_uint(value, type->size));
    case HOSTCALL_TYPED_INT128: return hostcall_typed_encode_int128(encoder, *(const hostcall_int128 *)value);
    case HOSTCALL_TYPED_UINT128: return hostcall_typed_encode_uint128(encoder, *(const hostcall_uint128 *)value);
    case HOSTCALL_TYPED_FLOAT: return hostcall_typed_encode_float(encoder, (double)*(const float *)value);
    case HOSTCALL_TYPED_DOUBLE: return hostcall_typed_encode_float(encoder, *(const double *)value);
    case HOSTCALL_TYPED_TEXT: return hostcall_typed_encode_text(encoder, *(const hostcall_text *)value);
    case HOSTCALL_TYPED_PAYLOAD:
    case HOSTCALL_TYPED_RAW:
    case HOSTCALL_TYPED_BYTES: return hostcall_typed_encode_bytes(encoder, *(const hostcall_bytes *)value);
    case HOSTCALL_TYPED_TIME: return hostcall_typed_encode_time(encoder, *(const double *)value);
    case HOSTCALL_TYPED_UUID: return hostcall_typed_encode_uuid(encoder, *(const hostcall_uuid *)value);
    case HOSTCALL_TYPED_URI: return hostcall_typed_encode_uri(encoder, *(const hostcall_text *)value);
    case HOSTCALL_TYPED_DECIMAL: return hostcall_typed_encode_decimal(encoder, *(const hostcall_decimal *)value);
    case HOSTCALL_TYPED_ITEM: return hostcall_typed_encode_item(encoder, *(const hostcall_item *)value);
    case HOSTCALL_TYPED_OPTIONAL:
      value = load_pointer(value);
      return value == NULL ? hostcall_typed_encode_null(encoder) : encode(encoder, type->element, value, depth - 1);
    case HOSTCALL_TYPED_BOX:
      value = load_pointer(value);
      if (value == NULL) return hostcall_typed_fail(&encoder->fault, "the pointer is NULL");
      return encode(encoder, type->element, value, depth - 1);
    case HOSTCALL_TYPED_ARRAY: return encode_array(encoder, type, value, depth - 1);
    case HOSTCALL_TYPED_TUPLE: return encode_tuple(encoder, type, value, depth - 1);
    case HOSTCALL_TYPED_RECORD: return encode_record(encoder, type, value, depth - 1);
    case HOSTCALL_TYPED_MAP:
    case HOSTCALL_TYPED_PAIRS: return encode_entries(encoder, type, value, depth - 1);
    case HOSTCALL_TYPED_ENUM: return encode_enum(encoder, type, value);
    case HOSTCALL_TYPED_UNION: return encode_union(encoder, type, value, depth - 1);
  }
  return hostcall_typed_fail(&encoder->fault, "the type is unknown");
}

bool hostcall_typed_encode_value(hostcall_typed_encoder *encoder, const hostcall_typed_type *type, const void *value) {
  /* Pointers and cases count too, so that a value which the core may still accept is not refused. */
  return encode(encoder, type, value, 3 * HOSTCALL_TYPED_MAXIMUM_DEPTH);
}
