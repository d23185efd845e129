/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Arrays, maps, and the memory that they take. */
#include "../src/chunk.h"
#include "check.h"
#include "hostcall_typed_types.h"

typedef struct entry {
  int64_t key, value;
} entry;

static const hostcall_typed_field entry_fields[] = {
    {.key = "key", .type = &hostcall_typed_int64, .offset = offsetof(entry, key)},
    {.key = "value", .type = &hostcall_typed_int64, .offset = offsetof(entry, value)}};
static const hostcall_typed_type entry_type = {
    .kind = HOSTCALL_TYPED_TUPLE, .size = sizeof(entry), .fields = entry_fields, .count = 2};
static const hostcall_typed_type map_type = {
    .kind = HOSTCALL_TYPED_MAP, .size = sizeof(hostcall_typed_list), .element = &entry_type};
typedef struct text_entry {
  hostcall_text key;
  int64_t value;
} text_entry;

static const hostcall_typed_field text_fields[] = {
    {.key = "key", .type = &hostcall_typed_text, .offset = offsetof(text_entry, key)},
    {.key = "value", .type = &hostcall_typed_int64, .offset = offsetof(text_entry, value)}};
static const hostcall_typed_type text_entry_type = {
    .kind = HOSTCALL_TYPED_TUPLE, .size = sizeof(text_entry), .fields = text_fields, .count = 2};
static const hostcall_typed_type texts_type = {
    .kind = HOSTCALL_TYPED_MAP, .size = sizeof(hostcall_typed_list), .element = &text_entry_type};
static const hostcall_typed_type array_type = {
    .kind = HOSTCALL_TYPED_ARRAY, .size = sizeof(hostcall_typed_list), .element = &hostcall_typed_int64};
static const hostcall_typed_type arrays_type = {
    .kind = HOSTCALL_TYPED_ARRAY, .size = sizeof(hostcall_typed_list), .element = &array_type};

static hostcall_typed_arena arena;
static hostcall_typed_fault fault;

static const hostcall_typed_list *decode(const hostcall_typed_type *type, const void *bytes, size_t length) {
  return hostcall_typed_decode_payload(type, bytes, length, &arena, &fault);
}
#define DECODE_MAP(literal) decode(&map_type, literal, sizeof(literal) - 1)
#define DECODE_TEXTS(literal) decode(&texts_type, literal, sizeof(literal) - 1)

/* Returns the memory of the arena, in bytes. */
static size_t memory(void) {
  size_t size = 0;
  for (const struct hostcall_typed_chunk *chunk = arena.chunk; chunk != NULL; chunk = chunk->next) size += chunk->size;
  return size;
}

static void integer_keys_are_read_whole_and_in_range(void) {
  const hostcall_typed_list *list = DECODE_MAP(
      "\xa2\x74-9223372036854775808\1\x61"
      "7\2");
  CHECK(list != NULL && list->count == 2);
  if (list != NULL) CHECK(((const entry *)list->items)[0].key == INT64_MIN && ((const entry *)list->items)[1].key == 7);
  CHECK(DECODE_MAP("\xa1\x73"
                   "9223372036854775808\1") == NULL);
  CHECK_IN("the key is no integer", fault.reason);
  CHECK(DECODE_MAP("\xa1\x74"
                   "99999999999999999999\1") == NULL);
  CHECK(DECODE_MAP("\xa1\x63"
                   "5\0x\1") == NULL);
  CHECK_IN("the key is no integer", fault.reason);
  CHECK(DECODE_MAP("\xa1\x60\1") == NULL);
  hostcall_typed_arena_free(&arena);
}

static void a_key_that_occurs_twice_is_refused(void) {
  CHECK(DECODE_MAP("\xa3\x61"
                   "7\1\x61"
                   "9\2\x61"
                   "7\3") == NULL);
  CHECK_IN("the key 7 occurs twice", fault.reason);
  CHECK(DECODE_TEXTS("\xa4\x61"
                     "b\1\x60\2\x62"
                     "bc\3\x61"
                     "b\4") == NULL);
  CHECK_IN("the key occurs twice", fault.reason);
  CHECK_IN("b", fault.path);
  const hostcall_typed_list *list = DECODE_TEXTS(
      "\xa4\x61"
      "b\1\x60\2\x62"
      "bc\3\x61"
      "a\4");
  CHECK(list != NULL && list->count == 4);
  /* In the order of the message. */
  if (list != NULL) CHECK(hostcall_text_equals(((const text_entry *)list->items)[2].key, "bc"));
  hostcall_typed_arena_free(&arena);
}

/* An array that does not say how many elements it has takes no more than its elements need. */
static void short_arrays_take_little_memory(void) {
  enum { COUNT = 1000 };
  static uint8_t message[3 + 3 * COUNT] = "\x99\x03\xe8";
  for (size_t i = 0; i < COUNT; i++) memcpy(message + 3 + 3 * i, "\x9f\1\xff", 3);
  const hostcall_typed_list *list = decode(&arrays_type, message, sizeof message);
  CHECK(list != NULL && list->count == COUNT);
  CHECK(memory() < 100 * sizeof message);
  hostcall_typed_arena_free(&arena);
}

static void a_large_value_does_not_enlarge_those_that_follow(void) {
  const size_t large = 4 << 20;
  CHECK(hostcall_typed_allocate(&arena, large) != NULL);
  CHECK(hostcall_typed_allocate(&arena, 16) != NULL);
  CHECK(memory() <= large + (1 << 20));
  hostcall_typed_arena_free(&arena);
}

const struct test list_tests[] = {
    {"integer keys are read whole and in range", integer_keys_are_read_whole_and_in_range},
    {"a key that occurs twice is refused", a_key_that_occurs_twice_is_refused},
    {"short arrays take little memory", short_arrays_take_little_memory},
    {"a large value does not enlarge those that follow", a_large_value_does_not_enlarge_those_that_follow},
    {NULL, NULL}};
