/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The floors of the measurements in plain C, and a host in C, which the measured calls and their floors share. */
#ifndef FLOOR_H
#define FLOOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* -- Measuring ------------------------------------------------------------------------------------- */

int64_t floor_now_ns(void);
/* Returns the number of blocks of memory that this process has allocated. */
uint64_t floor_allocations(void);
/* Returns the resident memory in bytes; 0 if the system does not provide it. */
size_t floor_resident(void);
/* Returns the number of threads of this process; 0 if the system does not provide it. */
size_t floor_threads(void);

/* Starts counting instructions under valgrind's callgrind. */
void floor_count_instructions(void);
/* Stops counting and records the count under a name; returns false if the process does not run under valgrind. */
bool floor_counted_instructions(const char *name);

/* -- Messages between threads ------------------------------------------------------------------------ */

/* A message, followed by its bytes in memory. */
typedef struct floor_message {
  struct floor_message *next;
  uint64_t call_id; /* 0 for a poke */
  size_t length;
  size_t capacity;
} floor_message;

/* An inbox in which one thread receives messages in the order in which another sends them. */
typedef struct floor_inbox floor_inbox;

/* Creates an inbox. With `looks_out`, and if more than one processor is available, the receiver spins for a while
 * before it sleeps, as a bridge's task thread does. */
floor_inbox *floor_inbox_create(bool looks_out);
void floor_inbox_destroy(floor_inbox *inbox);
/* Waits for messages. The receiver returns each to the inbox with floor_inbox_recycle. */
floor_message *floor_inbox_wait(floor_inbox *inbox);
void floor_inbox_recycle(floor_inbox *inbox, floor_message *message);
/* Sends a message without bytes. Any thread may call it. */
void floor_inbox_poke(floor_inbox *inbox);

/* -- A host with a thread --------------------------------------------------------------------------- */

/* A host that copies requests from one thread, and answers each with its own bytes on the host's thread. */
typedef struct floor_host floor_host;
typedef int32_t (*floor_answer)(uint64_t target, uint64_t call_id, int32_t outcome, const uint8_t *bytes, size_t length);

floor_host *floor_host_start(floor_answer answer, uint64_t target);
void floor_host_stop(floor_host *host);
/* A floor_answer that copies the answer into an inbox, which is the target. */
int32_t floor_inbox_answer(uint64_t inbox, uint64_t call_id, int32_t outcome, const uint8_t *bytes, size_t length);
/* An `invoke` whose user_data is the host; the second is for requests from several threads. */
void floor_host_invoke(uint64_t call_id, const uint8_t *request, size_t length, void *host);
void floor_host_invoke_shared(uint64_t call_id, const uint8_t *request, size_t length, void *host);
/* An `invoke` that answers at once; its user_data is a floor_inline. */
typedef struct floor_inline {
  floor_answer answer;
  uint64_t target;
} floor_inline;
void floor_inline_invoke(uint64_t call_id, const uint8_t *request, size_t length, void *user_data);
/* An `invoke` that does nothing. */
void floor_silent_invoke(uint64_t call_id, const uint8_t *request, size_t length, void *user_data);

/* -- Calls to the host in plain C ---------------------------------------------------------------------- */

/* Makes `count` round trips with the same two threads and queues, and copies both ways: this thread sends requests of
 * `length` bytes to a host, and receives the answers, with at most `window` requests in flight. */
void floor_round_trips(size_t length, uint64_t window, uint64_t count);
/* Makes round trips in batches: sends `window` requests before it receives their answers. */
void floor_batches(size_t length, uint64_t window, uint64_t count);

/* -- Streams of items in plain C ------------------------------------------------------------------------ */

/* The type of hostcall_send. */
typedef int32_t (*floor_send)(uint64_t bridge, uint64_t call_id, const uint8_t *item, size_t length);

/* Sends `count` items of 16 bytes; ends the process if one is refused. */
void floor_send_items(floor_send send, uint64_t bridge, uint64_t call_id, uint64_t count);
/* Moves `count` items of 16 bytes through a bounded queue with a mutex on this thread, copied on both sides, `window`
 * at a time. */
void floor_items(uint64_t window, uint64_t count);

/* -- Events in plain C ---------------------------------------------------------------------------------- */

/* The type of hostcall_emit. */
typedef int32_t (*floor_emit)(uint64_t bridge, const char *name, const uint8_t *event, size_t length);

/* Listeners that run on one thread and count the events that they receive. */
typedef struct floor_listeners floor_listeners;

floor_listeners *floor_listeners_create(void);
void floor_listeners_destroy(floor_listeners *listeners);
/* The `event` of each listener, whose user_data is the floor_listeners; ends the process if an event was dropped. */
void floor_listen(const char *name, const uint8_t *event, size_t length, uint64_t dropped, void *listeners);
/* Emits `count` events of 16 bytes, `window` before it waits until each of `number` listeners has received them; ends
 * the process if one is refused. */
