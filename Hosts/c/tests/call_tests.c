/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "check.h"
#include "fake_core.h"

static const hostcall_typed_method echo = {.name = "echo",
                                           .request = &hostcall_typed_text,
                                           .response = &hostcall_typed_text,
                                           .failure = &hostcall_typed_int64};
static const hostcall_typed_method other = {
    .name = "other", .request = &hostcall_typed_empty, .response = &hostcall_typed_empty};

static hostcall_typed_call last_call;
static const hostcall_text *last_request;
static int invoked, cancelled, released;
static int32_t waited;
static char waiting_error[100];

static void invoke(hostcall_typed_function answer, hostcall_typed_call call, const void *request, void *user_data) {
  (void)answer, (void)user_data;
  last_call = call;
  last_request = request;
  invoked++;
  hostcall_typed_result result;
  hostcall_typed_call_wait(user_data, FAKE_BRIDGE, &other, NULL, NULL, &result);
  waited = result.status;
  snprintf(waiting_error, sizeof waiting_error, "%s", result.message);
  hostcall_typed_result_free(&result);
}

static void cancel(hostcall_typed_function function, hostcall_typed_call call, uint64_t taken, void *user_data) {
  (void)function, (void)taken, (void)user_data;
  cancelled += call.token == last_call.token ? 1 : 100;
}

static void on_released(void *user_data) { (void)user_data, released++; }

static void nothing(void) {}

static const hostcall_api *open(const char *refused) {
  const hostcall_api *api = fake_core_reset();
  invoked = cancelled = released = 0;
  core.refused = refused;
  const hostcall_typed_handler handlers[] = {
      {.method = &echo, .answer = nothing, .invoke = invoke, .cancelled = nothing, .cancel = cancel},
      {.method = &other, .answer = nothing, .invoke = invoke}};
  int32_t status = hostcall_typed_register(api, FAKE_BRIDGE, handlers, 2, on_released, (void *)(uintptr_t)api);
  CHECK(status == (refused == NULL ? HOSTCALL_OK : HOSTCALL_SCHEMA_MISMATCH));
  return api;
}

static void call_echo(uint64_t call_id) {
  core.handlers[0].invoke(call_id, (const uint8_t *)"\x62hi", 3, core.handlers[0].user_data);
}

static void release_all(void) {
  for (size_t i = 0; i < core.handler_count; i++) core.handlers[i].release(core.handlers[i].user_data);
}

static void a_request_lives_until_its_answer_and_the_second_is_refused(void) {
  open(NULL);
  call_echo(1);
  CHECK(invoked == 1 && hostcall_text_equals(*last_request, "hi"));
  CHECK(waited == HOSTCALL_INVALID_ARGUMENT);
  CHECK_IN("other: a callback must not wait; another thread may", waiting_error);
  CHECK(hostcall_typed_is_pending(last_call) && hostcall_typed_remaining_ns(last_call) == 99);
  CHECK(hostcall_typed_reply(last_call, last_request) == HOSTCALL_OK);
  CHECK(core.call_id == 1 && core.outcome == HOSTCALL_REPLY_OK && memcmp(core.payload, "\x62hi", 3) == 0);
  CHECK(hostcall_typed_reply(last_call, &HOSTCALL_TEXT("again")) == HOSTCALL_UNKNOWN_CALL);
  CHECK(hostcall_typed_reply_error(last_call, 5, "again") == HOSTCALL_UNKNOWN_CALL && core.answers == 1);
  CHECK(!hostcall_typed_is_pending(last_call) && hostcall_typed_remaining_ns(last_call) == 0);
  /* Its memory serves the next call, which an old handle does not answer. */
  hostcall_typed_call old = last_call;
  call_echo(2);
  CHECK(last_call.open == old.open && hostcall_typed_reply(old, last_request) == HOSTCALL_UNKNOWN_CALL);
  CHECK(hostcall_typed_reply_error(last_call, 0, NULL) == HOSTCALL_OK && core.outcome == HOSTCALL_REPLY_ERROR);
  CHECK(hostcall_typed_reply((hostcall_typed_call){NULL, 3}, last_request) == HOSTCALL_UNKNOWN_CALL);
  release_all();
  CHECK(released == 1);
}

