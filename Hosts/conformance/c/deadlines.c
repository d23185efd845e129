/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Behaviours 40 to 46: deadlines and cancellation. */
#include <stdlib.h>

#include "pending.h"

static const char *await(struct host *host, const char *key, conformance_task_state state) {
  conformance_await_state_request request = {.key = hostcall_text_of(key), .state = state};
  CALL(result, await_state, &request, NULL);
  EXPECT_OK(result);
  EXPECT(*result.response);
  FREE(result, await_state);
  return NULL;
}

static const char *timeout(struct host *host) {
  int64_t start = now_ms();
  CALL(result, core_wait, &(conformance_core_wait_request){HOSTCALL_TEXT("40")}, WITHIN(100));
  EXPECT(result.outcome == HOSTCALL_REPLY_CODE(4) && result.code == 4 && result.message[0] != '\0');
  EXPECT(now_ms() - start >= 95 && now_ms() - start < 1000);
  FREE(result, core_wait);
  const char *failure = await(host, "40", CONFORMANCE_TASK_STATE_CANCELLED);
  if (failure != NULL) return failure;
  CALL(unreached, ping, WITHIN(10000));
  EXPECT_OK(unreached);
  FREE(unreached, ping);
  return NULL;
}

static const char *cancel(struct host *host) {
  struct pending pending = PENDING;
  conformance_core_wait_request request = {HOSTCALL_TEXT("41")};
  uint64_t call_id = 0;
  EXPECT(conformance_core_wait(host->bridge, &request, NULL, core_wait_replied, &pending, &call_id) == HOSTCALL_OK);
  const char *failure = await(host, "41", CONFORMANCE_TASK_STATE_STARTED);
  if (failure != NULL) return failure;
  int64_t start = now_ms();
  EXPECT(api->cancel(host->bridge, call_id) == HOSTCALL_OK);
  await_reply(&pending);
  EXPECT(pending.outcome == HOSTCALL_REPLY_CANCELLED && now_ms() - start < 1000);
  EXPECT(api->cancel(host->bridge, call_id) == HOSTCALL_UNKNOWN_CALL);
  return await(host, "41", CONFORMANCE_TASK_STATE_CANCELLED);
}

/* Waits until the handler has been told that its call is cancelled. */
static const char *noticed(struct host *host, const char *key) {
  for (int64_t end = now_ms() + 5000; atomic_load(&host->cancellations) == 0 && now_ms() < end;) sleep_ms(1);
  EXPECT(atomic_load(&host->cancellations) == 1);
  EXPECT_IN(strcmp(host->cancelled, key) == 0, host->cancelled);
  return NULL;
}

static const char *handler_deadline(struct host *host) {
  conformance_call_with_deadline_request request = {.key = HOSTCALL_TEXT("42"), .milliseconds = 50};
  CALL(result, call_with_deadline, &request, NULL);
  EXPECT_OK(result);
  EXPECT_IN(hostcall_text_equals(result.response->outcome, "deadlineExceeded"), result.response->outcome.data);
  FREE(result, call_with_deadline);
  return noticed(host, "42");
}

static const char *handler_cancel(struct host *host) {
  conformance_call_and_cancel_request request = {.key = HOSTCALL_TEXT("43"), .milliseconds = 50};
  CALL(result, call_and_cancel, &request, NULL);
  EXPECT_OK(result);
  EXPECT_IN(hostcall_text_equals(result.response->outcome, "cancelled"), result.response->outcome.data);
  FREE(result, call_and_cancel);
  return noticed(host, "43");
}

static const char *handler_fail_pending(struct host *host) {
  conformance_call_and_fail_pending_request request = {.key = HOSTCALL_TEXT("44"), .milliseconds = 50};
  CALL(result, call_and_fail_pending, &request, NULL);
  EXPECT_OK(result);
  EXPECT_IN(hostcall_text_equals(result.response->outcome, "aborted"), result.response->outcome.data);
  EXPECT_IN(strstr(result.response->message.data, "failed as told") != NULL, result.response->message.data);
  FREE(result, call_and_fail_pending);
  return noticed(host, "44");
}

static const char *late(struct host *host) {
  CALL(result, call_impatiently, &(conformance_call_impatiently_request){.milliseconds = 100}, NULL);
  EXPECT_OK(result);
  EXPECT_IN(hostcall_text_equals(result.response->outcome, "deadlineExceeded"), result.response->outcome.data);
  FREE(result, call_impatiently);
  for (int64_t end = now_ms() + 5000; atomic_load(&host->late) == 0 && now_ms() < end;) sleep_ms(1);
  EXPECT(atomic_load(&host->late) == 1);
  CALL(next, ping, NULL);
  EXPECT_OK(next);
  FREE(next, ping);
  CALL(counters, statistics, NULL);
  EXPECT_OK(counters);
  const conformance_statistics_value *found = counters.response;
  EXPECT(found->made ==
         found->answered + found->failed + found->cancelled + found->expired + found->in_flight + found->waiting);
  EXPECT(found->expired == 1 && found->late == 1);
  FREE(counters, statistics);
  return NULL;
}

static const char *remaining(struct host *host) {
  conformance_send_metadata_request request = {.timeout_milliseconds = &(uint32_t){5000}};
  CALL(limited, send_metadata, &request, NULL);
  EXPECT_OK(limited);
  const double *left = limited.response->remaining_milliseconds;
  EXPECT(left != NULL && *left > 0 && *left <= 5000);
  FREE(limited, send_metadata);
  request.timeout_milliseconds = NULL;
  CALL(unlimited, send_metadata, &request, NULL);
  EXPECT_OK(unlimited);
  EXPECT(unlimited.response->remaining_milliseconds == NULL);
  FREE(unlimited, send_metadata);
  return NULL;
}

const struct behaviour deadlines[] = {
    {40, timeout},   {41, cancel}, {42, handler_deadline}, {43, handler_cancel}, {44, handler_fail_pending}, {45, late},
    {46, remaining}, {0, NULL}};
