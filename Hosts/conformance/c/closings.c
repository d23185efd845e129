/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Behaviours 66 to 70. */
#include "pending.h"

static const char *await_cancelled(struct host *host, const char *key) {
  conformance_await_state_request request = {.key = hostcall_text_of(key), .state = CONFORMANCE_TASK_STATE_CANCELLED};
  CALL(result, await_state, &request, NULL);
  EXPECT_OK(result);
  EXPECT(*result.response);
  FREE(result, await_state);
  return NULL;
}

static const char *calls_to_core(struct host *other) {
  struct host closing, *host = &closing;
  EXPECT(host_open(host, open_bridge) == HOSTCALL_OK);
  struct pending pending[3] = {PENDING, PENDING, PENDING};
  const char *const keys[] = {"66a", "66b", "66c"};
  for (int i = 0; i < 3; i++) {
    conformance_core_wait_request request = {hostcall_text_of(keys[i])};
    EXPECT(conformance_core_wait(host->bridge, &request, NULL, core_wait_replied, &pending[i], NULL) == HOSTCALL_OK);
    conformance_await_state_request started = {.key = request.key, .state = CONFORMANCE_TASK_STATE_STARTED};
    CALL(result, await_state, &started, NULL);
    EXPECT_OK(result);
    FREE(result, await_state);
  }
  EXPECT(host_close(host) == HOSTCALL_OK);
  for (int i = 0; i < 3; i++) {
    EXPECT(pending[i].is_done && pending[i].outcome == HOSTCALL_REPLY_CANCELLED);
    const char *failure = await_cancelled(other, keys[i]);
    if (failure != NULL) return failure;
  }
  EXPECT(atomic_load(&host->released) == 1);
  return NULL;
}

static const char *calls_to_host(struct host *other) {
  struct host closing, *host = &closing;
  EXPECT(host_open(host, open_bridge) == HOSTCALL_OK);
  CALL(held, hold_calls, &((conformance_hold_calls_request){.key = HOSTCALL_TEXT("67"), .count = 5}), NULL);
  EXPECT_OK(held);
  FREE(held, hold_calls);
  for (int64_t end = now_ms() + 5000; now_ms() < end; sleep_ms(1)) {
    int count = 0;
    pthread_mutex_lock(&host->mutex);
    for (struct wait *wait = host->waits; wait != NULL; wait = wait->next) count++;
    pthread_mutex_unlock(&host->mutex);
    if (count == 5) break;
  }
  EXPECT(host_close(host) == HOSTCALL_OK);
  EXPECT(atomic_load(&host->cancellations) == 5);
  host = other;
  CALL(reports, held_calls, &((conformance_held_calls_request){.key = HOSTCALL_TEXT("67"), .count = 5}), NULL);
  EXPECT_OK(reports);
  EXPECT(reports.response->count == 5);
  for (int i = 0; i < 5; i++) EXPECT(hostcall_text_equals(reports.response->items[i].outcome, "unavailable"));
  FREE(reports, held_calls);
  return NULL;
}

static const char *after_close(struct host *host) {
  EXPECT(api->close(host->bridge) == HOSTCALL_OK);
  CALL(result, ping, NULL);
  EXPECT(result.status == HOSTCALL_INVALID_BRIDGE);
  EXPECT_IN(strstr(result.message, "ping") != NULL, result.message);
  FREE(result, ping);
  EXPECT(api->close(host->bridge) == HOSTCALL_INVALID_BRIDGE);
  return NULL;
}

static const char *closed_by_core(struct host *host) {
  CALL(result, close_bridge, NULL);
  EXPECT(result.outcome == HOSTCALL_REPLY_CANCELLED || result.code == 14);
  FREE(result, close_bridge);
  for (int64_t end = now_ms() + 5000; now_ms() < end; sleep_ms(1)) {
    CALL(later, ping, NULL);
    bool is_refused = later.status != HOSTCALL_OK;
    EXPECT(!is_refused || strlen(later.message) > 0);
    FREE(later, ping);
    if (is_refused) break;
  }
  CALL(last, ping, NULL);
  EXPECT(last.status == HOSTCALL_INVALID_BRIDGE || last.status == HOSTCALL_CLOSED);
  FREE(last, ping);
  api->close(host->bridge);
  return NULL;
}

static const char *two(struct host *one) {
  struct host two, *host = &two;
  EXPECT(host_open(host, open_bridge) == HOSTCALL_OK);
  EXPECT(host->bridge != one->bridge);
  CALL(first, send_evolving, &(conformance_send_evolving_request){CONFORMANCE_MALFORMATION_NONE}, NULL);
  EXPECT_OK(first);
  FREE(first, send_evolving);
  EXPECT(atomic_load(&two.invoked) == 1 && atomic_load(&one->invoked) == 0);
  CALL(counters, statistics, NULL);
  EXPECT_OK(counters);
  EXPECT(counters.response->made == 1);
  FREE(counters, statistics);
  EXPECT(host_close(host) == HOSTCALL_OK);
  host = one;
  CALL(second, send_evolving, &(conformance_send_evolving_request){CONFORMANCE_MALFORMATION_NONE}, NULL);
  EXPECT_OK(second);
  FREE(second, send_evolving);
  EXPECT(atomic_load(&one->invoked) == 1);
  return NULL;
}

const struct behaviour closings[] = {{66, calls_to_core},  {67, calls_to_host}, {68, after_close},
                                     {69, closed_by_core}, {70, two},           {0, NULL}};
