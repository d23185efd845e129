/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A forked child has no bridges; its parent is not affected. */
#include "suites.h"

#include <sys/wait.h>
#include <unistd.h>

#include "host.h"
#include "sanitizers.h"

static void ignore(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  (void)call_id, (void)request, (void)length, (void)user_data;
}

/* Opening a bridge and formatting a message use globals and generic types that Swift's runtime initializes lazily,
 * under locks. Under the thread sanitizer it takes these even once they are initialized, also in the threads of
 * bridges, so a child that is forked at the wrong moment can wait for a thread that it lacks. */
#ifdef HAS_THREAD_SANITIZER
static const bool runtime_may_hang = true;
#else
static const bool runtime_may_hang = false;
#endif

/* Returns the number of the first function that did not return HOSTCALL_INVALID_BRIDGE; 0 if all did. */
#if HOSTCALL_ABI_MINOR >= 2
static void ignore_event(const char *name, const uint8_t *event, size_t length, uint64_t dropped, void *user_data) {
  (void)name, (void)event, (void)length, (void)dropped, (void)user_data;
}

static void ignore_item(const uint8_t *item, size_t length, void *user_data) {
  (void)item, (void)length, (void)user_data;
}

/* Returns the place, from 21, of the first function of the newer version that accepts the bridge; 0 for none. */
static int newer_in_child(hostcall_bridge bridge) {
  hostcall_listener listener = {.size = sizeof listener, .event = ignore_event};
  hostcall_stream_handler stream = {.size = sizeof stream, .invoke = ignore};
  hostcall_statistics statistics = {.size = sizeof statistics};
  char key[HOSTCALL_METADATA_KEY_SIZE];
  size_t length = 0, index = 0;
  uint64_t id = 0;
  const int32_t statuses[] = {
      hostcall_emit(bridge, "e", NULL, 0),
      hostcall_subscribe(bridge, "e", &listener, &id),
      hostcall_unsubscribe(bridge, 1),
      hostcall_send(bridge, 1, NULL, 0),
      hostcall_grant(bridge, 1, 1),
      hostcall_register_stream(bridge, "s", &stream),
      hostcall_call_stream(bridge, "watch_balance", NULL, 0, NULL, ignore_item, keep_reply, NULL, NULL),
      hostcall_call_with(bridge, "log_in", NULL, 0, NULL, keep_reply, NULL, NULL),
      hostcall_get_metadata(bridge, 1, "a", NULL, 0, &length),
      hostcall_next_metadata(bridge, 1, &index, key, sizeof key, NULL, 0, &length),
      hostcall_get_statistics(bridge, &statistics),
      hostcall_fail_pending(bridge, 1, "no"),
      hostcall_unregister_all(bridge),
      hostcall_close_within(bridge, 1),
  };
  for (int i = 0; i < (int)(sizeof statuses / sizeof *statuses); i++) {
    if (statuses[i] != HOSTCALL_INVALID_BRIDGE) return 21 + i;
  }
  return 0;
}
#else
static int newer_in_child(hostcall_bridge bridge) { return bridge == 0 ? 20 : 0; }
#endif

static int in_child(struct host *host, bool uses_runtime) {
  hostcall_handler handler = host_handler(host);
  hostcall_call_info info = {.size = sizeof info};
  struct reply reply = {0};
  hostcall_bridge bridge = host->bridge;
  alarm(10);
  if (hostcall_complete(bridge, host->fetched[0], HOSTCALL_REPLY_OK, ada, ada_length) != HOSTCALL_INVALID_BRIDGE) return 1;
  if (hostcall_register(bridge, "f", ignore, NULL) != HOSTCALL_INVALID_BRIDGE) return 2;
  if (hostcall_register_handler(bridge, "f", &handler) != HOSTCALL_INVALID_BRIDGE) return 3;
  if (hostcall_unregister(bridge, "f") != HOSTCALL_INVALID_BRIDGE) return 4;
  if (hostcall_get_call_info(bridge, 1, &info) != HOSTCALL_INVALID_BRIDGE) return 5;
  if (hostcall_call(bridge, "log_in", NULL, 0, keep_reply, &reply, NULL) != HOSTCALL_INVALID_BRIDGE) return 6;
  if (hostcall_cancel(bridge, 1) != HOSTCALL_INVALID_BRIDGE) return 7;
  if (hostcall_close(bridge) != HOSTCALL_INVALID_BRIDGE) return 8;
  if (uses_runtime && profile_core_open() != 0) return 9;
  if (uses_runtime && hostcall_last_error(NULL, 0) == 0) return 10;
  if (hostcall_describe(bridge, NULL, 0, &(size_t){0}) != HOSTCALL_INVALID_BRIDGE) return 11;
  return newer_in_child(bridge);
}

static void forked_child(void) {
  struct host host;
  struct reply reply;
  host_open(&host, never_answer);
  CHECK_STATUS(log_in_start(&host, &reply, 0, NULL), HOSTCALL_OK);
  EVENTUALLY(host.fetch_count == 1);
  fflush(stdout);
  for (int i = 0; i < 10; i++) {
    pid_t child = fork();
    if (child == 0) _exit(in_child(&host, true));
    int status = -1;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK_STATUS(WEXITSTATUS(status), 0);
  }
  CHECK_STATUS(complete_ada(&host, host.fetched[0]), HOSTCALL_OK);
  EVENTUALLY(reply.count == 1);
  CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  check_still_works(&host);
  host_close(&host);
}

/* -- A fork while other threads are inside the library ---------------------------------------------- */

static atomic_bool is_enough;

static void *log_in_on_and_on(void *user_data) {
  struct reply reply;
  while (!is_enough) {
    log_in(user_data, &reply, 0);
    CHECK_STATUS(reply.outcome, HOSTCALL_REPLY_OK);
  }
  return NULL;
}

static void busy_parent(void) {
  struct host host;
  pthread_t busy[4];
  is_enough = false;
  host_open(&host, answer_ada);
  for (int i = 0; i < 4; i++) CHECK(pthread_create(&busy[i], NULL, log_in_on_and_on, &host) == 0);
  fflush(stdout);
  for (int i = 0; i < 50; i++) {
    pid_t child = fork();
    if (child == 0) _exit(in_child(&host, !runtime_may_hang));
    int status = -1;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  is_enough = true;
  for (int i = 0; i < 4; i++) pthread_join(busy[i], NULL);
  host_close(&host);
}

void fork_tests(void) {
  static const struct test tests[] = {
      {"in a forked child every function refuses the bridge, and the parent is not affected", forked_child},
      {"a fork while other threads are inside the library has the same result", busy_parent},
  };
  RUN("fork", tests);
}
