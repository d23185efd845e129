/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Behaviours 71 to 74. */
#include <dlfcn.h>
#include <unistd.h>

#include "behaviours.h"

static atomic_int right;

static void *log_in_often(void *user_data) {
  struct host *host = user_data;
  for (int i = 0; i < 200; i++) {
    CALL(result, log_in, &(conformance_log_in_request){.user_id = 7}, NULL);
    if (result.response != NULL && result.response->tag_count == 2 &&
        hostcall_text_equals(result.response->greeting, "Welcome back, Ada")) {
      atomic_fetch_add(&right, 1);
    }
    FREE(result, log_in);
  }
  return NULL;
}

static const char *threads(struct host *host) {
  pthread_t all[50];
  for (int i = 0; i < 50; i++) EXPECT(pthread_create(&all[i], NULL, log_in_often, host) == 0);
  for (int i = 0; i < 50; i++) pthread_join(all[i], NULL);
  EXPECT(atomic_load(&right) == 10000);
  return NULL;
}

static const char *many(struct host *host) {
  CALL(result, call_many, &(conformance_call_many_request){.count = 1000}, NULL);
  EXPECT_OK(result);
  EXPECT(*result.response == 1000);
  FREE(result, call_many);
  return NULL;
}

static const char *depth(struct host *host) {
  CALL(result, core_descend, &(conformance_core_descend_request){.depth = 10}, NULL);
  EXPECT_OK(result);
  EXPECT(*result.response == 10);
  FREE(result, core_descend);
  return NULL;
}

/* Returns the memory of the process, in bytes. Under the address sanitizer, counts what is allocated, since the
 * sanitizer's own memory grows: its quarantine keeps what was freed, and its depot the stacks of all allocations. */
static int64_t memory(void) {
  size_t (*allocated)(void) = NULL;
  *(void **)&allocated = dlsym(RTLD_DEFAULT, "__sanitizer_get_current_allocated_bytes");
  if (allocated != NULL) return (int64_t)allocated();
  long long pages = 0, resident = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL) return 0;
  if (fscanf(file, "%lld %lld", &pages, &resident) != 2) resident = 0;
  fclose(file);
  return resident * sysconf(_SC_PAGESIZE);
}

/* The calls of one thread, whose replies another receives. */
static struct flow {
  pthread_mutex_t mutex;
  pthread_cond_t replied;
  int open, right;
} flow = {.mutex = PTHREAD_MUTEX_INITIALIZER, .replied = PTHREAD_COND_INITIALIZER};

static void logged_in(const conformance_log_in_result *result, void *user_data) {
  (void)user_data;
  pthread_mutex_lock(&flow.mutex);
  flow.open--;
  flow.right += result->outcome == HOSTCALL_REPLY_OK ? 1 : 0;
  pthread_cond_signal(&flow.replied);
  pthread_mutex_unlock(&flow.mutex);
}

/* Waits until fewer than `calls` calls are open. */
static void await_fewer(int calls) {
  pthread_mutex_lock(&flow.mutex);
  while (flow.open >= calls) pthread_cond_wait(&flow.replied, &flow.mutex);
  pthread_mutex_unlock(&flow.mutex);
}

/* Logs in `count` times, with 64 calls at once. */
static const char *log_in_at_once(struct host *host, int count) {
  const conformance_log_in_request request = {.user_id = 7};
  flow.right = 0;
  for (int i = 0; i < count; i++) {
    await_fewer(64);
    pthread_mutex_lock(&flow.mutex);
    flow.open++;
    pthread_mutex_unlock(&flow.mutex);
    EXPECT(conformance_log_in(host->bridge, &request, NULL, logged_in, NULL, NULL) == HOSTCALL_OK);
  }
  await_fewer(1);
  EXPECT(flow.right == count);
  return NULL;
}

static const char *flat_memory(struct host *host) {
  const char *failure = log_in_at_once(host, 20000);
  if (failure != NULL) return failure;
  int64_t before = memory();
  failure = log_in_at_once(host, 200000);
  if (failure != NULL) return failure;
  int64_t grown = memory() - before;
  if (grown >= 32 << 20) return reason("the memory has grown by %lld KiB", (long long)grown / 1024);
  return NULL;
}

const struct behaviour loads[] = {{71, threads}, {72, many}, {73, depth}, {74, flat_memory}, {0, NULL}};
