/* What the measurements compare with, in plain C; and a host in C for the calls, which both sides use. */
#ifndef FLOOR_H
#define FLOOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* -- What is measured with ------------------------------------------------------------------------- */

int64_t floor_now_ns(void);
/* How many blocks of memory this process has asked for. */
uint64_t floor_allocations(void);
/* Resident memory in bytes; 0 where the system does not say. */
size_t floor_resident(void);

/* Under valgrind's callgrind: counts the instructions of what comes next, and writes them down under a name; false where
 * nobody counts. */
void floor_count_instructions(void);
bool floor_counted_instructions(const char *name);

/* -- A host on a thread of its own ------------------------------------------------------------------ */

/* Takes requests from any thread, copies them, and answers each with its own bytes on the host's thread. Where more than
 * one processor may be used it looks out for work for a while before it sleeps, as the bridge's loop does. */
typedef struct floor_host floor_host;
typedef int32_t (*floor_answer)(uint64_t target, uint64_t call_id, int32_t outcome, const uint8_t *bytes, size_t length);

floor_host *floor_host_start(floor_answer answer, uint64_t target);
void floor_host_stop(floor_host *host);
/* An `invoke` whose user_data is the host. */
void floor_host_invoke(uint64_t call_id, const uint8_t *request, size_t length, void *host);
/* An `invoke` that answers at once; its user_data is a floor_inline. */
typedef struct floor_inline {
  floor_answer answer;
  uint64_t target;
} floor_inline;
void floor_inline_invoke(uint64_t call_id, const uint8_t *request, size_t length, void *user_data);
/* An `invoke` that does nothing. */
void floor_silent_invoke(uint64_t call_id, const uint8_t *request, size_t length, void *user_data);

/* -- The calls in plain C ----------------------------------------------------------------------------- */

/* The same two threads and queues, with copies both ways: this thread sends requests of `length` bytes to a host, `window`
 * at once, and takes the answers, until it has `count`. */
void floor_round_trips(size_t length, uint64_t window, uint64_t count);
/* As above, `window` at a time: all are sent before any answer is looked at. */
void floor_batches(size_t length, uint64_t window, uint64_t count);

/* Runs `resume(context)`: a call of a function pointer that the compiler can't see through. */
void floor_resume(void (*resume)(void *context), void *context);

/* -- The codec through libcbor, by hand ------------------------------------------------------------------ */

/* {"id": …, "name": …, "flag": …}; the bytes written. */
size_t floor_encode_small(uint8_t *buffer, size_t size, uint64_t id, const char *name, size_t name_length, bool flag);
/* Reads it back; false if it is something else. `name` is where it lies in the bytes. */
bool floor_decode_small(const uint8_t *bytes, size_t length, uint64_t *id, const uint8_t **name, size_t *name_length,
                        bool *flag);
/* An array of heads. */
size_t floor_encode_doubles(uint8_t *buffer, size_t size, const double *values, size_t count);
bool floor_decode_doubles(const uint8_t *bytes, size_t length, double *values, size_t count);
size_t floor_encode_uints(uint8_t *buffer, size_t size, const uint64_t *values, size_t count);
bool floor_decode_uints(const uint8_t *bytes, size_t length, uint64_t *values, size_t count);

/* Where a text lies; it ends with no zero. */
typedef struct floor_text {
  const char *bytes;
  size_t length;
} floor_text;

/* The Profile of CodecValues.swift, without the field that is nil. */
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

#endif
