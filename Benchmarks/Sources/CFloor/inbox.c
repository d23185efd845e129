/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inbox.h"

#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#endif

enum { awake, asleep };

struct floor_inbox {
  _Atomic(floor_message *) top;
  _Atomic uint32_t state;
  bool may_look;
  bool is_worth_looking;
  // Messages for reuse: the sending thread takes them, and the receiving thread returns them.
  floor_message *spare;
  _Atomic(floor_message *) returned;
};

static const int64_t longest_lookout = 50000;

floor_inbox *floor_inbox_create(bool looks_out) {
  floor_inbox *inbox = calloc(1, sizeof *inbox);
  if (inbox == NULL) abort();
#if defined(__linux__)
  cpu_set_t set;
  inbox->may_look = looks_out && sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 1;
#endif
  return inbox;
}

static void free_all(floor_message *messages) {
  while (messages != NULL) {
    floor_message *next = messages->next;
    free(messages);
    messages = next;
  }
}

void floor_inbox_destroy(floor_inbox *inbox) {
  free_all(inbox->top);
  free_all(inbox->spare);
  free_all(inbox->returned);
  free(inbox);
}

// -- Sending -------------------------------------------------------------------------------------------

static void push(floor_inbox *inbox, floor_message *message) {
  floor_message *below = atomic_load_explicit(&inbox->top, memory_order_relaxed);
  do message->next = below;
  while (!atomic_compare_exchange_weak(&inbox->top, &below, message));
  if (below != NULL) return;
#if defined(__linux__)
  if (atomic_load(&inbox->state) == asleep && atomic_exchange(&inbox->state, awake) == asleep) {
    syscall(SYS_futex, &inbox->state, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 0);
  }
#endif
}

void floor_inbox_put(floor_inbox *inbox, uint64_t call_id, const uint8_t *bytes, size_t length) {
  if (inbox->spare == NULL) inbox->spare = atomic_exchange(&inbox->returned, NULL);
  floor_message *message = inbox->spare;
  if (message != NULL && message->capacity >= length) {
    inbox->spare = message->next;
  } else {
    message = malloc(sizeof *message + length);
    if (message == NULL) abort();
    message->capacity = length;
  }
  message->call_id = call_id;
  message->length = length;
  memcpy(message_bytes(message), bytes, length);
  push(inbox, message);
}

void floor_inbox_poke(floor_inbox *inbox) {
  floor_message *message = calloc(1, sizeof *message);
  if (message == NULL) abort();
  push(inbox, message);
}

int32_t floor_inbox_answer(uint64_t inbox, uint64_t call_id, int32_t outcome, const uint8_t *bytes, size_t length) {
  (void)outcome;
  floor_inbox_put((floor_inbox *)(uintptr_t)inbox, call_id, bytes, length);
  return 0;
}

// -- Receiving -----------------------------------------------------------------------------------------

static floor_message *take_all(floor_inbox *inbox) {
  if (atomic_load(&inbox->top) == NULL) return NULL;
  floor_message *top = atomic_exchange(&inbox->top, NULL), *turned = NULL;
  while (top != NULL) {
    floor_message *next = top->next;
    top->next = turned;
    turned = top;
    top = next;
  }
  return turned;
}

static bool look_out(floor_inbox *inbox) {
  int64_t end = floor_now_ns() + longest_lookout;
  do {
    for (int i = 0; i < 64; i++) {
      if (atomic_load(&inbox->top) != NULL) return true;
#if defined(__x86_64__)
      __builtin_ia32_pause();
#endif
    }
  } while (floor_now_ns() < end);
  return false;
}

floor_message *floor_inbox_wait(floor_inbox *inbox) {
  for (;;) {
    floor_message *messages = take_all(inbox);
    if (messages != NULL) return messages;
    if (inbox->is_worth_looking) {
      if (look_out(inbox)) continue;
      inbox->is_worth_looking = false;
    }
    int64_t start = inbox->may_look ? floor_now_ns() : 0;
    atomic_store(&inbox->state, asleep);
    if (atomic_load(&inbox->top) == NULL) {
#if defined(__linux__)
      syscall(SYS_futex, &inbox->state, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, asleep, NULL, NULL, 0);
#else
      sched_yield();
#endif
    }
    atomic_store(&inbox->state, awake);
    if (inbox->may_look) inbox->is_worth_looking = floor_now_ns() - start < longest_lookout;
  }
}

void floor_inbox_recycle(floor_inbox *inbox, floor_message *message) {
  if (message->call_id == 0) {
    free(message);
    return;
  }
  floor_message *below = atomic_load_explicit(&inbox->returned, memory_order_relaxed);
  do message->next = below;
  while (!atomic_compare_exchange_weak(&inbox->returned, &below, message));
}
