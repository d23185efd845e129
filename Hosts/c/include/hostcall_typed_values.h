/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* hostcall_typed_values.h - the values that typed requests and answers consist of, and the memory they are in. */
#ifndef HOSTCALL_TYPED_VALUES_H
#define HOSTCALL_TYPED_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Text in UTF-8. It need not end with a NUL, but text that was decoded does, after its `length` bytes, and may contain
 * others. A NULL `data` with a length of 0 is empty text. */
typedef struct hostcall_text {
  const char *data;
  size_t length; /* in bytes */
} hostcall_text;

/* The text of a string literal. */
#ifdef __cplusplus
#define HOSTCALL_TEXT(literal) (hostcall_text{"" literal, sizeof(literal) - 1})
#else
#define HOSTCALL_TEXT(literal) ((hostcall_text){"" literal, sizeof(literal) - 1})
#endif

/* Returns the text of a string that ends with a NUL, which is not copied; empty text for NULL. */
hostcall_text hostcall_text_of(const char *string);

/* Returns whether a text equals a string that ends with a NUL. NULL is empty text. */
bool hostcall_text_equals(hostcall_text text, const char *string);

/* Bytes. A NULL `data` with a length of 0 is empty. */
typedef struct hostcall_bytes {
  const uint8_t *data;
  size_t length;
} hostcall_bytes;

/* One encoded CBOR item, for values whose type has no form in C. */
typedef struct hostcall_item {
  const uint8_t *data;
  size_t length; /* in bytes; 0 is no item, and cannot be encoded */
} hostcall_item;

/* A UUID, in network order. */
typedef struct hostcall_uuid {
  uint8_t bytes[16];
} hostcall_uuid;

/* An unsigned integer of 128 bits: high * 2^64 + low. */
typedef struct hostcall_uint128 {
  uint64_t high;
  uint64_t low;
} hostcall_uint128;

/* A signed integer of 128 bits: high * 2^64 + low. */
typedef struct hostcall_int128 {
  int64_t high;
  uint64_t low;
} hostcall_int128;

/* A decimal number: mantissa * 10^exponent, negated if `is_negative`. */
typedef struct hostcall_decimal {
  bool is_negative;
  int64_t exponent;
  hostcall_uint128 mantissa;
} hostcall_decimal;

/* Memory that is freed together. Set to 0 before the first use. Not for several threads at once. */
typedef struct hostcall_typed_arena {
  struct hostcall_typed_chunk *chunk;
} hostcall_typed_arena;

/* Returns `size` bytes of an arena, aligned for any type and not initialized; NULL if memory is lacking. A size of 0
 * results in a pointer that is not NULL. */
void *hostcall_typed_allocate(hostcall_typed_arena *arena, size_t size);

/* Frees everything in an arena, which can be used again. NULL has no effect. */
void hostcall_typed_arena_free(hostcall_typed_arena *arena);

/* Returns why the last hostcall_typed_ function, or function of generated code, failed on this thread: a message that
 * ends with a NUL and is not NULL. It is valid until the next failure on this thread; a success does not change it. */
const char *hostcall_typed_last_error(void);

#ifdef __cplusplus
}
#endif

#endif /* HOSTCALL_TYPED_VALUES_H */
