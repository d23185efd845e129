/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The keys of a map, none of which occurs twice. */
#include <stdlib.h>
#include <string.h>

#include "decode_value.h"

static int compare_texts(const void *left, const void *right) {
  const hostcall_text *one = *(const hostcall_text *const *)left, *other = *(const hostcall_text *const *)right;
  size_t shorter = one->length < other->length ? one->length : other->length;
  int order = shorter == 0 ? 0 : memcmp(one->data, other->data, shorter);
  return order != 0 ? order : (one->length > other->length) - (one->length < other->length);
}

static int compare_integers(const void *left, const void *right) {
  int64_t one = **(const int64_t *const *)left, other = **(const int64_t *const *)right;
  return (one > other) - (one < other);
}

/* Fails with the place of a key that occurs twice. */
static bool fail_twice(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, const void *key) {
  if (type->kind == HOSTCALL_TYPED_TEXT) {
    hostcall_typed_fail(&decoder->fault, "the key occurs twice");
    return hostcall_typed_in_field(&decoder->fault, *(const hostcall_text *)key);
  }
  return hostcall_typed_fail(&decoder->fault, "the key %lld occurs twice", (long long)*(const int64_t *)key);
}

bool hostcall_typed_check_keys(hostcall_typed_decoder *decoder, const hostcall_typed_type *entry, const char *entries,
                               size_t count) {
  const hostcall_typed_field *key = &entry->fields[0];
  int (*compare)(const void *, const void *) =
      key->type->kind == HOSTCALL_TYPED_TEXT ? compare_texts : compare_integers;
  if (count < 2) return true;
  const void **keys = malloc(count * sizeof *keys);
  if (keys == NULL) return hostcall_typed_fail(&decoder->fault, "there is no memory for %zu keys", count);
  for (size_t i = 0; i < count; i++) keys[i] = entries + i * entry->size + key->offset;
  qsort(keys, count, sizeof *keys, compare);
  bool are_different = true;
  for (size_t i = 1; i < count && are_different; i++) {
    if (compare(&keys[i - 1], &keys[i]) == 0) are_different = fail_twice(decoder, key->type, keys[i]);
  }
  free(keys);
  return are_different;
}
