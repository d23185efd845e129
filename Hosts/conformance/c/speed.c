/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The round trips of log_in per second, and those of the same payloads through a function in C that calls back. */
#include <stdlib.h>
#include <time.h>

#include "behaviours.h"

enum { SECONDS = 2 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* -- With the core --------------------------------------------------------------------------------- */

struct lane {
  struct host *host;
  double end;
  long count;
};

static void *log_in_until(void *user_data) {
  struct lane *lane = user_data;
  struct host *host = lane->host;
  for (; now() < lane->end; lane->count++) {
    CALL(result, log_in, &(conformance_log_in_request){.user_id = 7}, NULL);
    if (result.response == NULL) exit(3);
    FREE(result, log_in);
  }
  return NULL;
}

struct flow {
  struct host *host;
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  double end;
  long count;
  int open;
};

static void again(const conformance_log_in_result *result, void *user_data);

static bool start(struct flow *flow) {
  return conformance_log_in(flow->host->bridge, &(conformance_log_in_request){.user_id = 7}, NULL, again, flow, NULL) ==
         HOSTCALL_OK;
}

/* Each reply makes the next call, so that as many are in flight all the time. */
static void again(const conformance_log_in_result *result, void *user_data) {
  struct flow *flow = user_data;
  if (result->response == NULL) exit(3);
  flow->count++;
  if (now() < flow->end && start(flow)) return;
  pthread_mutex_lock(&flow->mutex);
  flow->open--;
  pthread_cond_signal(&flow->changed);
  pthread_mutex_unlock(&flow->mutex);
}

static double one_at_a_time(struct host *host) {
  struct lane lane = {.host = host, .end = now() + SECONDS};
  log_in_until(&lane);
  return (double)lane.count / SECONDS;
}

static double at_once(struct host *host, int width) {
  struct flow flow = {.host = host,
                      .mutex = PTHREAD_MUTEX_INITIALIZER,
                      .changed = PTHREAD_COND_INITIALIZER,
                      .end = now() + SECONDS,
                      .open = width};
  for (int i = 0; i < width; i++) {
    if (!start(&flow)) exit(3);
  }
  pthread_mutex_lock(&flow.mutex);
  while (flow.open > 0) pthread_cond_wait(&flow.changed, &flow.mutex);
  pthread_mutex_unlock(&flow.mutex);
  return (double)flow.count / SECONDS;
}

/* -- The floor ---------------------------------------------------------------------------------------
 *
 * The same payloads on the same threads, without Swift, encoding and decoding: a thread takes a request from a queue
 * and calls the host twice, and another makes the replies. */

static const uint8_t request[] = "\241fuserID\007";
static const uint8_t profile[] = "\243dnamecAda\144tags\202eadmindbeta\154balanceCents\070\371";
static const uint8_t greeting[] =
    "\243hgreetingqWelcome back, Ada\152loggedInAt\373\101\331\125\374\100\040\000\000\150tagCount\002";

struct job {
  struct job *next;
  uint8_t bytes[64];
  void (*reply)(const uint8_t *payload, size_t length, void *user_data);
  void *user_data;
};

struct queue {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  struct job *first, **last;
};

static struct queue requests = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, NULL, &requests.first};
static struct queue replies = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, NULL, &replies.first};
static uint8_t answer[64];

static void put(struct queue *queue, struct job *job) {
  job->next = NULL;
  pthread_mutex_lock(&queue->mutex);
  *queue->last = job;
  queue->last = &job->next;
  pthread_cond_signal(&queue->changed);
  pthread_mutex_unlock(&queue->mutex);
}

static struct job *take(struct queue *queue) {
  pthread_mutex_lock(&queue->mutex);
  while (queue->first == NULL) pthread_cond_wait(&queue->changed, &queue->mutex);
  struct job *job = queue->first;
  queue->first = job->next;
  if (queue->first == NULL) queue->last = &queue->first;
  pthread_mutex_unlock(&queue->mutex);
  return job;
}

/* The host's functions: copy the request, and write the answer. */
static void floor_clock(const uint8_t *bytes, size_t length) {
  double seconds = 1700000000.5;
  uint32_t clock;
  memcpy(&clock, bytes, length);
  memcpy(answer, &seconds, sizeof seconds);
}

static void floor_profile(const uint8_t *bytes, size_t length) {
  uint8_t copy[sizeof request];
  memcpy(copy, bytes, length);
  memcpy(answer, profile, sizeof profile);
}

static void *floor_core(void *unused) {
  (void)unused;
  void (*volatile call_clock)(const uint8_t *, size_t) = floor_clock;
  void (*volatile call_profile)(const uint8_t *, size_t) = floor_profile;
  for (struct job *job; (job = take(&requests)) != NULL;) {
    call_clock((const uint8_t *)"\0\0\0", 4);
    call_profile(job->bytes, sizeof request - 1);
    memcpy(job->bytes, greeting, sizeof greeting - 1);
    put(&replies, job);
  }
  return NULL;
}

static void *floor_replies(void *unused) {
  (void)unused;
  for (struct job *job; (job = take(&replies)) != NULL;) {
    job->reply(job->bytes, sizeof greeting - 1, job->user_data);
    free(job);
  }
  return NULL;
}

static void floor_call(void (*reply)(const uint8_t *, size_t, void *), void *user_data) {
  struct job *job = malloc(sizeof *job);
  if (job == NULL) abort();
  job->reply = reply;
  job->user_data = user_data;
  memcpy(job->bytes, request, sizeof request);
  put(&requests, job);
}

/* Makes the next call, unless it is the last one in flight: then the caller continues. */
static void floor_again(const uint8_t *payload, size_t length, void *user_data) {
  struct flow *flow = user_data;
  uint8_t copy[sizeof greeting];
  memcpy(copy, payload, length);
  flow->count++;
  if (flow->open > 1 && now() < flow->end) {
    floor_call(floor_again, flow);
    return;
  }
  pthread_mutex_lock(&flow->mutex);
  flow->open--;
  pthread_cond_signal(&flow->changed);
  pthread_mutex_unlock(&flow->mutex);
}

static double floor_speed(int width) {
  struct flow flow = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER, .end = now() + SECONDS};
  do {
    flow.open = width;
    for (int i = 0; i < width; i++) floor_call(floor_again, &flow);
    pthread_mutex_lock(&flow.mutex);
    while (flow.open > 0) pthread_cond_wait(&flow.changed, &flow.mutex);
    pthread_mutex_unlock(&flow.mutex);
  } while (now() < flow.end);
  return (double)flow.count / SECONDS;
}

int speed(void) {
  struct host host;
  if (host_open(&host, open_bridge) != HOSTCALL_OK) return 1;
  in_thread(floor_core, NULL);
  in_thread(floor_replies, NULL);
  printf("speed 1 %.0f floor %.0f\n", one_at_a_time(&host), floor_speed(1));
  printf("speed 64 %.0f floor %.0f\n", at_once(&host, 64), floor_speed(64));
  return host_close(&host) == HOSTCALL_OK ? 0 : 1;
}
