/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Behaviours 56 to 60: streams of the host. */
#include "behaviours.h"

static const conformance_stream_end finish = {.kind = CONFORMANCE_STREAM_END_FINISH};

static const char *in_order(struct host *host) {
  for (uint32_t count = 0; count <= 1000; count += 1000) {
    conformance_read_host_counts_request request = {.count = count, .end = finish, .buffer = 16};
    CALL(result, read_host_counts, &request, NULL);
    EXPECT_OK(result);
    EXPECT_IN(hostcall_text_equals(result.response->outcome, "ok"), result.response->message.data);
    EXPECT(result.response->numbers.count == count);
    for (uint32_t i = 0; i < count; i++) EXPECT(result.response->numbers.items[i] == i + 1);
    FREE(result, read_host_counts);
  }
  return NULL;
}

static const char *ends_of_streams(struct host *host) {
  const conformance_refusal busy = {.kind = CONFORMANCE_REFUSAL_BUSY};
  const struct {
    conformance_stream_end end;
    const char *outcome;
  } all[] = {
      {{.kind = CONFORMANCE_STREAM_END_REFUSE, .refuse = {busy}}, NULL},
      {{.kind = CONFORMANCE_STREAM_END_FAIL, .fail = {.code = 9, .message = HOSTCALL_TEXT("dry")}},
       "failedPrecondition"},
      {{.kind = CONFORMANCE_STREAM_END_FAIL, .fail = {.code = 0, .message = HOSTCALL_TEXT("dry")}}, "unknown"},
  };
  for (int i = 0; i < 3; i++) {
    conformance_read_host_counts_request request = {.count = 3, .end = all[i].end, .buffer = 16};
    CALL(result, read_host_counts, &request, NULL);
    EXPECT_OK(result);
    EXPECT(result.response->numbers.count == 3);
    if (all[i].outcome == NULL) {
      EXPECT(result.response->refusal != NULL && result.response->refusal->kind == CONFORMANCE_REFUSAL_BUSY);
    } else {
      EXPECT_IN(hostcall_text_equals(result.response->outcome, all[i].outcome), result.response->outcome.data);
      EXPECT_IN(strstr(result.response->message.data, "dry") != NULL, result.response->message.data);
    }
    FREE(result, read_host_counts);
  }
  return NULL;
}

/* Waits until the host's code has noticed that its stream was given up, and has ended. */
static bool has_stopped(struct host *host) {
  for (int64_t end = now_ms() + 5000; now_ms() < end; sleep_ms(1)) {
    if (atomic_load(&host->stopped) == 1 && atomic_load(&host->threads) == 0) return true;
  }
  return false;
}

static const char *left(struct host *host) {
  conformance_read_host_counts_request request = {
      .count = 1000000, .end = finish, .buffer = 16, .stop_after = &(uint32_t){3}};
  CALL(result, read_host_counts, &request, NULL);
  EXPECT_OK(result);
  EXPECT(hostcall_text_equals(result.response->outcome, "stopped") && result.response->numbers.count == 3);
  FREE(result, read_host_counts);
  EXPECT(has_stopped(host) && atomic_load(&host->sent) < 1000);
  return NULL;
}

static const char *slow(struct host *host) {
  conformance_read_host_counts_request request = {.count = 20, .end = finish, .buffer = 4, .pause_milliseconds = 5};
  int64_t start = now_ms();
  CALL(result, read_host_counts, &request, NULL);
  EXPECT_OK(result);
  EXPECT(hostcall_text_equals(result.response->outcome, "ok") && result.response->numbers.count == 20);
  /* With 4 in advance, the last 16 are sent at the reader's pace. */
  EXPECT(now_ms() - start >= 16 * 5);
  FREE(result, read_host_counts);

  request.count = 1000;
  request.stop_after = &(uint32_t){10};
  atomic_store(&host->sent, 0);
  CALL(stopped, read_host_counts, &request, NULL);
  EXPECT_OK(stopped);
  FREE(stopped, read_host_counts);
  EXPECT(has_stopped(host) && atomic_load(&host->sent) <= 10 + 4 + 1);
  return NULL;
}

static const char *silent(struct host *host) {
  const uint32_t limit = 100;
  conformance_read_host_counts_request request = {
      .count = 2, .end = {.kind = CONFORMANCE_STREAM_END_STAY}, .buffer = 4, .silence_milliseconds = &limit};
  for (int i = 0; i < 2; i++) {
    atomic_store(&host->stopped, 0);
    CALL(result, read_host_counts, &request, NULL);
    EXPECT_OK(result);
    EXPECT_IN(hostcall_text_equals(result.response->outcome, "deadlineExceeded"), result.response->outcome.data);
    EXPECT(result.response->numbers.count == 2);
    FREE(result, read_host_counts);
    EXPECT(has_stopped(host));
    request.silence_milliseconds = NULL;
    request.timeout_milliseconds = &limit;
  }
  return NULL;
}

const struct behaviour streams_to_core[] = {{56, in_order}, {57, ends_of_streams}, {58, left},
                                            {59, slow},     {60, silent},          {0, NULL}};
