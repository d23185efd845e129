/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Enums: those with raw values, and those with associated values. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "decode_value.h"

/* Fails with the case that was found, and those that are known, as far as there is space. */
static bool unknown_case(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, const char *found) {
  char known[120] = "";
  size_t length = 0;
  for (size_t i = 0; i < type->count; i++) {
    const hostcall_typed_case *one = &type->cases[i];
    const char *joint = i == 0 ? "" : ", ";
    size_t space = sizeof known - length;
    int written;
    if (one->text != NULL) { /* of a union too */
      written = snprintf(known + length, space, "%s\"%s\"", joint, one->text);
    } else if (type->element->kind == HOSTCALL_TYPED_DOUBLE) {
      written = snprintf(known + length, space, "%s%g", joint, one->number);
    } else {
      written = snprintf(known + length, space, "%s%" PRId64, joint, one->integer);
    }
    if (written < 0 || (size_t)written >= space) {
      known[length] = '\0';
      break;
    }
    length += (size_t)written;
  }
  return hostcall_typed_fail(&decoder->fault, "%s has no case %s, but %s", type->name, found, known);
}

static void quote(hostcall_text text, char *buffer, size_t size) {
  snprintf(buffer, size, "\"%.*s\"", (int)(text.length < 40 ? text.length : 40), text.data == NULL ? "" : text.data);
}

static void set(void *value, size_t index) {
  int32_t number = (int32_t)index + 1;
  memcpy(value, &number, sizeof number);
}

static bool decode_text_case(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value) {
  hostcall_text text;
  char found[48];
  if (!hostcall_typed_decode_text(decoder, &text)) return false;
  for (size_t i = 0; i < type->count; i++) {
    if (!hostcall_text_equals(text, type->cases[i].text)) continue;
    set(value, i);
    return true;
  }
  quote(text, found, sizeof found);
  return unknown_case(decoder, type, found);
}

static bool decode_number_case(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value) {
  char found[48];
  bool is_float = type->element->kind == HOSTCALL_TYPED_DOUBLE;
  double number = 0;
  int64_t integer = 0;
  if (!(is_float ? hostcall_typed_decode_double(decoder, &number)
                 : hostcall_typed_decode_int(decoder, INT64_MIN, INT64_MAX, &integer))) {
    return false;
  }
  for (size_t i = 0; i < type->count; i++) {
    const hostcall_typed_case *one = &type->cases[i];
    /* NaN is neither. */
    if (is_float ? !(one->number <= number && one->number >= number) : one->integer != integer) continue;
    set(value, i);
    return true;
  }
  if (is_float) {
    snprintf(found, sizeof found, "%g", number);
  } else {
    snprintf(found, sizeof found, "%" PRId64, integer);
  }
  return unknown_case(decoder, type, found);
}

bool hostcall_typed_decode_enum(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value) {
  bool is_text = type->element->kind == HOSTCALL_TYPED_TEXT;
  return is_text ? decode_text_case(decoder, type, value) : decode_number_case(decoder, type, value);
}

bool hostcall_typed_decode_union(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value) {
  hostcall_typed_container map;
  hostcall_text key;
  memset(value, 0, type->size);
  if (!hostcall_typed_begin_map(decoder, &map)) return false;
  if (!hostcall_typed_next(decoder, &map))
    return hostcall_typed_fail(&decoder->fault, "the map of %s is empty", type->name);
  if (!hostcall_typed_decode_key(decoder, &key)) return false;
  size_t index = 0;
  while (index < type->count && !hostcall_text_equals(key, type->cases[index].text)) index++;
  if (index == type->count) {
    char found[48];
    quote(key, found, sizeof found);
    return unknown_case(decoder, type, found);
  }
  const hostcall_typed_case *one = &type->cases[index];
  set(value, index);
  /* A case without associated values has no memory. */
  char unused = 0;
  void *content = one->type->count == 0 ? &unused : (char *)value + one->offset;
  if (!hostcall_typed_decode_value(decoder, one->type, content)) return hostcall_typed_in_field(&decoder->fault, key);
  if (hostcall_typed_next(decoder, &map)) {
    return hostcall_typed_fail(&decoder->fault, "the map of %s has more than one key", type->name);
  }
  return !decoder->fault.has_failed;
}
