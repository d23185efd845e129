/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Behaviours 21 to 32. */
#include "behaviours.h"

static const char *log_in(struct host *host) {
  CALL(result, log_in, &(conformance_log_in_request){.user_id = 7}, NULL);
  EXPECT_OK(result);
  EXPECT(hostcall_text_equals(result.response->greeting, "Welcome back, Ada"));
  EXPECT(result.response->logged_in_at > 1700000000.4 && result.response->logged_in_at < 1700000000.6);
  EXPECT(result.response->tag_count == 2);
  FREE(result, log_in);
  return NULL;
}

static const conformance_refusal busy = {.kind = CONFORMANCE_REFUSAL_BUSY};
static const hostcall_text why = {"why", 3};
static const conformance_refusal limited = {.kind = CONFORMANCE_REFUSAL_LIMIT, .limit = {9, &why}};
static const conformance_refusal bare = {.kind = CONFORMANCE_REFUSAL_LIMIT, .limit = {9, NULL}};

static bool same_refusal(const conformance_refusal *one, const conformance_refusal *other) {
  if (one == NULL || one->kind != other->kind) return false;
  if (one->kind == CONFORMANCE_REFUSAL_BUSY) return true;
  const hostcall_text *words = one->limit.reason, *others = other->limit.reason;
  bool has_reason = words == NULL || others == NULL ? words == others : same_text(*words, *others);
  return one->limit.maximum == other->limit.maximum && has_reason;
}

static conformance_order refusing(conformance_refusal refusal) {
  return (conformance_order){.kind = CONFORMANCE_ORDER_REFUSE, .refuse = {refusal}};
}

static const char *core_fails(struct host *host) {
  const conformance_refusal all[] = {busy, limited, bare};
  for (int i = 0; i < 3; i++) {
    CALL(result, follow, &(conformance_follow_request){refusing(all[i])}, NULL);
    EXPECT(result.outcome == HOSTCALL_REPLY_FAILURE && result.response == NULL && result.message[0] == '\0');
    EXPECT(same_refusal(result.failure, &all[i]));
    FREE(result, follow);
  }
  CALL(result, log_in, &(conformance_log_in_request){.user_id = 404}, NULL);
  EXPECT(result.outcome == HOSTCALL_REPLY_FAILURE && result.failure->limit.maximum == 403);
  FREE(result, log_in);
  return NULL;
}

static const char *faults(struct host *host) {
  const conformance_fault fault = {.code = -3, .is_temporary = true};
  CALL(failed, fail_core, &(conformance_fail_core_request){fault}, NULL);
  EXPECT(failed.failure != NULL && failed.failure->code == -3 && failed.failure->is_temporary);
  FREE(failed, fail_core);
  CALL(report, command_fault, &(conformance_command_fault_request){fault}, NULL);
  EXPECT_OK(report);
  EXPECT(report.response->fault != NULL && report.response->fault->code == -3);
  FREE(report, command_fault);
  return NULL;
}

/* Has the core report how the handler ended a call. */
static const char *command(struct host *host, conformance_order order, const char *outcome, const char *words,
                           const conformance_refusal *refusal) {
  CALL(result, command, &(conformance_command_request){order}, NULL);
  EXPECT_OK(result);
  EXPECT_IN(hostcall_text_equals(result.response->outcome, outcome), result.response->outcome.data);
  EXPECT_IN(strstr(result.response->message.data, words) != NULL, result.response->message.data);
  EXPECT(refusal == NULL || same_refusal(result.response->refusal, refusal));
  FREE(result, command);
  return NULL;
}

static const char *handler_fails(struct host *host) {
  const conformance_refusal all[] = {busy, limited, bare};
  for (int i = 0; i < 3; i++) {
    CALL(result, command, &(conformance_command_request){refusing(all[i])}, NULL);
    EXPECT_OK(result);
    EXPECT(same_refusal(result.response->refusal, &all[i]));
    FREE(result, command);
  }
  return NULL;
}

