/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Arrays, and maps as arrays of entries. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "decode_value.h"

/* What is allocated before the first element is read: a message may claim more elements than it has. */
enum { FIRST_SIZE = 4096, FIRST_COUNT = 4 /* if it does not say how many */ };

/* The elements that were read so far. */
struct elements {
  char *items;
  size_t count, capacity, size;
};

/* Returns the place for one more element of a container; NULL after a failure. */
static void *append(hostcall_typed_decoder *decoder, struct elements *elements,
                    const hostcall_typed_container *container) {
  if (elements->count == elements->capacity) {
    uint64_t left = container->left;
    size_t first = container->is_indefinite ? FIRST_COUNT : FIRST_SIZE / elements->size + 1;
    size_t capacity = elements->capacity == 0 ? first : elements->capacity * 2;
    if (!container->is_indefinite && left < capacity - elements->count) capacity = elements->count + (size_t)left + 1;
    char *items = capacity > SIZE_MAX / 4 / elements->size
                      ? NULL
                      : hostcall_typed_allocate(decoder->arena, capacity * elements->size);
    if (items == NULL) {
      hostcall_typed_fail(&decoder->fault, "there is no memory for %zu elements", capacity);
      return NULL;
    }
    if (elements->count > 0) memcpy(items, elements->items, elements->count * elements->size);
    elements->items = items;
    elements->capacity = capacity;
  }
  return elements->items + elements->count++ * elements->size;
}

static bool finish(hostcall_typed_decoder *decoder, const struct elements *elements, void *value) {
  hostcall_typed_list list = {elements->items, elements->count};
  memcpy(value, &list, sizeof list); /* whose type is another struct of the same layout */
  return !decoder->fault.has_failed;
}

bool hostcall_typed_decode_array_value(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value) {
  hostcall_typed_container array;
  struct elements elements = {.size = type->element->size};
  if (!hostcall_typed_begin_array(decoder, &array)) return false;
  while (hostcall_typed_next(decoder, &array)) {
    void *element = append(decoder, &elements, &array);
    if (element == NULL) return false;
    if (!hostcall_typed_decode_value(decoder, type->element, element)) {
      return hostcall_typed_in_element(&decoder->fault, elements.count - 1);
    }
  }
  return finish(decoder, &elements, value);
}

/* Decodes a key of a map: text, or an integer in decimal. */
static bool decode_key(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value) {
  if (type->kind == HOSTCALL_TYPED_TEXT) return hostcall_typed_decode_text(decoder, value);
  hostcall_text key;
  char digits[24], *end;
  if (!hostcall_typed_decode_key(decoder, &key)) return false;
  size_t length = key.length < sizeof digits ? key.length : 0;
  if (length > 0) memcpy(digits, key.data, length);
  digits[length] = '\0';
  errno = 0;
  long long number = strtoll(digits, &end, 10);
  if (length == 0 || end != digits + length || errno == ERANGE || strchr("-0123456789", digits[0]) == NULL) {
    return hostcall_typed_fail(&decoder->fault, "the key is no integer");
  }
  *(int64_t *)value = number;
  return true;
}

bool hostcall_typed_decode_entries(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value) {
  hostcall_typed_container container;
  const hostcall_typed_type *entry = type->element;
  const hostcall_typed_field *key = &entry->fields[0], *content = &entry->fields[1];
  struct elements elements = {.size = entry->size};
  bool is_map = type->kind == HOSTCALL_TYPED_MAP;
  if (!(is_map ? hostcall_typed_begin_map(decoder, &container) : hostcall_typed_begin_array(decoder, &container))) {
    return false;
  }
  while (hostcall_typed_next(decoder, &container)) {
    char *item = append(decoder, &elements, &container);
    if (item == NULL) return false;
    memset(item, 0, entry->size);
    bool has_key = is_map ? decode_key(decoder, key->type, item + key->offset)
                          : hostcall_typed_decode_value(decoder, key->type, item + key->offset);
    if (has_key && !is_map && !hostcall_typed_next(decoder, &container)) {
      has_key = hostcall_typed_fail(&decoder->fault, "a key has no value");
    }
    if (!has_key || !hostcall_typed_decode_value(decoder, content->type, item + content->offset)) {
      bool is_text = has_key && key->type->kind == HOSTCALL_TYPED_TEXT;
      return is_text ? hostcall_typed_in_field(&decoder->fault, *(hostcall_text *)(void *)(item + key->offset))
                     : hostcall_typed_in_element(&decoder->fault, elements.count - 1);
    }
  }
  bool has_failed = decoder->fault.has_failed;
  if (!has_failed && is_map && !hostcall_typed_check_keys(decoder, entry, elements.items, elements.count)) return false;
  return finish(decoder, &elements, value);
}
