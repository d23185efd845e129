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

/* Under the thread sanitizer, Swift's runtime takes a lock for everything that it initializes lazily, even once it is
 * initialized. Opening a bridge and formatting a message use such globals and generic types, so a child that is forked at
 * the wrong moment can wait for a thread that it lacks. */
#ifdef HAS_THREAD_SANITIZER
static const bool runtime_may_hang = true;
#else
static const bool runtime_may_hang = false;
#endif

/* Returns the number of the first function that did not return HOSTCALL_INVALID_BRIDGE; 0 if all did. */
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
  return 0;
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
