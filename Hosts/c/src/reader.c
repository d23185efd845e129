/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Streams of the core, whose items a thread waits for. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "streams.h"

struct queued {
  struct queued *next;
  size_t length;
  uint8_t bytes[];
};

struct hostcall_typed_reader {
  const hostcall_api *api;
  hostcall_bridge bridge;
  uint64_t call_id;
  const hostcall_typed_method *method;
  pthread_mutex_t mutex; /* guards what follows, up to `result` */
  pthread_cond_t changed;
  struct queued *first, **last;
  bool has_ended, is_closed, lacks_memory;
  hostcall_typed_result result; /* if `has_ended` */
  /* Used by the reading thread. */
  hostcall_typed_arena arena;
  uint32_t buffer, taken;
};

static void free_reader(hostcall_typed_reader *reader) {
  for (struct queued *item = reader->first, *next; item != NULL; item = next) {
    next = item->next;
    free(item);
  }
  pthread_mutex_destroy(&reader->mutex);
  pthread_cond_destroy(&reader->changed);
  hostcall_typed_arena_free(&reader->arena);
  free(reader);
}

static void HOSTCALL_CALL on_item(const uint8_t *bytes, size_t length, void *user_data) {
  hostcall_typed_reader *reader = user_data;
  struct queued *item = malloc(sizeof *item + length);
  if (item != NULL) {
    item->next = NULL;
    item->length = length;
    if (length > 0) memcpy(item->bytes, bytes, length);
  }
  pthread_mutex_lock(&reader->mutex);
  bool is_wanted = item != NULL && !reader->is_closed;
  if (is_wanted) {
    *reader->last = item;
    reader->last = &item->next;
    pthread_cond_signal(&reader->changed);
  }
  reader->lacks_memory = reader->lacks_memory || item == NULL;
  pthread_mutex_unlock(&reader->mutex);
  if (item == NULL) reader->api->cancel(reader->bridge, reader->call_id);
  if (!is_wanted) free(item);
}

static void HOSTCALL_CALL on_end(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  hostcall_typed_reader *reader = user_data;
  hostcall_typed_result result;
  hostcall_typed_fill_result(&result, reader->method, outcome, payload, length);
  pthread_mutex_lock(&reader->mutex);
  if (reader->lacks_memory) hostcall_typed_fail_result(&result, 8, "there is no memory for an item");
  reader->result = result;
  reader->has_ended = true;
  bool is_closed = reader->is_closed;
  pthread_cond_signal(&reader->changed);
  pthread_mutex_unlock(&reader->mutex);
  if (!is_closed) return;
  hostcall_typed_result_free(&result);
  free_reader(reader);
}

/* Why this thread's last failed open failed: the result of closing NULL, which that open returned as its reader. Kept
 * apart from the last error, which other functions replace in between. */
static _Thread_local int32_t open_status = HOSTCALL_INVALID_ARGUMENT;
static _Thread_local char open_error[1200] = "there is no reader";

static int32_t open_reader(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_method *method,
                           const void *request, const hostcall_typed_options *options,
                           hostcall_typed_reader **reader_out) {
  if (reader_out == NULL) return hostcall_typed_refuse(HOSTCALL_INVALID_ARGUMENT, "the pointer to the reader is NULL");
  *reader_out = NULL;
  int32_t status = hostcall_typed_check_api(api);
  if (status != HOSTCALL_OK) return status;
  hostcall_typed_reader *reader = calloc(1, sizeof *reader);
  if (reader == NULL) return hostcall_typed_refuse(HOSTCALL_RESOURCE_EXHAUSTED, "%s: no memory", method->name);
  reader->api = api;
  reader->bridge = bridge;
  reader->method = method;
  reader->last = &reader->first;
  reader->buffer = hostcall_typed_buffer(options);
  pthread_mutex_init(&reader->mutex, NULL);
  pthread_cond_init(&reader->changed, NULL);
  hostcall_typed_watch_forks();
  status = hostcall_typed_make(api, bridge, method, request, options, on_item, on_end, reader, &reader->call_id);
  if (status != HOSTCALL_OK) {
    free_reader(reader);
    return status;
  }
  api->grant(bridge, reader->call_id, reader->buffer);
  *reader_out = reader;
  return HOSTCALL_OK;
}

int32_t hostcall_typed_open_reader(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_method *method,
                                   const void *request, const hostcall_typed_options *options,
                                   hostcall_typed_reader **reader_out) {
  int32_t status = open_reader(api, bridge, method, request, options, reader_out);
  if (status != HOSTCALL_OK) {
    open_status = status;
    snprintf(open_error, sizeof open_error, "%s", hostcall_typed_last_error());
  }
  return status;
}

/* Fails because this process is a forked child. */
static int32_t refuse_child(const hostcall_typed_reader *reader) {
  return hostcall_typed_refuse(HOSTCALL_INVALID_BRIDGE, "%s: a forked child has no bridges", reader->method->name);
}

/* Waits for an item; returns NULL at the end. */
static struct queued *take(hostcall_typed_reader *reader) {
  pthread_mutex_lock(&reader->mutex);
  while (reader->first == NULL && !reader->has_ended) pthread_cond_wait(&reader->changed, &reader->mutex);
  struct queued *item = reader->first;
  if (item != NULL) {
    reader->first = item->next;
    if (reader->first == NULL) reader->last = &reader->first;
  }
  pthread_mutex_unlock(&reader->mutex);
  return item;
}

/* Ends a stream with the error that an item could not be decoded. */
static void refuse_item(hostcall_typed_reader *reader, const hostcall_typed_fault *fault) {
  reader->api->cancel(reader->bridge, reader->call_id);
  for (struct queued *item = take(reader); item != NULL; item = take(reader)) free(item);
  hostcall_typed_undecodable(&reader->result, fault);
}

const void *hostcall_typed_next_wait(hostcall_typed_reader *reader) {
  if (reader == NULL) return NULL;
  if (hostcall_typed_is_forked()) {
    refuse_child(reader);
    return NULL;
  }
  if (hostcall_typed_may_wait(reader->method->name) != HOSTCALL_OK) return NULL;
  hostcall_typed_arena_free(&reader->arena);
  struct queued *item = take(reader);
  if (item == NULL) return NULL;
  hostcall_typed_fault fault;
  const void *value =
      hostcall_typed_decode_payload(reader->method->response, item->bytes, item->length, &reader->arena, &fault);
  free(item);
  if (value == NULL) {
    refuse_item(reader, &fault);
  } else if (++reader->taken >= (reader->buffer + 1) / 2) {
    reader->api->grant(reader->bridge, reader->call_id, reader->taken);
    reader->taken = 0;
  }
  return value;
}

hostcall_typed_result hostcall_typed_close_reader(hostcall_typed_reader *reader) {
  if (reader == NULL) return hostcall_typed_unmade(hostcall_typed_refuse(open_status, "%s", open_error));
  if (hostcall_typed_is_forked()) return hostcall_typed_unmade(refuse_child(reader));
  const hostcall_api *api = reader->api;
  hostcall_bridge bridge = reader->bridge;
  uint64_t call_id = reader->call_id;
  hostcall_typed_result result = {
      .outcome = HOSTCALL_REPLY_CANCELLED, .code = 1, .message = "the reader gave the stream up"};
  pthread_mutex_lock(&reader->mutex);
  bool has_ended = reader->has_ended;
  if (has_ended) result = reader->result;
  reader->is_closed = true;
  pthread_mutex_unlock(&reader->mutex);
  if (has_ended) {
    free_reader(reader);
  } else {
    api->cancel(bridge, call_id); /* the end frees the reader */
  }
  return result;
}
