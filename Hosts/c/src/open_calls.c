/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "open_calls.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct hostcall_typed_open_call {
  pthread_mutex_t mutex; /* guards what follows, except for `next` */
  pthread_cond_t changed;
  uint64_t token; /* 0 if the memory is free */
  uint64_t credits;
  struct hostcall_typed_target target;
  hostcall_typed_arena arena;
  struct hostcall_typed_open_call *next; /* in a bucket, or among the free ones; guarded by their lock */
};

typedef struct hostcall_typed_open_call open_call;

/* The open calls by ID, in buckets with a lock each. */
enum { BUCKET_COUNT = 256 };

struct bucket {
  pthread_mutex_t mutex;
  open_call *first;
};

static struct bucket buckets[BUCKET_COUNT];
static pthread_once_t buckets_once = PTHREAD_ONCE_INIT;

static pthread_mutex_t free_mutex = PTHREAD_MUTEX_INITIALIZER;
static open_call *first_free;
static uint64_t last_token;

static void init_buckets(void) {
  hostcall_typed_watch_forks();
  for (size_t i = 0; i < BUCKET_COUNT; i++) pthread_mutex_init(&buckets[i].mutex, NULL);
}

static struct bucket *bucket_of(hostcall_bridge bridge, uint64_t call_id) {
  pthread_once(&buckets_once, init_buckets);
  return &buckets[(call_id ^ bridge * 31) % BUCKET_COUNT];
}

/* Takes free memory, or allocates some, and writes a new token. */
static open_call *take_free(uint64_t *token) {
  pthread_mutex_lock(&free_mutex);
  open_call *open = first_free;
  if (open != NULL) first_free = open->next;
  *token = ++last_token;
  pthread_mutex_unlock(&free_mutex);
  if (open != NULL) return open;
  open = calloc(1, sizeof *open);
  if (open == NULL) return NULL;
  pthread_mutex_init(&open->mutex, NULL);
  pthread_cond_init(&open->changed, NULL);
  return open;
}

static void give_back(open_call *open) {
  pthread_mutex_lock(&free_mutex);
  open->next = first_free;
  first_free = open;
  pthread_mutex_unlock(&free_mutex);
}

hostcall_typed_call hostcall_typed_open(const struct hostcall_typed_target *target, hostcall_typed_arena arena) {
  uint64_t token;
  open_call *open = take_free(&token);
  if (open == NULL) return (hostcall_typed_call){NULL, 0};
  pthread_mutex_lock(&open->mutex);
  open->token = token;
  open->credits = 0;
  open->target = *target;
  open->arena = arena;
  pthread_mutex_unlock(&open->mutex);
  struct bucket *bucket = bucket_of(target->bridge, target->call_id);
  pthread_mutex_lock(&bucket->mutex);
  open->next = bucket->first;
  bucket->first = open;
  pthread_mutex_unlock(&bucket->mutex);
  return (hostcall_typed_call){open, token};
}

hostcall_typed_call hostcall_typed_find(const hostcall_api *api, hostcall_bridge bridge, uint64_t call_id) {
  hostcall_typed_call found = {NULL, 0};
  struct bucket *bucket = bucket_of(bridge, call_id);
  pthread_mutex_lock(&bucket->mutex);
  for (open_call *open = bucket->first; open != NULL && found.open == NULL; open = open->next) {
    pthread_mutex_lock(&open->mutex);
    const struct hostcall_typed_target *target = &open->target;
    bool is_it = open->token != 0 && target->call_id == call_id && target->bridge == bridge && target->api == api;
    if (is_it) found = (hostcall_typed_call){open, open->token};
    pthread_mutex_unlock(&open->mutex);
  }
  pthread_mutex_unlock(&bucket->mutex);
  return found;
}

/* Locks a call; returns false, without a lock, if it has ended. */
static bool lock(hostcall_typed_call call) {
  if (call.open == NULL || call.token == 0 || hostcall_typed_is_forked()) return false;
  pthread_mutex_lock(&call.open->mutex);
  if (call.open->token == call.token) return true;
  pthread_mutex_unlock(&call.open->mutex);
  return false;
}

static int32_t unknown(void) {
  if (hostcall_typed_is_forked()) {
    return hostcall_typed_refuse(HOSTCALL_UNKNOWN_CALL, "a forked child has no bridges");
  }
  return hostcall_typed_refuse(HOSTCALL_UNKNOWN_CALL, "the call was answered before, or never existed");
}

int32_t hostcall_typed_target_of(hostcall_typed_call call, struct hostcall_typed_target *target) {
  if (!lock(call)) return unknown();
  *target = call.open->target;
  pthread_mutex_unlock(&call.open->mutex);
  return HOSTCALL_OK;
}

int32_t hostcall_typed_claim(hostcall_typed_call call, hostcall_typed_arena *arena) {
  if (!lock(call)) return unknown();
  open_call *open = call.open;
  struct hostcall_typed_target target = open->target;
  *arena = open->arena;
  open->arena = (hostcall_typed_arena){NULL};
  open->token = 0;
  pthread_cond_broadcast(&open->changed);
  pthread_mutex_unlock(&open->mutex);

  struct bucket *bucket = bucket_of(target.bridge, target.call_id);
  pthread_mutex_lock(&bucket->mutex);
  open_call **at = &bucket->first;
  while (*at != open) at = &(*at)->next;
  *at = open->next;
  pthread_mutex_unlock(&bucket->mutex);
  give_back(open);
  return HOSTCALL_OK;
}

int32_t hostcall_typed_keep(hostcall_typed_call call, const uint8_t *bytes, size_t length, hostcall_bytes *kept) {
  if (!lock(call)) return unknown();
  uint8_t *copied = hostcall_typed_allocate(&call.open->arena, length + 1);
  if (copied != NULL) {
    if (length > 0) memcpy(copied, bytes, length);
    copied[length] = 0;
    *kept = (hostcall_bytes){copied, length};
  }
  pthread_mutex_unlock(&call.open->mutex);
  return copied != NULL ? HOSTCALL_OK : hostcall_typed_refuse(HOSTCALL_RESOURCE_EXHAUSTED, "there is no memory");
}

uint64_t hostcall_typed_credit_count(hostcall_typed_call stream) {
  if (!lock(stream)) return 0;
  uint64_t credits = stream.open->credits;
  pthread_mutex_unlock(&stream.open->mutex);
  return credits;
}

void hostcall_typed_wake(hostcall_typed_call stream) {
  if (!lock(stream)) return;
  stream.open->credits++;
  pthread_cond_broadcast(&stream.open->changed);
  pthread_mutex_unlock(&stream.open->mutex);
}

void hostcall_typed_await_credit(hostcall_typed_call stream, uint64_t count) {
  if (!lock(stream)) return;
  while (stream.open->token == stream.token && stream.open->credits == count) {
    pthread_cond_wait(&stream.open->changed, &stream.open->mutex);
  }
  pthread_mutex_unlock(&stream.open->mutex);
}
