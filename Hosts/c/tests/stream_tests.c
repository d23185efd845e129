/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <pthread.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "fake_core.h"

static const hostcall_typed_method count = {.name = "count",
                                            .request = &hostcall_typed_uint32,
                                            .response = &hostcall_typed_int64,
                                            .failure = &hostcall_typed_text,
                                            .is_stream = true};

static void nothing(void) {}

/* -- Of the host ----------------------------------------------------------------------------------- */

static hostcall_typed_call stream;
static uint32_t credited;

static void invoke(hostcall_typed_function answer, hostcall_typed_call call, const void *request, void *user_data) {
  (void)answer, (void)request, (void)user_data;
  stream = call;
}

static void credit(hostcall_typed_function function, hostcall_typed_call call, uint32_t more, void *user_data) {
  (void)function, (void)user_data;
  credited += call.token == stream.token ? more : 1000;
}

static void *send_third(void *status) {
  *(int32_t *)status = hostcall_typed_send_wait(stream, &(int64_t){3});
  return NULL;
}

/* Waits until `count` sends were refused for want of credit. From then on a sender that waits misses no change. */
static void await_blocked(int count) {
  while (core.blocked < count) sched_yield();
}

static void open_stream(void) {
  const hostcall_api *api = fake_core_reset();
  const hostcall_typed_handler handler = {
      .method = &count, .answer = nothing, .invoke = invoke, .credited = nothing, .credit = credit};
  credited = 0;
  CHECK(hostcall_typed_register(api, FAKE_BRIDGE, &handler, 1, NULL, NULL) == HOSTCALL_OK);
  core.streams[0].invoke(4, (const uint8_t *)"\2", 1, core.streams[0].user_data);
}

static void a_sender_waits_for_credit(void) {
  open_stream();
  core.credit = 2;
  CHECK(hostcall_typed_send(stream, &(int64_t){1}) == HOSTCALL_OK);
  CHECK(hostcall_typed_send_wait(stream, &(int64_t){2}) == HOSTCALL_OK);
  CHECK(hostcall_typed_send(stream, &(int64_t){3}) == HOSTCALL_WOULD_BLOCK);
  pthread_t thread;
  int32_t status = -1;
  pthread_create(&thread, NULL, send_third, &status);
  await_blocked(2); /* the first was that of hostcall_typed_send */
  core.credit = 1;
  core.streams[0].credit(4, 1, core.streams[0].user_data);
  pthread_join(thread, NULL);
  CHECK(status == HOSTCALL_OK && core.sent == 3 && credited == 1);
  CHECK(hostcall_typed_reply(stream, &(int64_t){3}) == HOSTCALL_INVALID_ARGUMENT);
  core.streams[0].release(core.streams[0].user_data);
}

static void a_sender_that_waits_is_woken_by_the_end(void) {
  open_stream();
  pthread_t thread;
  int32_t status = -1;
  pthread_create(&thread, NULL, send_third, &status);
  await_blocked(1);
  core.has_ended = true;
  core.streams[0].cancel(4, 0, core.streams[0].user_data);
  pthread_join(thread, NULL);
  CHECK(status == HOSTCALL_UNKNOWN_CALL);
  CHECK(hostcall_typed_end(stream) == HOSTCALL_UNKNOWN_CALL);
  core.streams[0].release(core.streams[0].user_data);
}

/* -- Of the core ----------------------------------------------------------------------------------- */

static int64_t sum;
static int ends;
static int32_t end_code;

static void deliver_item(hostcall_typed_function received, const void *item, void *user_data) {
  (void)received, (void)user_data;
  sum += *(const int64_t *)item;
}

static void deliver_end(hostcall_typed_function ended, const hostcall_typed_result *result, void *user_data) {
  (void)ended, (void)user_data;
  ends++;
  end_code = result->code;
}

static void item(const char *byte) { core.item((const uint8_t *)byte, 1, core.user_data); }

