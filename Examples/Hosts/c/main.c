/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A host in C: opens ProfileCore's bridge, registers the two functions that the core needs, and logs users in. One
 * function answers inside `invoke`, the other from a worker thread. */
#include <inttypes.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jobs.h"
#include "log_in.h"
#include "messages.h"

static hostcall_bridge bridge;
static int steps, failures;

/* The status of the last answer to fetch_profile, or -1. */
static atomic_int last_status = -1;
/* Whether the next call of fetch_profile is answered twice, and the status of the second answer. */
static atomic_bool answers_twice;
static atomic_int second_status = -1;

/* -- The functions that the core calls ------------------------------------------------------------- */

static void read_clock(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  (void)request, (void)length, (void)user_data;
  double seconds = 1700000000.5;
  hostcall_complete(bridge, call_id, HOSTCALL_REPLY_OK, (const uint8_t *)&seconds, sizeof seconds);
}

/* Runs on the worker thread: looks the user up, and answers the call. */
static void find_profile(uint64_t call_id, uint64_t user_id) {
  const char *const tags[] = {"admin", "founder"};
  bool is_known = user_id == 7 || user_id == 8;
  struct message answer =
      is_known ? profile_response(user_id == 7 ? "Ada" : "Grace", tags, 2, 12345) : profile_failure("not_found", false);
  int32_t outcome = is_known ? HOSTCALL_REPLY_OK : HOSTCALL_REPLY_FAILURE;
  last_status = hostcall_complete(bridge, call_id, outcome, answer.bytes, answer.length);
  if (atomic_exchange(&answers_twice, false)) {
    second_status = hostcall_complete(bridge, call_id, outcome, answer.bytes, answer.length);
  }
  free(answer.bytes);
}

/* Runs on the caller's thread: reads the request, queues the work, and returns. */
static void fetch_profile(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  (void)user_data;
  uint64_t user_id = 0;
  if (!read_uint(request, length, "userID", &user_id)) {
    const char *message = "the request has no userID";
    hostcall_complete(bridge, call_id, HOSTCALL_REPLY_ERROR, (const uint8_t *)message, strlen(message));
    return;
  }
  jobs_add(user_id == 8 ? 300 : 5, find_profile, call_id, user_id);
}

/* Registers a function for the schema that this program was compiled for. */
static bool register_function(const char *name, hostcall_invoke_fn invoke, uint64_t fingerprint) {
  hostcall_handler handler = {.size = sizeof handler, .invoke = invoke, .fingerprint = fingerprint};
  if (hostcall_register_handler(bridge, name, &handler) == HOSTCALL_OK) return true;
  char words[512];
  hostcall_last_error(words, sizeof words);
  printf("  %s could not be registered: %s\n", name, words);
  return false;
}

/* -- The steps ------------------------------------------------------------------------------------- */

static void report(const char *what, const char *result, bool is_right) {
  printf("  %d. %s\n     → %s%s\n", ++steps, what, result, is_right ? "" : "   ✘ UNEXPECTED");
  if (!is_right) failures++;
}

static void log_in_succeeds(const char *what, uint64_t user_id, const char *greeting) {
  char text[256];
  struct log_in result = log_in(bridge, user_id, 0);
  snprintf(text, sizeof text, "\"%s\", %" PRIu64 " tags, at %.1f s", result.greeting, result.tag_count,
           result.logged_in_at);
  report(what, text,
         result.status == HOSTCALL_OK && result.outcome == HOSTCALL_REPLY_OK && result.tag_count == 2 &&
             fabs(result.logged_in_at - 1700000000.5) < 1e-6 && strcmp(result.greeting, greeting) == 0);
}

static void log_in_fails(const char *what, uint64_t user_id, uint64_t timeout_ms, const char *code, const char *words) {
  char text[512];
  struct log_in result = log_in(bridge, user_id, timeout_ms);
  snprintf(text, sizeof text, "%s: %s", result.code, result.message);
  report(what, text,
         result.status == HOSTCALL_OK && result.outcome == HOSTCALL_REPLY_FAILURE && strcmp(result.code, code) == 0 &&
             strstr(result.message, words) != NULL);
}

int main(void) {
  printf("C host: the core's calls are answered by C functions, one of them from a worker thread.\n");
  bridge = profile_core_open();
  if (bridge == 0 || !jobs_start()) {
    printf("  the core or the worker thread could not be started\n");
    return 1;
  }
  if (!register_function("read_clock", read_clock, PROFILE_CORE_READ_CLOCK_FINGERPRINT) ||
      !register_function("fetch_profile", fetch_profile, PROFILE_CORE_FETCH_PROFILE_FINGERPRINT)) {
    return 1;
  }

  log_in_succeeds("user 7 logs in", 7, "Welcome back, Ada");
  log_in_fails("user 99 does not exist, which is a failure that the call declares", 99, 0, "failed", "not_found");
  answers_twice = true;
  log_in_succeeds("user 7 logs in, and this host answers twice", 7, "Welcome back, Ada");
  log_in_fails("user 8 takes 300 ms to find, 50 ms are allowed", 8, 50, "deadlineExceeded", "in time");
  hostcall_unregister(bridge, "read_clock");
  log_in_fails("user 7 logs in after read_clock was unregistered", 7, 0, "unimplemented", "read_clock");
  jobs_finish();
  report("the late answer for user 8 is refused", hostcall_status_name(last_status),
         last_status == HOSTCALL_UNKNOWN_CALL);
  report("the second answer for user 7 is refused", hostcall_status_name(second_status),
         second_status == HOSTCALL_UNKNOWN_CALL);

  int32_t status = hostcall_close(bridge);
  report("the bridge is closed", hostcall_status_name(status), status == HOSTCALL_OK);
  status = hostcall_close(bridge);
  report("closing the bridge again is refused", hostcall_status_name(status), status == HOSTCALL_INVALID_BRIDGE);

  if (failures == 0) {
    printf("C host: every step did what it should.\n\n");
  } else {
    printf("C host: %d of %d steps failed.\n\n", failures, steps);
  }
  return failures == 0 ? 0 : 1;
}
