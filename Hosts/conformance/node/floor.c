/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* floor.c - the least that a round trip of `log_in` costs in Node, without Swift: JavaScript calls C, whose thread calls
 * JavaScript back twice through a thread-safe function, each time takes an answer, and then replies. The payloads have
 * the sizes of those of `log_in`, and are neither encoded nor decoded.
 *
 *     call(slot, request) ──► thread ──► callback(0, slot, bytes) ──► answer(slot, bytes) ──► thread
 *                                    ──► callback(1, slot, bytes) ──► answer(slot, bytes) ──► thread
 *                                    ──► callback(2, slot, bytes) */
#define NAPI_VERSION 8
#include <node_api.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 3, LARGEST = 256 };
static const size_t sizes[STEPS] = {4, 10, 62};

typedef struct message {
  struct message *next;
  uint32_t slot, step;
  size_t length;
  uint8_t bytes[LARGEST];
} message;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;
static message *first, **last = &first;
static napi_threadsafe_function callback;

static void *run(void *unused) {
  for (;;) {
    pthread_mutex_lock(&mutex);
    while (first == NULL) pthread_cond_wait(&arrived, &mutex);
    message *taken = first;
    first = taken->next;
    if (first == NULL) last = &first;
    pthread_mutex_unlock(&mutex);
    taken->length = sizes[taken->step];
    napi_call_threadsafe_function(callback, taken, napi_tsfn_nonblocking);
  }
  return unused;
}

static void call_back(napi_env env, napi_value function, void *context, void *data) {
  (void)context;
  message *message = data;
  napi_value receiver, arguments[3];
  if (env != NULL) {
    napi_get_undefined(env, &receiver);
    napi_create_uint32(env, message->step, &arguments[0]);
    napi_create_uint32(env, message->slot, &arguments[1]);
    napi_create_buffer_copy(env, message->length, message->bytes, NULL, &arguments[2]);
    napi_call_function(env, receiver, function, 3, arguments, NULL);
  }
  free(message);
}

/* post(slot, step, bytes): a call, if the step is 0, or the answer to the callback before that step. */
static napi_value post(napi_env env, napi_callback_info info) {
  napi_value arguments[3];
  size_t count = 3, length = 0;
  void *bytes = NULL;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  message *posted = calloc(1, sizeof *posted);
  if (posted == NULL) return NULL;
  napi_get_value_uint32(env, arguments[0], &posted->slot);
  napi_get_value_uint32(env, arguments[1], &posted->step);
  napi_get_typedarray_info(env, arguments[2], NULL, &length, &bytes, NULL, NULL);
  memcpy(posted->bytes, bytes, length < LARGEST ? length : LARGEST);
  pthread_mutex_lock(&mutex);
  *last = posted;
  last = &posted->next;
  pthread_cond_signal(&arrived);
  pthread_mutex_unlock(&mutex);
  return NULL;
}

/* start(callback): starts the thread, which keeps the process alive. */
static napi_value start(napi_env env, napi_callback_info info) {
  napi_value function, name;
  size_t count = 1;
  pthread_t thread;
  napi_get_cb_info(env, info, &count, &function, NULL, NULL);
  napi_create_string_utf8(env, "floor", NAPI_AUTO_LENGTH, &name);
  napi_create_threadsafe_function(env, function, NULL, name, 0, 1, NULL, NULL, NULL, call_back, &callback);
  pthread_create(&thread, NULL, run, NULL);
  pthread_detach(thread);
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_value function;
  napi_create_function(env, "post", NAPI_AUTO_LENGTH, post, NULL, &function);
  napi_set_named_property(env, exports, "post", function);
  napi_create_function(env, "start", NAPI_AUTO_LENGTH, start, NULL, &function);
  napi_set_named_property(env, exports, "start", function);
  return exports;
}