static void an_item_that_cannot_be_decoded_ends_the_stream(void) {
  const hostcall_api *api = fake_core_reset();
  sum = ends = 0;
  hostcall_typed_options options = {.buffer = 4};
  CHECK(hostcall_typed_open_stream(api, FAKE_BRIDGE, &count, &(uint32_t){2}, &options, deliver_item, nothing,
                                   deliver_end, nothing, NULL, NULL) == HOSTCALL_OK);
  CHECK(core.granted == 4);
  item("\1"), item("\2");
  CHECK(sum == 3 && core.granted == 6); /* half of what may be sent in advance has been taken */
  item("\xf6");
  item("\5");
  CHECK(core.cancelled == 1 && sum == 3);
  core.reply(HOSTCALL_REPLY_CANCELLED, NULL, 0, core.user_data);
  CHECK(ends == 1 && end_code == 13);
}

static void a_reader_returns_items_and_then_the_end(void) {
  const hostcall_api *api = fake_core_reset();
  hostcall_typed_reader *reader;
  CHECK(hostcall_typed_open_reader(api, FAKE_BRIDGE, &count, &(uint32_t){2}, NULL, &reader) == HOSTCALL_OK);
  item("\1"), item("\2");
  core.reply(HOSTCALL_REPLY_FAILURE, (const uint8_t *)"\x61x", 2, core.user_data);
  const int64_t *found = hostcall_typed_next_wait(reader);
  CHECK(found != NULL && *found == 1);
  found = hostcall_typed_next_wait(reader);
  CHECK(found != NULL && *found == 2);
  CHECK(hostcall_typed_next_wait(reader) == NULL);
  hostcall_typed_result result = hostcall_typed_close_reader(reader);
  CHECK(result.failure != NULL && core.cancelled == 0);
  hostcall_typed_result_free(&result);
}

static void a_reader_that_is_closed_early_gives_the_stream_up(void) {
  const hostcall_api *api = fake_core_reset();
  hostcall_typed_reader *reader;
  CHECK(hostcall_typed_open_reader(api, FAKE_BRIDGE, &count, &(uint32_t){2}, NULL, &reader) == HOSTCALL_OK);
  item("\1");
  hostcall_typed_result result = hostcall_typed_close_reader(reader);
  CHECK(result.outcome == HOSTCALL_REPLY_CANCELLED && core.cancelled == 1);
  hostcall_typed_result_free(&result);
  item("\2");
  core.reply(HOSTCALL_REPLY_CANCELLED, NULL, 0, core.user_data); /* frees the reader */
  CHECK(hostcall_typed_open_reader(api, 6, &count, &(uint32_t){2}, NULL, &reader) == HOSTCALL_INVALID_BRIDGE);
  CHECK(reader == NULL && hostcall_typed_next_wait(reader) == NULL);
  CHECK(hostcall_typed_open_reader(api, FAKE_BRIDGE, &count, NULL, NULL, NULL) == HOSTCALL_INVALID_ARGUMENT);
  CHECK_IN("the pointer to the reader is NULL", hostcall_typed_last_error());
  result = hostcall_typed_close_reader(reader);
  CHECK(result.status == HOSTCALL_INVALID_ARGUMENT && result.outcome == HOSTCALL_TYPED_UNMADE);
  hostcall_typed_result_free(&result);
}

static void *close_no_reader(void *status) {
  hostcall_typed_result result = hostcall_typed_close_reader(NULL);
  CHECK_IN("there is no reader", result.message);
  *(int32_t *)status = result.status;
  hostcall_typed_result_free(&result);
  return NULL;
}

