/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "messages.h"

#include <cbor.h>
#include <stdlib.h>
#include <string.h>

static cbor_item_t *text(const char *value) { return cbor_move(cbor_build_string(value)); }

static void add(cbor_item_t *map, const char *key, cbor_item_t *value) {
  if (!cbor_map_add(map, (struct cbor_pair){.key = text(key), .value = value})) abort();
}

static cbor_item_t *number(int64_t value) {
  return cbor_move(value >= 0 ? cbor_build_uint64((uint64_t)value) : cbor_build_negint64((uint64_t)(-1 - value)));
}

/* Encodes `map` and releases it. */
static struct message finish(cbor_item_t *map) {
  struct message message = {NULL, 0};
  size_t size;
  message.length = cbor_serialize_alloc(map, &message.bytes, &size);
  if (message.length == 0) abort();
  cbor_decref(&map);
  return message;
}

struct message log_in_request(uint64_t user_id, uint64_t timeout_ms) {
  cbor_item_t *map = cbor_new_definite_map(2);
  add(map, "userID", cbor_move(cbor_build_uint64(user_id)));
  if (timeout_ms != 0) add(map, "timeoutMilliseconds", cbor_move(cbor_build_uint64(timeout_ms)));
  return finish(map);
}

struct message profile_response(const char *name, const char *const *tags, size_t tag_count, int64_t balance_cents) {
  cbor_item_t *map = cbor_new_definite_map(3);
  cbor_item_t *array = cbor_new_definite_array(tag_count);
  for (size_t i = 0; i < tag_count; i++) {
    if (!cbor_array_push(array, text(tags[i]))) abort();
  }
  add(map, "name", text(name));
  add(map, "tags", cbor_move(array));
  add(map, "balanceCents", number(balance_cents));
  return finish(map);
}

struct message profile_failure(const char *code, bool retryable) {
  cbor_item_t *map = cbor_new_definite_map(2);
  add(map, "code", text(code));
  add(map, "retryable", cbor_move(cbor_build_bool(retryable)));
  return finish(map);
}

/* Returns the value at `key`; NULL if there is none. Stores the whole message in `root`, which the caller releases.
 * cbor_load is not safe for untrusted bytes, but the core's messages are well-formed. */
static cbor_item_t *find(const uint8_t *bytes, size_t length, const char *key, cbor_item_t **root) {
  struct cbor_load_result result;
  *root = cbor_load(bytes, length, &result);
  if (*root == NULL || !cbor_isa_map(*root)) return NULL;
  struct cbor_pair *pairs = cbor_map_handle(*root);
  for (size_t i = 0; i < cbor_map_size(*root); i++) {
    cbor_item_t *name = pairs[i].key;
    if (cbor_isa_string(name) && cbor_string_is_definite(name) && cbor_string_length(name) == strlen(key) &&
        memcmp(cbor_string_handle(name), key, strlen(key)) == 0) {
      return pairs[i].value;
    }
  }
  return NULL;
}

static void release(cbor_item_t *root) {
  if (root != NULL) cbor_decref(&root);
}

bool read_uint(const uint8_t *bytes, size_t length, const char *key, uint64_t *value) {
  cbor_item_t *root;
  cbor_item_t *item = find(bytes, length, key, &root);
  bool found = item != NULL && cbor_isa_uint(item);
  if (found) *value = cbor_get_int(item);
  release(root);
  return found;
}

bool read_double(const uint8_t *bytes, size_t length, const char *key, double *value) {
  cbor_item_t *root;
  cbor_item_t *item = find(bytes, length, key, &root);
  bool found = item != NULL && cbor_is_float(item);
  if (found) *value = cbor_float_get_float(item);
  release(root);
  return found;
}

bool read_text(const uint8_t *bytes, size_t length, const char *key, char *value, size_t size) {
  cbor_item_t *root;
  cbor_item_t *item = find(bytes, length, key, &root);
  bool found = item != NULL && cbor_isa_string(item) && cbor_string_is_definite(item);
  if (found) {
    size_t count = cbor_string_length(item) < size ? cbor_string_length(item) : size - 1;
    memcpy(value, cbor_string_handle(item), count);
    value[count] = '\0';
  }
  release(root);
  return found;
}