static conformance_order failing(int32_t code, hostcall_text message) {
  return (conformance_order){.kind = CONFORMANCE_ORDER_FAIL, .fail = {code, message}};
}

static conformance_order crashing(hostcall_text message) {
  return (conformance_order){.kind = CONFORMANCE_ORDER_CRASH, .crash = {message}};
}

static const char *codes(struct host *host) {
  CALL(result, follow, &(conformance_follow_request){failing(5, HOSTCALL_TEXT("gone"))}, NULL);
  EXPECT(result.outcome == HOSTCALL_REPLY_CODE(5) && result.code == 5);
  EXPECT_IN(strcmp(result.message, "gone") == 0, result.message);
  FREE(result, follow);
  CALL(crash, follow, &(conformance_follow_request){crashing(HOSTCALL_TEXT("broken"))}, NULL);
  EXPECT(crash.code == 2 && crash.failure == NULL);
  EXPECT_IN(strstr(crash.message, "broken") != NULL, crash.message);
  FREE(crash, follow);
  return NULL;
}

static const char *handler_code(struct host *host) {
  return command(host, failing(7, HOSTCALL_TEXT("not yours")), "permissionDenied", "not yours", NULL);
}

static const char *handler_error(struct host *host) {
  const char *failure = command(host, crashing(HOSTCALL_TEXT("out of paper")), "unknown", "out of paper", NULL);
  return failure != NULL ? failure : log_in(host);
}

static const char *cancelled(struct host *host) {
  const conformance_order order = {.kind = CONFORMANCE_ORDER_CANCEL};
  CALL(result, follow, &(conformance_follow_request){order}, NULL);
  EXPECT(result.outcome == HOSTCALL_REPLY_CANCELLED && result.code == 1 && result.message[0] != '\0');
  FREE(result, follow);
  return command(host, order, "cancelled", "", NULL);
}

static const char *unregistered(struct host *host) {
  CALL(result, call_unregistered, NULL);
  EXPECT_OK(result);
  EXPECT_IN(hostcall_text_equals(result.response->outcome, "unimplemented"), result.response->outcome.data);
  FREE(result, call_unregistered);
  return NULL;
}

static const char *not_offered(struct host *whole) {
  (void)whole;
  struct host partial, *host = &partial;
  EXPECT_IN(host_open(host, open_partial) == HOSTCALL_OK, hostcall_typed_last_error());
  CALL(result, round_trip_basics, &(conformance_round_trip_basics_request){{.flag = true}}, NULL);
  EXPECT(result.status == HOSTCALL_NOT_REGISTERED && result.outcome == HOSTCALL_TYPED_UNMADE);
  EXPECT_IN(strstr(result.message, "round_trip_basics") != NULL, result.message);
  FREE(result, round_trip_basics);
  host_close(host);
  return NULL;
}

static const char *large_request(struct host *host) {
  static uint8_t bytes[5 << 20];
  CALL(result, round_trip_bytes, &(conformance_round_trip_bytes_request){{bytes, sizeof bytes}}, NULL);
  EXPECT_IN(result.status == HOSTCALL_RESOURCE_EXHAUSTED, result.message);
  EXPECT_IN(strstr(result.message, "round_trip_bytes") != NULL, result.message);
  FREE(result, round_trip_bytes);
  return log_in(host);
}

static const char *large_answer(struct host *host) {
  CALL(result, fetch_bytes, &(conformance_fetch_bytes_request){.count = 5 << 20}, NULL);
  EXPECT_OK(result);
  EXPECT_IN(hostcall_text_equals(result.response->outcome, "resourceExhausted"), result.response->outcome.data);
  FREE(result, fetch_bytes);
  return log_in(host);
}

const struct behaviour outcomes[] = {{21, log_in},       {22, core_fails},   {23, faults},        {24, handler_fails},
                                     {25, codes},        {26, handler_code}, {27, handler_error}, {28, cancelled},
                                     {29, unregistered}, {30, not_offered},  {31, large_request}, {32, large_answer},
                                     {0, NULL}};