void floor_emit_events(floor_emit emit, uint64_t bridge, const char *name, floor_listeners *listeners, uint64_t number,
                       uint64_t window, uint64_t count);
/* Passes `count` events of 16 bytes to `number` listeners, each of which has a bounded queue with a mutex, on one
 * thread that calls them all. */
void floor_events(uint64_t number, uint64_t window, uint64_t count);

/* Calls `resume(context)`, without the compiler being able to inline it. */
void floor_resume(void (*resume)(void *context), void *context);

/* -- Calls of the host --------------------------------------------------------------------------------- */

/* The types of hostcall_call and of its reply. */
typedef void (*floor_reply)(int32_t outcome, const uint8_t *payload, size_t length, void *user_data);
typedef int32_t (*floor_call)(uint64_t bridge, const char *name, const uint8_t *request, size_t length,
                              floor_reply reply, void *user_data, uint64_t *call_id_out);

/* Calls a function of the core `count` times from this thread, with at most `window` calls in flight. Each reply sends
 * a copy of its bytes to this thread. */
void floor_call_core(floor_call call, uint64_t bridge, const char *name, const uint8_t *request, size_t length,
                     uint64_t window, uint64_t count);
/* The same without a core: each request passes through `threads` threads and back to this one, copied for each. */
void floor_relays(size_t threads, const uint8_t *request, size_t length, uint64_t window, uint64_t count);

/* -- The codec through libcbor, by hand ------------------------------------------------------------------ */

/* Encodes {"id": …, "name": …, "flag": …}, and returns the number of bytes written. */
size_t floor_encode_small(uint8_t *buffer, size_t size, uint64_t id, const char *name, size_t name_length, bool flag);
/* Decodes the same map; returns false for any other bytes. `name` points into the bytes. */
bool floor_decode_small(const uint8_t *bytes, size_t length, uint64_t *id, const uint8_t **name, size_t *name_length,
                        bool *flag);
/* Arrays of numbers. */
size_t floor_encode_doubles(uint8_t *buffer, size_t size, const double *values, size_t count);
bool floor_decode_doubles(const uint8_t *bytes, size_t length, double *values, size_t count);
size_t floor_encode_uints(uint8_t *buffer, size_t size, const uint64_t *values, size_t count);
bool floor_decode_uints(const uint8_t *bytes, size_t length, uint64_t *values, size_t count);

/* A text inside a message, without a terminating NUL. */
typedef struct floor_text {
  const char *bytes;
  size_t length;
} floor_text;

/* The Profile of CodecValues.swift, without its `nil` field. */
typedef struct floor_profile {
  uint64_t id, age, created, manager, zip;
  double score, rating;
  bool is_active;
  floor_text name, email, street, city;
  floor_text tags[8];
  size_t tag_count;
} floor_profile;
size_t floor_encode_profile(uint8_t *buffer, size_t size, const floor_profile *profile);
bool floor_decode_profile(const uint8_t *bytes, size_t length, floor_profile *profile);

/* A map from text to unsigned integers. */
typedef struct floor_pair {
  floor_text key;
  uint64_t value;
} floor_pair;
size_t floor_encode_pairs(uint8_t *buffer, size_t size, const floor_pair *pairs, size_t count);
bool floor_decode_pairs(const uint8_t *bytes, size_t length, floor_pair *pairs, size_t count);

/* The same functions without libcbor. */
size_t raw_floor_encode_small(uint8_t *buffer, size_t size, uint64_t id, const char *name, size_t name_length, bool flag);
bool raw_floor_decode_small(const uint8_t *bytes, size_t length, uint64_t *id, const uint8_t **name, size_t *name_length,
                            bool *flag);
size_t raw_floor_encode_doubles(uint8_t *buffer, size_t size, const double *values, size_t count);
bool raw_floor_decode_doubles(const uint8_t *bytes, size_t length, double *values, size_t count);
size_t raw_floor_encode_uints(uint8_t *buffer, size_t size, const uint64_t *values, size_t count);
bool raw_floor_decode_uints(const uint8_t *bytes, size_t length, uint64_t *values, size_t count);
size_t raw_floor_encode_profile(uint8_t *buffer, size_t size, const floor_profile *profile);
bool raw_floor_decode_profile(const uint8_t *bytes, size_t length, floor_profile *profile);
size_t raw_floor_encode_pairs(uint8_t *buffer, size_t size, const floor_pair *pairs, size_t count);
bool raw_floor_decode_pairs(const uint8_t *bytes, size_t length, floor_pair *pairs, size_t count);

#endif