static void a_cancelled_call_is_still_to_be_answered(void) {
  open(NULL);
  call_echo(1);
  core.has_ended = true;
  core.handlers[0].cancel(1, core.handlers[0].user_data);
  CHECK(cancelled == 1 && hostcall_text_equals(*last_request, "hi"));
  CHECK(hostcall_typed_reply(last_call, last_request) == HOSTCALL_UNKNOWN_CALL);
  core.handlers[0].cancel(1, core.handlers[0].user_data);
  CHECK(cancelled == 1);
  release_all();
}

static void an_answer_that_cannot_be_encoded_is_an_error_of_the_call(void) {
  open(NULL);
  call_echo(1);
  CHECK(hostcall_typed_reply(last_call, &HOSTCALL_TEXT("\377")) == HOSTCALL_INVALID_ARGUMENT);
  CHECK(core.answers == 1 && core.outcome == HOSTCALL_REPLY_CODE(13));
  CHECK_IN("response: the text is not UTF-8", (const char *)core.payload);
  CHECK_IN("echo", hostcall_typed_last_error());
  core.handlers[1].invoke(2, (const uint8_t *)"\xa0", 1, core.handlers[1].user_data);
  CHECK(hostcall_typed_reply_failure(last_call, &(int64_t){1}) == HOSTCALL_INVALID_ARGUMENT && core.answers == 2);
  call_echo(3);
  CHECK(hostcall_typed_reply_failure(last_call, &(int64_t){1}) == HOSTCALL_OK);
  CHECK(core.outcome == HOSTCALL_REPLY_FAILURE && core.payload[0] == 1);
  release_all();
}

static void a_request_that_cannot_be_decoded_does_not_reach_the_host(void) {
  open(NULL);
  core.handlers[0].invoke(1, (const uint8_t *)"\x07", 1, core.handlers[0].user_data);
  CHECK(invoked == 0 && core.outcome == HOSTCALL_REPLY_CODE(3));
  CHECK_IN("request: expected text, but found an integer", (const char *)core.payload);
  release_all();
}

static void a_refused_registration_leaves_nothing(void) {
  open("other");
  CHECK(core.handler_count == 1 && core.unregistered == 1);
  CHECK_IN("other: HOSTCALL_REFUSED: the fake refuses", hostcall_typed_last_error());
  /* A call that was taken in between may still be cancelled. */
  CHECK(released == 0);
  call_echo(1);
  CHECK(hostcall_typed_reply(last_call, last_request) == HOSTCALL_OK);
  release_all();
  CHECK(released == 1);
}

static void a_registration_that_begins_with_a_refusal_is_released_at_once(void) {
  open("echo");
  CHECK(core.handler_count == 0 && core.unregistered == 0 && released == 1);
  hostcall_api old = *fake_core_reset();
  const hostcall_typed_handler one = {.method = &echo, .answer = nothing, .invoke = invoke};
  CHECK(hostcall_typed_register(NULL, FAKE_BRIDGE, &one, 1, on_released, NULL) == HOSTCALL_INVALID_ARGUMENT);
  CHECK(released == 2);
  CHECK(hostcall_typed_register(&old, FAKE_BRIDGE, NULL, 1, on_released, NULL) == HOSTCALL_INVALID_ARGUMENT);
  CHECK_IN("the handlers are NULL", hostcall_typed_last_error());
  CHECK(released == 3);
  old.size = offsetof(hostcall_api, call_with);
  CHECK(hostcall_typed_register(&old, FAKE_BRIDGE, &one, 1, on_released, NULL) == HOSTCALL_ABI_MISMATCH);
  CHECK(released == 4 && core.handler_count == 0);
  const hostcall_typed_event event = {.name = "event", .type = &hostcall_typed_empty};
  const hostcall_typed_listening listening = {.released = on_released};
  CHECK(hostcall_typed_subscribe(fake_core_reset(), 6, &event, &listening, NULL, nothing, NULL, NULL) ==
        HOSTCALL_INVALID_BRIDGE);
  CHECK(released == 4); /* unlike that of handlers */
  CHECK(hostcall_typed_register(NULL, FAKE_BRIDGE, NULL, 0, NULL, NULL) == HOSTCALL_INVALID_ARGUMENT);
  CHECK(hostcall_typed_register(&old, FAKE_BRIDGE, NULL, 0, NULL, NULL) == HOSTCALL_ABI_MISMATCH);
}

/* -- Calls to the core ----------------------------------------------------------------------------- */

static hostcall_typed_result last_result;
static char last_message[200];
static int delivered;

static void deliver(hostcall_typed_function reply, const hostcall_typed_result *result, void *user_data) {
  (void)reply, (void)user_data;
  delivered++;
  last_result = *result;
  snprintf(last_message, sizeof last_message, "%s", result->message);
}

