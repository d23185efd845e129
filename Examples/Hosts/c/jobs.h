/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A worker thread with a queue, for calls that take time. */
#ifndef JOBS_H
#define JOBS_H

#include <stdbool.h>
#include <stdint.h>

/* Starts the worker. Returns false if the thread cannot be created. */
bool jobs_start(void);
/* Queues `work(call_id, user_id)` for the worker, which runs it after `delay_ms` milliseconds. Does not wait. */
void jobs_add(unsigned delay_ms, void (*work)(uint64_t call_id, uint64_t user_id), uint64_t call_id, uint64_t user_id);
/* Waits until all jobs are done, and ends the worker. */
void jobs_finish(void);

#endif
