/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "floor.h"

enum { event_size = 16, capacity = 2048, most_listeners = 8 };

// -- The listeners -------------------------------------------------------------------------------------

struct floor_listeners {
  pthread_mutex_t mutex;
  pthread_cond_t condition;
  bool has_all;
  // Written by the emitter before a batch, and then by the listeners' thread.
  uint64_t left;
  uint8_t checksum;
};

floor_listeners *floor_listeners_create(void) {
  floor_listeners *listeners = calloc(1, sizeof *listeners);
  if (listeners == NULL || pthread_mutex_init(&listeners->mutex, NULL) != 0 ||
      pthread_cond_init(&listeners->condition, NULL) != 0) {
    abort();
  }
  return listeners;
}

void floor_listeners_destroy(floor_listeners *listeners) {
  pthread_cond_destroy(&listeners->condition);
  pthread_mutex_destroy(&listeners->mutex);
  free(listeners);
}

void floor_listen(const char *name, const uint8_t *event, size_t length, uint64_t dropped, void *context) {
  floor_listeners *listeners = context;
  (void)name;
  if (length != event_size || dropped != 0) abort();
  listeners->checksum = (uint8_t)(listeners->checksum + event[0]);
  if (--listeners->left > 0) return;
  pthread_mutex_lock(&listeners->mutex);
  listeners->has_all = true;
  pthread_cond_signal(&listeners->condition);
  pthread_mutex_unlock(&listeners->mutex);
}

void floor_emit_events(floor_emit emit, uint64_t bridge, const char *name, floor_listeners *listeners, uint64_t number,
                       uint64_t window, uint64_t count) {
  uint8_t event[event_size] = {1};
  for (uint64_t emitted = 0; emitted < count; emitted += window) {
    listeners->has_all = false;
    listeners->left = number * window;
    for (uint64_t i = 0; i < window; i++) {
      if (emit(bridge, name, event, sizeof event) != 0) abort();
    }
    pthread_mutex_lock(&listeners->mutex);
    while (!listeners->has_all) pthread_cond_wait(&listeners->condition, &listeners->mutex);
    pthread_mutex_unlock(&listeners->mutex);
  }
}

// -- The floor -----------------------------------------------------------------------------------------

/* A bounded queue with a mutex. */
struct queue {
  pthread_mutex_t mutex;
  uint64_t put, taken;
  uint8_t events[capacity][event_size];
};

/* A queue for each listener, and a thread that calls the listeners. */
struct fan {
  struct queue queues[most_listeners];
  uint64_t number;
  void (*listen)(const char *name, const uint8_t *event, size_t length, uint64_t dropped, void *context);
  floor_listeners *listeners;
  pthread_mutex_t mutex;
  pthread_cond_t condition;
  bool has_work, has_ended;
  pthread_t thread;
};

static void wake(struct fan *fan, bool ends) {
  pthread_mutex_lock(&fan->mutex);
  fan->has_work = true;
  fan->has_ended = ends;
  pthread_cond_signal(&fan->condition);
  pthread_mutex_unlock(&fan->mutex);
}

static int32_t put(uint64_t address, const char *name, const uint8_t *event, size_t length) {
  struct fan *fan = (struct fan *)(uintptr_t)address;
  bool is_first = false, has_room = length <= event_size;
  (void)name;
  for (uint64_t i = 0; i < fan->number && has_room; i++) {
    struct queue *queue = &fan->queues[i];
    pthread_mutex_lock(&queue->mutex);
    is_first = is_first || queue->put == queue->taken;
    has_room = queue->put - queue->taken < capacity;
    if (has_room) memcpy(queue->events[queue->put++ % capacity], event, length);
    pthread_mutex_unlock(&queue->mutex);
  }
  if (is_first) wake(fan, false);
  return has_room ? 0 : 1;
}

static bool take(struct queue *queue, uint8_t *event) {
  pthread_mutex_lock(&queue->mutex);
  bool has_event = queue->taken < queue->put;
  if (has_event) memcpy(event, queue->events[queue->taken++ % capacity], event_size);
  pthread_mutex_unlock(&queue->mutex);
  return has_event;
}

static void *run(void *context) {
  struct fan *fan = context;
  for (;;) {
    pthread_mutex_lock(&fan->mutex);
    while (!fan->has_work) pthread_cond_wait(&fan->condition, &fan->mutex);
    fan->has_work = false;
    bool has_ended = fan->has_ended;
    pthread_mutex_unlock(&fan->mutex);
    if (has_ended) return NULL;
    for (uint64_t i = 0; i < fan->number; i++) {
      uint8_t event[event_size];
      while (take(&fan->queues[i], event)) fan->listen("", event, sizeof event, 0, fan->listeners);
    }
  }
}

void floor_events(uint64_t number, uint64_t window, uint64_t count) {
  struct fan *fan = calloc(1, sizeof *fan);
  if (fan == NULL || number > most_listeners || window > capacity) abort();
  fan->number = number;
  fan->listen = floor_listen;
  fan->listeners = floor_listeners_create();
  pthread_mutex_init(&fan->mutex, NULL);
  pthread_cond_init(&fan->condition, NULL);
  for (uint64_t i = 0; i < number; i++) pthread_mutex_init(&fan->queues[i].mutex, NULL);
  if (pthread_create(&fan->thread, NULL, run, fan) != 0) abort();
  floor_emit_events(put, (uint64_t)(uintptr_t)fan, "", fan->listeners, number, window, count);
  wake(fan, true);
  pthread_join(fan->thread, NULL);
  for (uint64_t i = 0; i < number; i++) pthread_mutex_destroy(&fan->queues[i].mutex);
  pthread_cond_destroy(&fan->condition);
  pthread_mutex_destroy(&fan->mutex);
  floor_listeners_destroy(fan->listeners);
  free(fan);
}
