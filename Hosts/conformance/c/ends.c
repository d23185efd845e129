/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Behaviours 75 to 80: ends of the process, and other threads. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pending.h"

enum { LIMIT_MS = 10000 };

/* -- What the children do ---------------------------------------------------------------------------- */

static struct host only;
static struct pending replies[8];

static void begin_calls(void) {
  struct host *host = &only;
  for (int i = 0; i < 8; i++) {
    replies[i] = (struct pending)PENDING;
    conformance_core_wait_request request = {HOSTCALL_TEXT("ending")};
    conformance_core_wait(host->bridge, &request, NULL, core_wait_replied, &replies[i], NULL);
  }
  CALL(held, hold_calls, &((conformance_hold_calls_request){.key = HOSTCALL_TEXT("ending"), .count = 8}), NULL);
  FREE(held, hold_calls);
}

static void exit_now(conformance_host_ping_call call, void *user_data) {
  (void)call, (void)user_data;
  exit(7);
}

/* Returns whether a call ends with this status, and says why if that is not HOSTCALL_OK. */
static bool pings(int32_t status) {
  conformance_ping_result result = conformance_ping_wait(only.bridge, NULL);
  bool is_right = result.status == status && (result.message[0] == '\0') == (status == HOSTCALL_OK);
  conformance_ping_result_free(&result);
  return is_right;
}

static int forked(void) {
  /* The address sanitizer's own locks are not safe from a fork while another thread allocates. */
  sleep_ms(100);
  pid_t child = fork();
  if (child == 0) _exit(pings(HOSTCALL_INVALID_BRIDGE) ? 0 : 3);
  int status = 0;
  if (waitpid(child, &status, 0) != child || status != 0) return 4;
  return pings(HOSTCALL_OK) && host_close(&only) == HOSTCALL_OK ? 0 : 5;
}

int child(const char *mode) {
  if (host_open(&only, open_bridge) != HOSTCALL_OK) return 2;
  if (strcmp(mode, "close") == 0) return host_close(&only) == HOSTCALL_OK ? 0 : 3;
  if (strcmp(mode, "fork") == 0) return forked();
  if (strcmp(mode, "exit") == 0) {
    conformance_handlers handlers = {.host_ping = exit_now};
    if (conformance_register(only.bridge, &handlers, &only) != HOSTCALL_OK) return 2;
    conformance_ping_wait(only.bridge, NULL);
    return 3;
  }
  begin_calls();
  if (strcmp(mode, "signal") == 0) {
    raise(SIGTERM);
    return 3;
  }
  return 0;
}

/* -- Behaviours -------------------------------------------------------------------------------------- */

static const char *ends_with(const char *mode, int expected) {
  int status = run_child(mode, LIMIT_MS);
  return status == expected ? NULL : reason("the child ended with %d, expected %d", status, expected);
}

static const char *in_flight(struct host *host) { return (void)host, ends_with("leave", 0); }
static const char *exits(struct host *host) { return (void)host, ends_with("exit", 7); }
static const char *closes(struct host *host) { return (void)host, ends_with("close", 0); }
static const char *signalled(struct host *host) { return (void)host, ends_with("signal", 1000 + SIGTERM); }
static const char *forks(struct host *host) { return (void)host, ends_with("fork", 0); }

struct in_thread {
  struct host *host;
  const struct behaviour *behaviour;
  char failure[600];
};

static void *run_behaviour(void *user_data) {
  struct in_thread *in_thread = user_data;
  const char *failure = in_thread->behaviour->run(in_thread->host);
  if (failure != NULL) snprintf(in_thread->failure, sizeof in_thread->failure, "%s", failure);
  return NULL;
}

static const char *other_thread(struct host *unused) {
  (void)unused;
  const struct behaviour *const groups[] = {values, outcomes, deadlines, streams, streams_to_core, events, closings};
  const int numbers[] = {1, 21, 27, 42, 51, 56, 62, 66};
  int runs = 0;
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    for (size_t j = 0; j < sizeof groups / sizeof *groups; j++) {
      for (const struct behaviour *each = groups[j]; each->run != NULL; each++) {
        if (each->number != numbers[i]) continue;
        struct host host;
        EXPECT(host_open(&host, open_bridge) == HOSTCALL_OK);
        struct in_thread in_thread = {.host = &host, .behaviour = each};
        pthread_t thread;
        EXPECT(pthread_create(&thread, NULL, run_behaviour, &in_thread) == 0);
        pthread_join(thread, NULL);
        host_close(&host);
        if (in_thread.failure[0] != '\0') return reason("%d: %s", each->number, in_thread.failure);
        runs++;
      }
    }
  }
  return runs == 8 ? NULL : reason("%d of 8 behaviours ran", runs);
}

const struct behaviour ends[] = {{75, in_flight}, {76, exits},        {77, closes}, {78, signalled},
                                 {79, forks},     {80, other_thread}, {0, NULL}};
