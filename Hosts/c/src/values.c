/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "hostcall_typed_values.h"

#include <stdlib.h>
#include <string.h>

#include "chunk.h"

hostcall_text hostcall_text_of(const char *string) {
  return string == NULL ? (hostcall_text){"", 0} : (hostcall_text){string, strlen(string)};
}

bool hostcall_text_equals(hostcall_text text, const char *string) {
  const hostcall_text other = hostcall_text_of(string);
  if (text.length != other.length) return false;
  return text.length == 0 || (text.data != NULL && memcmp(text.data, other.data, text.length) == 0);
}

/* With its head, the first chunk is below the 1032 bytes up to which glibc frees memory without a lock. */
enum { FIRST_CHUNK = 960, LARGEST_CHUNK = 1 << 20, ALIGNMENT = alignof(max_align_t) };

void *hostcall_typed_allocate(hostcall_typed_arena *arena, size_t size) {
  struct hostcall_typed_chunk *chunk = arena->chunk;
  if (size > SIZE_MAX / 4) return NULL;
  size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  if (chunk == NULL || chunk->size - chunk->used < rounded) {
    size_t capacity = chunk == NULL ? FIRST_CHUNK : chunk->size < LARGEST_CHUNK / 2 ? chunk->size * 2 : LARGEST_CHUNK;
    if (capacity < rounded) capacity = rounded;
    struct hostcall_typed_chunk *added = malloc(sizeof *added + capacity);
    if (added == NULL) return NULL;
    added->next = chunk;
    added->used = 0;
    added->size = capacity;
    arena->chunk = chunk = added;
  }
  void *memory = chunk->memory + chunk->used;
  chunk->used += rounded;
  return memory;
}

void hostcall_typed_arena_free(hostcall_typed_arena *arena) {
  if (arena == NULL) return;
  for (struct hostcall_typed_chunk *chunk = arena->chunk, *next; chunk != NULL; chunk = next) {
    next = chunk->next;
    free(chunk);
  }
  arena->chunk = NULL;
}
