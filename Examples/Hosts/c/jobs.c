/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "jobs.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct job {
  struct job *next;
  unsigned delay_ms;
  void (*work)(uint64_t call_id, uint64_t user_id);
  uint64_t call_id, user_id;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct job *first, **last = &first;
static bool ending;
static pthread_t worker;

/* Waits for a job and returns it; returns NULL once the queue is empty and ending. */
static struct job *take(void) {
  pthread_mutex_lock(&mutex);
  while (first == NULL && !ending) pthread_cond_wait(&changed, &mutex);
  struct job *job = first;
  if (job != NULL) {
    first = job->next;
    if (first == NULL) last = &first;
  }
  pthread_mutex_unlock(&mutex);
  return job;
}

static void *run(void *unused) {
  (void)unused;
  for (struct job *job = take(); job != NULL; job = take()) {
    struct timespec delay = {job->delay_ms / 1000, (long)(job->delay_ms % 1000) * 1000000};
    nanosleep(&delay, NULL);
    job->work(job->call_id, job->user_id);
    free(job);
  }
  return NULL;
}

bool jobs_start(void) { return pthread_create(&worker, NULL, run, NULL) == 0; }

void jobs_add(unsigned delay_ms, void (*work)(uint64_t, uint64_t), uint64_t call_id, uint64_t user_id) {
  struct job *job = malloc(sizeof *job);
  if (job == NULL) abort();
  *job = (struct job){NULL, delay_ms, work, call_id, user_id};
  pthread_mutex_lock(&mutex);
  *last = job;
  last = &job->next;
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&mutex);
}

void jobs_finish(void) {
  pthread_mutex_lock(&mutex);
  ending = true;
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&mutex);
  pthread_join(worker, NULL);
}