static void reply(int32_t outcome, const char *payload, size_t length) {
  const hostcall_api *api = fake_core_reset();
  uint64_t call_id = 0;
  CHECK(hostcall_typed_call_core(api, FAKE_BRIDGE, &echo, &HOSTCALL_TEXT("hi"), NULL, deliver, nothing, NULL,
                                 &call_id) == HOSTCALL_OK);
  CHECK(call_id == 77 && core.length == 3);
  core.reply(outcome, (const uint8_t *)payload, length, core.user_data);
}

static void a_reply_is_a_response_a_failure_or_an_error(void) {
  delivered = 0;
  reply(HOSTCALL_REPLY_OK, "\x61y", 2);
  CHECK(delivered == 1 && last_result.response != NULL && last_message[0] == '\0');
  reply(HOSTCALL_REPLY_FAILURE, "\x20", 1);
  CHECK(last_result.failure != NULL && last_result.response == NULL && last_result.outcome == HOSTCALL_REPLY_FAILURE);
  reply(HOSTCALL_REPLY_CODE(5), "gone", 4);
  CHECK(last_result.code == 5 && strcmp(last_message, "gone") == 0);
  reply(HOSTCALL_REPLY_CANCELLED, "", 0);
  CHECK(last_result.code == 1 && last_message[0] != '\0');
  reply(12345, "odd", 3);
  CHECK(last_result.code == 2 && last_result.response == NULL && last_result.failure == NULL);
  reply(HOSTCALL_REPLY_OK, "\x07", 1);
  CHECK(last_result.code == 13 && last_result.response == NULL);
  CHECK_IN("response: expected text, but found an integer", last_message);
  reply(HOSTCALL_REPLY_FAILURE, "", 0);
  CHECK(last_result.code == 13);
  CHECK(delivered == 7);
}

static void a_call_that_cannot_be_made_says_why(void) {
  const hostcall_api *api = fake_core_reset();
  hostcall_typed_result result;
  hostcall_typed_call_wait(api, 6, &echo, &HOSTCALL_TEXT("hi"), NULL, &result);
  CHECK(result.status == HOSTCALL_INVALID_BRIDGE && result.outcome == HOSTCALL_TYPED_UNMADE);
  CHECK_IN("echo", result.message);
  hostcall_typed_result_free(&result);
  hostcall_typed_call_wait(api, FAKE_BRIDGE, &echo, &HOSTCALL_TEXT("\377"), NULL, &result);
  CHECK(result.status == HOSTCALL_INVALID_ARGUMENT && core.reply == NULL);
  CHECK_IN("request: the text is not UTF-8", result.message);
  hostcall_typed_result_free(&result);
  CHECK(hostcall_typed_call_core(api, FAKE_BRIDGE, &echo, NULL, NULL, deliver, nothing, NULL, NULL) ==
        HOSTCALL_INVALID_ARGUMENT);
  CHECK(hostcall_typed_call_core(api, FAKE_BRIDGE, &echo, NULL, NULL, deliver, NULL, NULL, NULL) ==
        HOSTCALL_INVALID_ARGUMENT);
  hostcall_typed_call_wait(api, FAKE_BRIDGE, &echo, &HOSTCALL_TEXT("hi"), NULL, NULL);
  CHECK(core.reply == NULL);
  CHECK_IN("the pointer to the result is NULL", hostcall_typed_last_error());
  hostcall_typed_result_free(NULL);
}

const struct test call_tests[] = {
    {"a request lives until its answer, and the second is refused",
     a_request_lives_until_its_answer_and_the_second_is_refused},
    {"a cancelled call is still to be answered", a_cancelled_call_is_still_to_be_answered},
    {"an answer that cannot be encoded is an error of the call",
     an_answer_that_cannot_be_encoded_is_an_error_of_the_call},
    {"a request that cannot be decoded does not reach the host",
     a_request_that_cannot_be_decoded_does_not_reach_the_host},
    {"a refused registration leaves nothing", a_refused_registration_leaves_nothing},
    {"a registration that begins with a refusal is released at once",
     a_registration_that_begins_with_a_refusal_is_released_at_once},
    {"a reply is a response, a failure or an error", a_reply_is_a_response_a_failure_or_an_error},
    {"a call that cannot be made says why", a_call_that_cannot_be_made_says_why},
    {NULL, NULL}};
