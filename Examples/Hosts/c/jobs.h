/* A worker thread with a queue: what a host does with a call that takes time. */
#ifndef JOBS_H
#define JOBS_H

#include <stdbool.h>
#include <stdint.h>

/* Starts the worker. False if there is no thread to be had. */
bool jobs_start(void);
/* Has the worker run `work(call_id, user_id)` after `delay_ms` milliseconds. Does not wait for it. */
void jobs_add(unsigned delay_ms, void (*work)(uint64_t call_id, uint64_t user_id), uint64_t call_id, uint64_t user_id);
/* Waits until everything is done, and ends the worker. */
void jobs_finish(void);

#endif
