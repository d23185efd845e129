/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "stream_handlers.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "behaviours.h"

struct counting {
  struct host *host;
  conformance_host_counts_stream stream;
  const conformance_host_counts_request *request; /* valid until the stream is ended */
};

/* Ends a stream as it is told. */
static void end(struct counting *counting) {
  const conformance_stream_end *end = &counting->request->end;
  conformance_host_counts_stream stream = counting->stream;
  switch (end->kind) {
    case CONFORMANCE_STREAM_END_FINISH: conformance_host_counts_end(stream); break;
    case CONFORMANCE_STREAM_END_REFUSE: conformance_host_counts_fail(stream, &end->refuse.v0); break;
    case CONFORMANCE_STREAM_END_FAIL:
      conformance_host_counts_error(stream, end->fail.code, end->fail.message.data);
      break;
    case CONFORMANCE_STREAM_END_STAY:
      while (atomic_load(&counting->host->given_up) == 0) sleep_ms(1);
      atomic_fetch_add(&counting->host->stopped, 1);
      conformance_host_counts_end(stream);
      break;
  }
}

/* Sends the items; waits for credit if there is none. */
static void *count(void *argument) {
  struct counting counting = *(struct counting *)argument;
  free(argument);
  int32_t status = HOSTCALL_OK;
  for (uint32_t i = 0; i < counting.request->count && status == HOSTCALL_OK; i++) {
    char digits[24];
    int64_t number = counting.request->first + i;
    snprintf(digits, sizeof digits, "%" PRId64, number);
    conformance_reading reading = {.number = number, .text = hostcall_text_of(digits)};
    atomic_fetch_add(&counting.host->sent, 1);
    status = conformance_host_counts_send_wait(counting.stream, &reading);
  }
  if (status == HOSTCALL_OK) {
    end(&counting);
  } else {
    /* `cancelled` is called as well, unless it finds that the host has ended the stream first. */
    atomic_fetch_add(&counting.host->stopped, 1);
    conformance_host_counts_error(counting.stream, 1, "the reader has left");
  }
  atomic_fetch_sub(&counting.host->threads, 1);
  return NULL;
}

void host_counts(conformance_host_counts_stream stream, const conformance_host_counts_request *request,
                 void *user_data) {
  struct counting *counting = malloc(sizeof *counting);
  if (counting == NULL) abort();
  *counting = (struct counting){user_data, stream, request};
  atomic_fetch_add(&counting->host->threads, 1);
  in_thread(count, counting);
}

void host_counts_cancelled(conformance_host_counts_stream stream, uint64_t taken, void *user_data) {
  (void)stream, (void)taken;
  atomic_fetch_add(&((struct host *)user_data)->given_up, 1);
}

struct ticking {
  struct host *host;
  conformance_host_ticks_stream stream;
  uint32_t count;
};

static void *tick(void *argument) {
  struct ticking ticking = *(struct ticking *)argument;
  free(argument);
  int32_t status = HOSTCALL_OK;
  for (uint32_t i = 0; i < ticking.count && status == HOSTCALL_OK; i++) {
    status = conformance_host_ticks_send_wait(ticking.stream, i + 0.5);
  }
  conformance_host_ticks_end(ticking.stream);
  atomic_fetch_sub(&ticking.host->threads, 1);
  return NULL;
}

void host_ticks(conformance_host_ticks_stream stream, const conformance_host_ticks_request *request, void *user_data) {
  struct ticking *ticking = malloc(sizeof *ticking);
  if (ticking == NULL) abort();
  *ticking = (struct ticking){user_data, stream, request->count};
  atomic_fetch_add(&ticking->host->threads, 1);
  in_thread(tick, ticking);
}
