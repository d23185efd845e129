#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floor.h"

#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#endif

// -- A queue that one thread takes from, and where it waits -------------------------------------------

struct node {
  struct node *next;
  uint64_t call_id;
  size_t length;
  size_t capacity;
  uint8_t bytes[];
};

enum { awake, asleep };

struct queue {
  _Atomic(struct node *) top;
  _Atomic uint32_t state;
  bool may_look;
  bool is_worth_looking;
};

static const int64_t longest_lookout = 50000;

static void queue_init(struct queue *queue) {
  memset(queue, 0, sizeof *queue);
#if defined(__linux__)
  cpu_set_t set;
  queue->may_look = sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 1;
#endif
}

static void queue_push(struct queue *queue, struct node *node) {
  struct node *below = atomic_load_explicit(&queue->top, memory_order_relaxed);
  do node->next = below;
  while (!atomic_compare_exchange_weak(&queue->top, &below, node));
  if (below != NULL) return;
#if defined(__linux__)
  if (atomic_load(&queue->state) == asleep && atomic_exchange(&queue->state, awake) == asleep) {
    syscall(SYS_futex, &queue->state, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 0);
  }
#endif
}

static struct node *queue_take(struct queue *queue) {
  if (atomic_load(&queue->top) == NULL) return NULL;
  struct node *top = atomic_exchange(&queue->top, NULL), *turned = NULL;
  while (top != NULL) {
    struct node *next = top->next;
    top->next = turned;
    turned = top;
    top = next;
  }
  return turned;
}

static bool look_out(struct queue *queue) {
  int64_t end = floor_now_ns() + longest_lookout;
  do {
    for (int i = 0; i < 64; i++) {
      if (atomic_load(&queue->top) != NULL) return true;
#if defined(__x86_64__)
      __builtin_ia32_pause();
#endif
    }
  } while (floor_now_ns() < end);
  return false;
}

// What is there, or will be: waits for it.
static struct node *queue_wait(struct queue *queue) {
  for (;;) {
    struct node *nodes = queue_take(queue);
    if (nodes != NULL) return nodes;
    if (queue->is_worth_looking) {
      if (look_out(queue)) continue;
      queue->is_worth_looking = false;
    }
    int64_t start = queue->may_look ? floor_now_ns() : 0;
    atomic_store(&queue->state, asleep);
    if (atomic_load(&queue->top) == NULL) {
#if defined(__linux__)
      syscall(SYS_futex, &queue->state, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, asleep, NULL, NULL, 0);
#else
      sched_yield();
#endif
    }
    atomic_store(&queue->state, awake);
    if (queue->may_look) queue->is_worth_looking = floor_now_ns() - start < longest_lookout;
  }
}

// -- Nodes, kept for the next request -----------------------------------------------------------------

// One per direction: taken by one thread, given back by the other in whole lists.
struct pool {
  struct node *mine;
  _Atomic(struct node *) returned;
};

static struct node *pool_take(struct pool *pool, const uint8_t *bytes, size_t length, uint64_t call_id) {
  if (pool->mine == NULL) pool->mine = atomic_exchange(&pool->returned, NULL);
  struct node *node = pool->mine;
  if (node != NULL && node->capacity >= length) {
    pool->mine = node->next;
  } else {
    node = malloc(sizeof *node + length);
    node->capacity = length;
  }
  node->call_id = call_id;
  node->length = length;
  memcpy(node->bytes, bytes, length);
  return node;
}

static void pool_return(struct pool *pool, struct node *node) {
  struct node *below = atomic_load_explicit(&pool->returned, memory_order_relaxed);
  do node->next = below;
  while (!atomic_compare_exchange_weak(&pool->returned, &below, node));
}

static void free_all(struct node *nodes) {
  while (nodes != NULL) {
    struct node *next = nodes->next;
    free(nodes);
    nodes = next;
  }
}

// -- The host ------------------------------------------------------------------------------------------

struct floor_host {
  struct queue requests;
  struct pool pool;
  pthread_mutex_t submitting;  // only for more than one calling thread
  floor_answer answer;
  uint64_t target;
  pthread_t thread;
};

static void *host_thread(void *context) {
  floor_host *host = context;
  for (;;) {
    struct node *node = queue_wait(&host->requests);
    while (node != NULL) {
      struct node *next = node->next;
      if (node->call_id == 0) {
        free(node);
        return NULL;
      }
      host->answer(host->target, node->call_id, 0, node->bytes, node->length);
      pool_return(&host->pool, node);
      node = next;
    }
  }
}

floor_host *floor_host_start(floor_answer answer, uint64_t target) {
  floor_host *host = calloc(1, sizeof *host);
  queue_init(&host->requests);
  host->answer = answer;
  host->target = target;
  if (pthread_create(&host->thread, NULL, host_thread, host) != 0) abort();
  return host;
}

void floor_host_stop(floor_host *host) {
  queue_push(&host->requests, calloc(1, sizeof(struct node)));
  pthread_join(host->thread, NULL);
  free_all(host->pool.mine);
  free_all(host->pool.returned);
  free(host);
}

void floor_host_invoke(uint64_t call_id, const uint8_t *request, size_t length, void *context) {
  floor_host *host = context;
  queue_push(&host->requests, pool_take(&host->pool, request, length, call_id));
}

void floor_inline_invoke(uint64_t call_id, const uint8_t *request, size_t length, void *context) {
  const floor_inline *host = context;
  host->answer(host->target, call_id, 0, request, length);
}

void floor_silent_invoke(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  (void)call_id, (void)request, (void)length, (void)user_data;
}

// -- The other side ---------------------------------------------------------------------------------------

static struct {
  struct queue answers;
  struct pool pool;
} core;

static int32_t answer_core(uint64_t target, uint64_t call_id, int32_t outcome, const uint8_t *bytes, size_t length) {
  (void)target, (void)outcome;
  queue_push(&core.answers, pool_take(&core.pool, bytes, length, call_id));
  return 0;
}

static uint64_t checksum;

// Takes what has been answered; the number.
static uint64_t take_answers(void) {
  uint64_t taken = 0;
  struct node *node = queue_wait(&core.answers);
  while (node != NULL) {
    struct node *next = node->next;
    checksum += node->bytes[0];
    pool_return(&core.pool, node);
    node = next;
    taken++;
  }
  return taken;
}

static void run(size_t length, uint64_t window, uint64_t count, bool in_batches) {
  queue_init(&core.answers);
  floor_host *host = floor_host_start(answer_core, 0);
  uint8_t *request = calloc(1, length);
  uint64_t sent = 0, taken = 0;
  while (taken < count) {
    if (!in_batches || sent == taken) {
      while (sent < count && sent - taken < window) floor_host_invoke(++sent, request, length, host);
    }
    taken += take_answers();
  }
  free(request);
  floor_host_stop(host);
}

void floor_round_trips(size_t length, uint64_t window, uint64_t count) { run(length, window, count, false); }

void floor_batches(size_t length, uint64_t window, uint64_t count) { run(length, window, count, true); }

void floor_resume(void (*resume)(void *context), void *context) { resume(context); }