static void a_stream_that_cannot_be_opened_ends_with_the_reason(void) {
  const hostcall_api *api = fake_core_reset();
  hostcall_typed_reader *reader, *other;
  CHECK(hostcall_typed_open_reader(api, 6, &count, &(uint32_t){2}, NULL, &reader) == HOSTCALL_INVALID_BRIDGE);
  CHECK(hostcall_typed_open_reader(api, FAKE_BRIDGE, &count, &(uint32_t){2}, NULL, &other) == HOSTCALL_OK);
  /* Replaces the last error. */
  CHECK(hostcall_typed_emit(NULL, FAKE_BRIDGE, NULL, NULL) == HOSTCALL_INVALID_ARGUMENT);
  CHECK(reader == NULL && hostcall_typed_next_wait(reader) == NULL);
  hostcall_typed_result result = hostcall_typed_close_reader(reader);
  CHECK(result.status == HOSTCALL_INVALID_BRIDGE && result.outcome == HOSTCALL_TYPED_UNMADE);
  CHECK_IN("count: HOSTCALL_REFUSED: the fake refuses", result.message);
  hostcall_typed_result_free(&result);
  core.reply(HOSTCALL_REPLY_OK, NULL, 0, core.user_data);
  result = hostcall_typed_close_reader(other);
  CHECK(result.status == HOSTCALL_OK);
  hostcall_typed_result_free(&result);

  hostcall_api old = *api;
  old.size = offsetof(hostcall_api, call_with);
  CHECK(hostcall_typed_open_reader(&old, FAKE_BRIDGE, &count, NULL, NULL, &reader) == HOSTCALL_ABI_MISMATCH);
  result = hostcall_typed_close_reader(reader);
  CHECK(result.status == HOSTCALL_ABI_MISMATCH);
  CHECK_IN("the core is of an earlier version", result.message);
  hostcall_typed_result_free(&result);

  pthread_t thread;
  int32_t status = -1;
  pthread_create(&thread, NULL, close_no_reader, &status);
  pthread_join(thread, NULL);
  CHECK(status == HOSTCALL_INVALID_ARGUMENT);
}

/* Runs a function in a forked child, and returns whether it returns true within the time of the tests. */
static bool in_child(bool (*function)(void)) {
  pid_t child = fork();
  if (child == 0) {
    alarm(5);
    _exit(function() ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return status == 0;
}

static hostcall_typed_reader *open_reader;

/* Returns whether a message is as expected, and replaces the last error, so that the next check does not find it. */
static bool matches(const char *message, const char *expected) {
  bool is_expected = strcmp(message, expected) == 0;
  hostcall_typed_emit(NULL, FAKE_BRIDGE, NULL, NULL); /* fails with another message */
  return is_expected;
}

static bool child_is_refused(void) {
  const char *with_name = "count: a forked child has no bridges", *without = "a forked child has no bridges";
  if (hostcall_typed_next_wait(open_reader) != NULL || !matches(hostcall_typed_last_error(), with_name)) return false;
  hostcall_typed_result result = hostcall_typed_close_reader(open_reader);
  if (result.status != HOSTCALL_INVALID_BRIDGE || !matches(result.message, with_name)) return false;
  hostcall_typed_result_free(&result);
  return hostcall_typed_send_wait(stream, &(int64_t){3}) == HOSTCALL_UNKNOWN_CALL &&
         matches(hostcall_typed_last_error(), without) && hostcall_typed_end(stream) == HOSTCALL_UNKNOWN_CALL &&
         matches(hostcall_typed_last_error(), without);
}

static void a_forked_child_neither_waits_nor_answers(void) {
  open_stream();
  hostcall_stream_handler handler = core.streams[0];
  const hostcall_api *api = fake_core_reset();
  CHECK(hostcall_typed_open_reader(api, FAKE_BRIDGE, &count, &(uint32_t){2}, NULL, &open_reader) == HOSTCALL_OK);
  CHECK(in_child(child_is_refused));
  core.reply(HOSTCALL_REPLY_OK, NULL, 0, core.user_data);
  CHECK(hostcall_typed_next_wait(open_reader) == NULL && hostcall_typed_end(stream) == HOSTCALL_OK);
  hostcall_typed_result result = hostcall_typed_close_reader(open_reader);
  CHECK(result.outcome == HOSTCALL_REPLY_OK);
  hostcall_typed_result_free(&result);
  handler.release(handler.user_data);
}

const struct test stream_tests[] = {
    {"a sender waits for credit", a_sender_waits_for_credit},
    {"a sender that waits is woken by the end", a_sender_that_waits_is_woken_by_the_end},
    {"an item that cannot be decoded ends the stream", an_item_that_cannot_be_decoded_ends_the_stream},
    {"a reader returns items and then the end", a_reader_returns_items_and_then_the_end},
    {"a reader that is closed early gives the stream up", a_reader_that_is_closed_early_gives_the_stream_up},
    {"a stream that cannot be opened ends with the reason", a_stream_that_cannot_be_opened_ends_with_the_reason},
    {"a forked child neither waits nor answers", a_forked_child_neither_waits_nor_answers},
    {NULL, NULL}};
