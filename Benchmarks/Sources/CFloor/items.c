/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "floor.h"

enum { item_size = 16, capacity = 2048 };

/* A bounded queue with a mutex. */
struct queue {
  pthread_mutex_t mutex;
  uint64_t put, taken;
  uint8_t items[capacity][item_size];
};

void floor_send_items(floor_send send, uint64_t bridge, uint64_t call_id, uint64_t count) {
  uint8_t item[item_size] = {1};
  for (uint64_t i = 0; i < count; i++) {
    if (send(bridge, call_id, item, sizeof item) != 0) abort();
  }
}

static int32_t put(uint64_t address, uint64_t call_id, const uint8_t *item, size_t length) {
  struct queue *queue = (struct queue *)(uintptr_t)address;
  (void)call_id;
  pthread_mutex_lock(&queue->mutex);
  bool has_room = queue->put - queue->taken < capacity && length <= item_size;
  if (has_room) memcpy(queue->items[queue->put++ % capacity], item, length);
  pthread_mutex_unlock(&queue->mutex);
  return has_room ? 0 : 1;
}

static void take(struct queue *queue, uint8_t *item) {
  pthread_mutex_lock(&queue->mutex);
  if (queue->taken == queue->put) abort();
  memcpy(item, queue->items[queue->taken++ % capacity], item_size);
  pthread_mutex_unlock(&queue->mutex);
}

void floor_items(uint64_t window, uint64_t count) {
  struct queue *queue = calloc(1, sizeof *queue);
  if (queue == NULL || pthread_mutex_init(&queue->mutex, NULL) != 0) abort();
  static volatile uint8_t checksum;
  for (uint64_t moved = 0; moved < count; moved += window) {
    floor_send_items(put, (uint64_t)(uintptr_t)queue, 1, window);
    for (uint64_t i = 0; i < window; i++) {
      uint8_t item[item_size];
      take(queue, item);
      checksum = (uint8_t)(checksum + item[0]);
    }
  }
  free(queue);
}
