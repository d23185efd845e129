/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A queue: which messages there are, when, and for how long they are valid. */
#include "suites.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "queue_host.h"

#if HOSTCALL_ABI_MINOR < 2
/* The first version of the header has no queue. */
void queue_tests(void) {}
#else

static void log_in_by_messages(void) {
  struct queue_host host;
  uint64_t id = 0;
  queue_open(&host, NULL, NULL);
  queue_until_fetch(&host, &id);
  queue_answer(&host);
  queue_expect(&host, HOSTCALL_MESSAGE_REPLY);
  CHECK(host.message.call_id == id);
  CHECK_STATUS(host.message.outcome, HOSTCALL_REPLY_OK);
  CHECK(memmem(host.message.bytes, host.message.length, "Welcome back, Ada", 17) != NULL);
  queue_expect_nothing(&host);
  queue_close(&host);
}

static void ignore(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  (void)call_id, (void)request, (void)length, (void)user_data;
  check_failed(__FILE__, __LINE__, "a function of a host with a queue was called");
}

static void reply_wrongly(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  (void)outcome, (void)payload, (void)length, (void)user_data;
  check_failed(__FILE__, __LINE__, "a reply of a host with a queue was called");
}

static void enabling(void) {
  struct queue_host host;
  struct host other;
  hostcall_message message = {.size = sizeof message};
  uint64_t id;
  host_open(&other, answer_ada);
  CHECK_STATUS(hostcall_queue_enable(other.bridge, NULL, NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_next(other.bridge, &message, 0), HOSTCALL_INVALID_ARGUMENT);
  CHECK(hostcall_queue_fd(other.bridge) == -1);
  CHECK_STATUS(hostcall_register(other.bridge, "nothing", NULL, NULL), HOSTCALL_NOT_REGISTERED);
  check_still_works(&other);
  host_close(&other);
  CHECK_STATUS(hostcall_queue_enable(other.bridge, NULL, NULL), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(hostcall_next(other.bridge, &message, 0), HOSTCALL_INVALID_BRIDGE);
  CHECK(hostcall_queue_fd(other.bridge) == -1);

  hostcall_bridge bridge = profile_core_open();
  CHECK_STATUS(hostcall_call(bridge, "log_in", NULL, 0, NULL, NULL, &id), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_register(bridge, "", ignore, NULL), HOSTCALL_INVALID_ARGUMENT);
  /* What is refused for its arguments does not count as a registration or a call. */
  CHECK_STATUS(hostcall_queue_enable(bridge, NULL, NULL), HOSTCALL_OK);
  CHECK_STATUS(hostcall_queue_enable(bridge, NULL, NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_next(bridge, NULL, 0), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
  CHECK_STATUS(hostcall_next(bridge, &message, -1), HOSTCALL_CLOSED);

  struct reply reply;
  bridge = profile_core_open();
  CHECK_STATUS(hostcall_call(bridge, "log_in", NULL, 0, keep_reply, memset(&reply, 0, sizeof reply), &id), HOSTCALL_OK);
  CHECK_STATUS(hostcall_queue_enable(bridge, NULL, NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
  CHECK(reply.count == 1);

  queue_open(&host, NULL, NULL);
  CHECK_STATUS(hostcall_close(host.bridge), HOSTCALL_OK);
  CHECK_STATUS(hostcall_queue_enable(host.bridge, NULL, NULL), HOSTCALL_CLOSED);
  queue_drain(&host);
}

static void event_wrongly(const char *name, const uint8_t *event, size_t length, uint64_t dropped, void *user_data) {
  (void)name, (void)event, (void)length, (void)dropped, (void)user_data;
  check_failed(__FILE__, __LINE__, "a listener that was refused was called");
}

static void refused_before(void) {
  const uint8_t *request = (const uint8_t *)"\xa1\x66userID\x07";
  hostcall_handler handler = {.size = 8, .invoke = ignore};
  hostcall_stream_handler stream = {.size = sizeof stream};
  hostcall_listener listener = {.size = sizeof listener, .event = event_wrongly, .policy = 2};
  hostcall_call_options options = {.size = sizeof options, .fingerprint = 1};
  hostcall_message message = {.size = sizeof message};
  hostcall_bridge bridge = profile_core_open();
  CHECK_STATUS(hostcall_register(bridge, "read_clock", NULL, NULL), HOSTCALL_NOT_REGISTERED);
  CHECK_STATUS(hostcall_unregister(bridge, "read_clock"), HOSTCALL_NOT_REGISTERED);
  CHECK_STATUS(hostcall_unregister_all(bridge), HOSTCALL_OK);
  CHECK_STATUS(hostcall_register_handler(bridge, "read_clock", &handler), HOSTCALL_ABI_MISMATCH);
  CHECK_STATUS(hostcall_register_stream(bridge, "read_clock", &stream), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_subscribe(bridge, "e", &listener, NULL), HOSTCALL_INVALID_ARGUMENT);
  listener.size = 8;
  CHECK_STATUS(hostcall_subscribe(bridge, "e", &listener, NULL), HOSTCALL_ABI_MISMATCH);
  CHECK_STATUS(hostcall_emit(bridge, "e", NULL, 0), HOSTCALL_OK);
  size_t size = (size_t)1 << 40;
  CHECK_STATUS(hostcall_call(bridge, "log_in", request, size, reply_wrongly, NULL, NULL), HOSTCALL_RESOURCE_EXHAUSTED);
  CHECK_STATUS(hostcall_call(bridge, "nothing", request, 9, reply_wrongly, NULL, NULL), HOSTCALL_NOT_REGISTERED);
  CHECK_STATUS(hostcall_call_with(bridge, "log_in", request, 9, &options, reply_wrongly, NULL, NULL),
               HOSTCALL_SCHEMA_MISMATCH);
  CHECK_STATUS(hostcall_queue_enable(bridge, NULL, NULL), HOSTCALL_OK);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
  CHECK_STATUS(hostcall_next(bridge, &message, -1), HOSTCALL_CLOSED);

  bridge = profile_core_open();
  handler.size = sizeof handler;
  handler.fingerprint = 1;
  CHECK_STATUS(hostcall_register_handler(bridge, "fetch_profile", &handler), HOSTCALL_SCHEMA_MISMATCH);
  CHECK_STATUS(hostcall_queue_enable(bridge, NULL, NULL), HOSTCALL_INVALID_ARGUMENT);
  CHECK_STATUS(hostcall_close(bridge), HOSTCALL_OK);
}

static void functions_are_not_called(void) {
  struct queue_host host;
  hostcall_call_options options = {.size = sizeof options};
  queue_open(&host, NULL, NULL);
  CHECK_STATUS(hostcall_register(host.bridge, "read_clock", ignore, &host.clock), HOSTCALL_OK);
  queue_expect(&host, HOSTCALL_MESSAGE_RELEASE); /* of the replaced handler */
  CHECK(host.message.user_data == &host.clock);
  CHECK_STATUS(hostcall_call_with(host.bridge, "log_in", (const uint8_t *)"\xa1\x66userID\x07", 9, &options,
                                  reply_wrongly, &host.call, NULL),
               HOSTCALL_OK);
  for (int i = 0; i < 2; i++) {
    queue_expect(&host, HOSTCALL_MESSAGE_INVOKE);
    queue_answer(&host);
  }
  queue_expect(&host, HOSTCALL_MESSAGE_REPLY);
  CHECK_STATUS(hostcall_unregister(host.bridge, "read_clock"), HOSTCALL_OK);
  queue_expect(&host, HOSTCALL_MESSAGE_RELEASE);
  CHECK_STATUS(hostcall_register(host.bridge, "read_clock", NULL, &host.clock), HOSTCALL_OK);
  queue_close(&host);
}

static void unknown_until_taken(void) {
  struct queue_host host;
  hostcall_call_info info = {.size = sizeof info};
  size_t length;
  queue_open(&host, NULL, NULL);
  CHECK_STATUS(queue_log_in(&host, NULL), HOSTCALL_OK);
  EVENTUALLY(queue_in_flight(&host) == 1);
  /* The host guesses the ID. */
  CHECK_STATUS(queue_answer_clock(host.bridge, 1), HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(hostcall_get_call_info(host.bridge, 1, &info), HOSTCALL_UNKNOWN_CALL);
  CHECK_STATUS(hostcall_get_metadata(host.bridge, 1, "tenant", NULL, 0, &length), HOSTCALL_UNKNOWN_CALL);
  queue_expect(&host, HOSTCALL_MESSAGE_INVOKE);
  CHECK(host.message.call_id == 1);
  CHECK_STATUS(hostcall_get_call_info(host.bridge, 1, &info), HOSTCALL_OK);
  CHECK(info.request_encoding == HOSTCALL_ENCODING_RAW);
  CHECK_STATUS(hostcall_get_metadata(host.bridge, 1, "tenant", NULL, 0, &length), HOSTCALL_NOTHING);
  queue_answer(&host);
  queue_close(&host);
}

/* -- Calls that are given up ------------------------------------------------------------------------ */

static void given_up_before(void) {
  struct queue_host host;
  uint64_t id;
  hostcall_call_options options = {.size = sizeof options, .timeout_ns = 20000000};
  queue_open(&host, NULL, NULL);
  /* By cancellation, by the deadline, and by a failure of all calls. */
  CHECK_STATUS(queue_log_in(&host, &id), HOSTCALL_OK);
  EVENTUALLY(queue_in_flight(&host) == 1);
  CHECK_STATUS(hostcall_cancel(host.bridge, id), HOSTCALL_OK);
  EVENTUALLY(queue_in_flight(&host) == 0);
  queue_expect(&host, HOSTCALL_MESSAGE_REPLY);
  CHECK_STATUS(host.message.outcome, HOSTCALL_REPLY_CANCELLED);
  CHECK_STATUS(hostcall_call_with(host.bridge, "log_in", (const uint8_t *)"\xa1\x66userID\x07", 9, &options, NULL,
                                  &host.call, &id),
               HOSTCALL_OK);
  sleep_ms(10);
  EVENTUALLY(queue_in_flight(&host) == 0);
  queue_expect(&host, HOSTCALL_MESSAGE_REPLY);
  CHECK_STATUS(queue_log_in(&host, &id), HOSTCALL_OK);
  EVENTUALLY(queue_in_flight(&host) == 1);
  CHECK_STATUS(hostcall_fail_pending(host.bridge, 14, "gone"), HOSTCALL_OK);
  queue_expect(&host, HOSTCALL_MESSAGE_REPLY);
  CHECK_STATUS(host.message.outcome, HOSTCALL_REPLY_FAILURE);
  queue_expect_nothing(&host);
  queue_close(&host);
}

static void given_up_after(void) {
  struct queue_host host;
  uint64_t id;
  queue_open(&host, NULL, NULL);
  queue_until_fetch(&host, &id);
  uint64_t fetch = host.last_fetch;
  /* A second struct takes what comes while the first message is not done. */
  hostcall_message held = host.message;
  memset(&host.message, 0, sizeof host.message);
  host.message.size = sizeof host.message;
  CHECK_STATUS(hostcall_cancel(host.bridge, id), HOSTCALL_OK);
  EVENTUALLY(queue_in_flight(&host) == 0);
  queue_expect(&host, HOSTCALL_MESSAGE_REPLY);
  CHECK_STATUS(hostcall_next(host.bridge, &host.message, 30000000), HOSTCALL_NOTHING);
  CHECK(held.length == 9 && memcmp(held.bytes, "\xa1\x66userID\x07", 9) == 0);
  hostcall_message_done(&held);
  queue_expect(&host, HOSTCALL_MESSAGE_CANCEL);
  CHECK(host.message.call_id == fetch);
  CHECK_STATUS(queue_answer_profile(host.bridge, fetch), HOSTCALL_UNKNOWN_CALL);
  queue_close(&host);
}

static void release_is_last(void) {
  struct queue_host host;
  queue_open(&host, NULL, NULL);
  queue_until_fetch(&host, NULL);
  hostcall_message held = host.message;
  memset(&host.message, 0, sizeof host.message);
  host.message.size = sizeof host.message;
  CHECK_STATUS(queue_answer_profile(host.bridge, host.last_fetch), HOSTCALL_OK);
  queue_expect(&host, HOSTCALL_MESSAGE_REPLY);
  CHECK_STATUS(hostcall_unregister(host.bridge, "fetch_profile"), HOSTCALL_OK);
  CHECK_STATUS(hostcall_next(host.bridge, &host.message, 30000000), HOSTCALL_NOTHING);
  hostcall_message_done(&held);
  queue_expect(&host, HOSTCALL_MESSAGE_RELEASE);
  CHECK(host.message.user_data == &host.profile);
  CHECK_STATUS(hostcall_register(host.bridge, "fetch_profile", NULL, &host.profile), HOSTCALL_OK);
  queue_close(&host);
}

/* -- The struct ------------------------------------------------------------------------------------ */

static void done_on_any_status(void) {
  struct queue_host host;
  struct host other;
  queue_open(&host, NULL, NULL);
  host_open(&other, answer_ada);
  queue_until_fetch(&host, NULL);
  CHECK_STATUS(queue_answer_profile(host.bridge, host.last_fetch), HOSTCALL_OK);
  CHECK_STATUS(hostcall_next(0, &host.message, 0), HOSTCALL_INVALID_BRIDGE);
  CHECK(host.message.token == 0 && host.message.kind == 0 && host.message.bytes == NULL);
  queue_expect(&host, HOSTCALL_MESSAGE_REPLY);
  CHECK_STATUS(hostcall_next(other.bridge, &host.message, 0), HOSTCALL_INVALID_ARGUMENT);
  CHECK(host.message.token == 0 && host.message.kind == 0 && host.message.bytes == NULL);
  host_close(&other);
  queue_close(&host);
}

static void messages_that_are_done(void) {
  struct queue_host host;
  hostcall_message none = {.size = sizeof none}, wrong = {.size = sizeof wrong, .token = UINT64_MAX}, small = {.size = 8};
  queue_open(&host, NULL, NULL);
  queue_until_fetch(&host, NULL);
  hostcall_message copy = host.message;
  hostcall_message_done(NULL);
  hostcall_message_done(&none);
  hostcall_message_done(&wrong);
  hostcall_message_done(&small);
  CHECK(wrong.token == 0 && wrong.size == sizeof wrong && small.size == 8);
  CHECK(memcmp(host.message.bytes, "\xa1\x66userID\x07", 9) == 0);
  hostcall_message_done(&host.message);
  CHECK(host.message.token == 0 && host.message.bytes == NULL && host.message.size == sizeof host.message);
  hostcall_message_done(&copy); /* has no effect, and neither has the next */
  hostcall_message_done(&host.message);
  for (uint64_t token = 0; token < 1000; token++) {
    wrong.token = token << 32 | token % 7;
    if (token != 1) hostcall_message_done(&wrong);
  }
  CHECK_STATUS(hostcall_next(host.bridge, &small, 0), HOSTCALL_ABI_MISMATCH);
  CHECK_STATUS(hostcall_close(host.bridge), HOSTCALL_OK);
  /* The last message may be given back after the bridge is closed. */
  queue_expect(&host, HOSTCALL_MESSAGE_REPLY);
  hostcall_message last = host.message;
  host.message = (hostcall_message){.size = sizeof last};
  queue_drain(&host);
  CHECK(host.cancels == 1); /* before or after the release of the other handler */
  CHECK_STATUS(last.outcome, HOSTCALL_REPLY_CANCELLED);
  hostcall_message_done(&last);
}

static void longer_struct(void) {
  struct queue_host host;
  struct {
    hostcall_message message;
    uint8_t later[24];
  } longer;
  memset(&longer, 0, sizeof longer);
  memset(longer.later, 0x5a, sizeof longer.later);
  longer.message.size = sizeof longer;
  queue_open(&host, NULL, NULL);
  CHECK_STATUS(queue_log_in(&host, NULL), HOSTCALL_OK);
  CHECK_STATUS(hostcall_next(host.bridge, &longer.message, -1), HOSTCALL_OK);
  CHECK(longer.message.size == sizeof(hostcall_message) && longer.message.kind == HOSTCALL_MESSAGE_INVOKE);
  for (size_t i = 0; i < sizeof longer.later; i++) CHECK(longer.later[i] == 0x5a);
  hostcall_message_done(&longer.message);
  queue_close(&host);
}

static void in_a_child(void) {
  struct queue_host host;
  queue_open(&host, NULL, NULL);
  queue_until_fetch(&host, NULL);
  pid_t child = fork();
  if (child == 0) {
    hostcall_message copy = host.message;
    hostcall_message_done(&copy);
    bool is_right = hostcall_next(host.bridge, &host.message, -1) == HOSTCALL_INVALID_BRIDGE &&
                    hostcall_queue_fd(host.bridge) == -1 &&
                    hostcall_queue_enable(host.bridge, NULL, NULL) == HOSTCALL_INVALID_BRIDGE;
    _exit(is_right ? 0 : 1);
  }
  int status = -1;
  CHECK(waitpid(child, &status, 0) == child && status == 0);
  queue_answer(&host);
  queue_expect(&host, HOSTCALL_MESSAGE_REPLY);
  CHECK_STATUS(host.message.outcome, HOSTCALL_REPLY_OK);
  queue_close(&host);
}

static void table(void) {
  const hostcall_api *api = profile_core_api();
  CHECK(api->size >= offsetof(hostcall_api, queue_fd) + sizeof api->queue_fd);
  hostcall_bridge bridge = profile_core_open();
  hostcall_message message = {.size = sizeof message};
  CHECK_STATUS(api->queue_enable(bridge, NULL, NULL), HOSTCALL_OK);
  CHECK(api->queue_fd(bridge) >= 0);
  CHECK_STATUS(api->next(bridge, &message, 0), HOSTCALL_NOTHING);
  api->message_done(&message);
  CHECK_STATUS(api->close(bridge), HOSTCALL_OK);
  CHECK_STATUS(api->next(bridge, &message, -1), HOSTCALL_CLOSED);
}

void queue_tests(void) {
  static const struct test tests[] = {
      {"a host whose functions are all NULL logs in by messages", log_in_by_messages},
      {"a queue is enabled once, and before the first registration and call", enabling},
      {"what is refused does not count as the first, except a registration for another schema", refused_before},
      {"functions are not called, and NULL does not unregister", functions_are_not_called},
      {"a call is unknown to the host until the host has taken it", unknown_until_taken},
      {"a call that is given up before it is taken is not handed out", given_up_before},
      {"the cancel of a call that was taken follows when its invoke is done", given_up_after},
      {"the release of a handler follows when its last invoke is done", release_is_last},
      {"a struct holds no message after any status, also if the bridge is stale or has no queue", done_on_any_status},
      {"a message is given back once, whatever is passed", messages_that_are_done},
      {"a longer struct keeps what the library does not know", longer_struct},
      {"a forked child has no queue, and its parent keeps its messages", in_a_child},
      {"the table has the functions of the queue", table},
  };
  RUN("queues", tests);
}
#endif
