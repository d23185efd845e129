/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Processes and threads that end, and the core's threads with them or after them. */
#include "scenario.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static struct host host;

static void end_thread(void) { pthread_exit(NULL); }
static void end_process(void) { exit(7); }

/* Makes a call that runs every callback of the host; it is answered if `answers`, otherwise cancelled. */
static int run_call(bool answers) {
  uint64_t call_id;
  host.answers = answers;
  REQUIRE(host_open(&host));
  REQUIRE(host_log_in(&host, 0, &call_id) == HOSTCALL_OK);
  AWAIT(host.invoked == 1);
  if (!answers) REQUIRE(api->cancel(host.bridge, call_id) == HOSTCALL_OK);
  AWAIT(host.replied == 1);
  return 0;
}

/* Checks that the bridge still works after a callback tried to end its thread. */
static int goes_on(void) {
  host.in_invoke = host.in_cancel = host.in_reply = NULL;
  host.answers = true;
  int replied = host.replied;
  REQUIRE(host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  AWAIT(host.replied == replied + 1);
  REQUIRE(host.outcome == HOSTCALL_REPLY_OK);
  IN_TIME(api->close(host.bridge) == HOSTCALL_OK);
  REQUIRE(host.released == 1);
  return 0;
}

static int thread_ends_in_invoke(void) {
  host.in_invoke = end_thread;
  if (run_call(false) != 0) return 1;
  AWAIT(host.cancelled == 1);
  return goes_on();
}

static int thread_ends_in_cancel(void) {
  host.in_cancel = end_thread;
  if (run_call(false) != 0) return 1;
  AWAIT(host.cancelled == 1);
  return goes_on();
}

static int thread_ends_in_reply(void) {
  host.in_reply = end_thread;
  return run_call(true) != 0 ? 1 : goes_on();
}

static int thread_ends_in_release(void) {
  host.in_release = end_thread;
  return run_call(true) != 0 ? 1 : goes_on();
}

static void count_and_end_thread(const char *name, const uint8_t *event, size_t length, uint64_t dropped,
                                 void *user_data) {
  (void)name, (void)event, (void)length, (void)dropped;
  atomic_int *count = user_data;
  (*count)++;
  pthread_exit(NULL);
}

/* Each of several events that wait together. */
static int thread_ends_in_event(void) {
  enum { events = 50 };
  atomic_int count = 0;
  hostcall_listener listener = {.size = sizeof listener, .event = count_and_end_thread, .user_data = &count};
  if (run_call(true) != 0) return 1;
  REQUIRE(api->subscribe(host.bridge, "e", &listener, NULL) == HOSTCALL_OK);
  for (int i = 0; i < events; i++) REQUIRE(api->emit(host.bridge, "e", NULL, 0) == HOSTCALL_OK);
  AWAIT(count == events);
  return goes_on();
}

/* A hundred times on one thread, which must not be used up. */
static int thread_ends_often(void) {
  host.in_reply = end_thread;
  host.answers = true;
  REQUIRE(host_open(&host));
  for (int i = 1; i <= 100; i++) {
    REQUIRE(host_log_in(&host, 0, NULL) == HOSTCALL_OK);
    AWAIT(host.replied == i);
  }
  return goes_on();
}

/* The process ends inside the callback, so none of these returns. */
static int wait_for_end(void) {
  sleep_ms(10000);
  FAIL("the process did not end inside the callback");
}

static int process_ends_in_invoke(void) {
  host.in_invoke = end_process;
  REQUIRE(host_open(&host) && host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  return wait_for_end();
}

static int process_ends_in_cancel(void) {
  host.in_cancel = end_process;
  REQUIRE(host_open(&host) && host_log_in(&host, 30, NULL) == HOSTCALL_OK);
  return wait_for_end();
}

static int process_ends_in_reply(void) {
  host.in_reply = end_process;
  host.answers = true;
  REQUIRE(host_open(&host) && host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  return wait_for_end();
}

static int process_ends_in_release(void) {
  host.in_release = end_process;
  REQUIRE(host_open(&host) && api->unregister(host.bridge, "fetch_profile") == HOSTCALL_OK);
  return wait_for_end();
}

static void close_at_exit(void) {
  if (api->close(host.bridge) != HOSTCALL_OK) _exit(1);
}

static int closes_at_exit(void) {
  atexit(close_at_exit);
  REQUIRE(host_open(&host) && host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  AWAIT(host.invoked == 1);
  return 7;
}

static void fail_to_close_at_exit(void) {
  // Inside a callback, so it is refused instead of waiting for itself.
  if (api->close(host.bridge) != HOSTCALL_INVALID_ARGUMENT) _exit(1);
}

static int closes_at_exit_in_reply(void) {
  atexit(fail_to_close_at_exit);
  return process_ends_in_reply();
}

static int ends_with_open_bridge(void) {
  REQUIRE(host_open(&host) && host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  AWAIT(host.invoked == 1);
  return 7;
}

/* The main thread ends, and another thread ends the process. */
static void *end_later(void *ignored) {
  (void)ignored;
  sleep_ms(50);
  exit(api->close(host.bridge) == HOSTCALL_OK ? 7 : 1);
}

static int main_thread_ends(void) {
  pthread_t other;
  REQUIRE(host_open(&host) && host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  REQUIRE(pthread_create(&other, NULL, end_later, NULL) == 0);
  pthread_exit(NULL);
}

static int unloads(void) {
  host.answers = true;
  REQUIRE(host_open(&host));
  for (int i = 1; i <= 20; i++) {
    REQUIRE(host_log_in(&host, 0, NULL) == HOSTCALL_OK);
    AWAIT(host.replied == i);
  }
  REQUIRE(api->close(host.bridge) == HOSTCALL_OK);
  library_unload();
  sleep_ms(100);
  return 0;
}

static int unloads_and_loads(void) {
  for (int round = 0; round < 5; round++) {
    memset(&host, 0, sizeof host);
    if (unloads() != 0) return 1;
    library_load();
  }
  return 0;
}

/* -- Fork ------------------------------------------------------------------------------------------------- */

static int status_of(pid_t child) {
  int status = -1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int use_bridge(void) {
  host.answers = true;
  REQUIRE(host_open(&host) && host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  AWAIT(host.replied == 1);
  REQUIRE(api->close(host.bridge) == HOSTCALL_OK);
  return 0;
}

static int child_has_own_bridge(void) {
  pid_t child = fork();
  if (child == 0) _exit(use_bridge());
  REQUIRE(status_of(child) == 0);
  return use_bridge();
}

static int child_of_child_has_none(void) {
  if (use_bridge() != 0) return 1;
  pid_t child = fork();
  if (child == 0) {
    pid_t grandchild = fork();
    if (grandchild == 0) _exit(bridge_open() == 0 ? 0 : 1);
    _exit(bridge_open() == 0 && status_of(grandchild) == 0 ? 0 : 1);
  }
  REQUIRE(status_of(child) == 0);
  return 0;
}

const struct scenario ends[] = {
    {"a host ends its thread in invoke, and the bridge still works", thread_ends_in_invoke, 0},
    {"a host ends its thread in cancel, and the bridge still works", thread_ends_in_cancel, 0},
    {"a host ends its thread in reply, and the bridge still works", thread_ends_in_reply, 0},
    {"a host ends its thread in release, and the bridge still works", thread_ends_in_release, 0},
    {"a host ends its thread in each of several events, and the bridge still works", thread_ends_in_event, 0},
    {"a host ends its thread in a hundred replies", thread_ends_often, 0},
    {"a host exits in invoke", process_ends_in_invoke, 7},
    {"a host exits in cancel", process_ends_in_cancel, 7},
    {"a host exits in reply", process_ends_in_reply, 7},
    {"a host exits in release", process_ends_in_release, 7},
    {"a host closes its bridge while it exits", closes_at_exit, 7},
    {"a host that exits in reply cannot close there, and exits", closes_at_exit_in_reply, 7},
    {"a process exits with an open bridge and a pending call", ends_with_open_bridge, 7},
    {"a process continues without its main thread", main_thread_ends, 7},
    {"a library is unloaded after its bridge was closed", unloads, 0},
    {"a library is unloaded and loaded again", unloads_and_loads, 0},
    {"a child that was forked before any bridge was opened opens its own, and so does its parent", child_has_own_bridge, 0},
    {"a child of a process with bridges opens none, nor does its own child", child_of_child_has_none, 0},
    {NULL, NULL, 0},
};
