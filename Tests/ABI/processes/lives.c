/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Process-wide actions of a host while a bridge is open. */
#include "scenario.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__linux__)
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#endif

static struct host host;

/* -- Traps of system calls ------------------------------------------------------------------------------- */

#if defined(__linux__)

static atomic_int trapped;

static void count_trap(int number) {
  (void)number;
  trapped++;
}

static void trap_system_call(void) { syscall(SYS_getppid); }

static int system_calls_trap(void) {
  struct sigaction action = {.sa_handler = count_trap};
  sigaction(SIGSYS, &action, NULL);
  // Every getppid raises SIGSYS; all other system calls are allowed.
  struct sock_filter rules[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog filter = {sizeof rules / sizeof *rules, rules};
  REQUIRE(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  REQUIRE(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0);
  host.in_invoke = host.in_reply = host.in_release = trap_system_call;
  host.answers = true;
  REQUIRE(host_open(&host) && host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  AWAIT(host.replied == 1);
  REQUIRE(api->close(host.bridge) == HOSTCALL_OK);
  REQUIRE(trapped == 3);
  return 0;
}

#endif

/* -- Grace ------------------------------------------------------------------------------------------------ */

static void ignore_reply(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  (void)outcome, (void)payload, (void)length, (void)user_data;
}

static void ignore(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  (void)call_id, (void)request, (void)length, (void)user_data;
}

static void *close_within(void *grace) {
  return (void *)(intptr_t)api->close_within(host.bridge, *(const int64_t *)grace);
}

/* Returns whether the bridge refuses new calls; until then it reports an unknown function. */
static bool refuses_calls(void) {
  return api->call(host.bridge, "nothing", NULL, 0, ignore_reply, NULL, NULL) == HOSTCALL_CLOSED;
}

static int grace_lets_functions_end(void) {
  const int64_t grace = INT64_MAX;
  pthread_t closer;
  void *status;
  REQUIRE(host_open(&host) && host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  AWAIT(host.invoked == 1);
  REQUIRE(pthread_create(&closer, NULL, close_within, (void *)&grace) == 0);
  AWAIT(refuses_calls());
  // The running function is answered and ends; only then is the bridge closed.
  REQUIRE(host.replied == 0);
  REQUIRE(host_answer(&host, host.call_id) == HOSTCALL_OK);
  REQUIRE(pthread_join(closer, &status) == 0 && (intptr_t)status == HOSTCALL_OK);
  REQUIRE(host.replied == 1 && host.outcome == HOSTCALL_REPLY_OK && host.released == 1);
  REQUIRE(api->close(host.bridge) == HOSTCALL_INVALID_BRIDGE);
  return 0;
}

static int grace_ends(void) {
  REQUIRE(host_open(&host) && host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  AWAIT(host.invoked == 1);
  int64_t start = now_ms();
  REQUIRE(api->close_within(host.bridge, 100000000) == HOSTCALL_OK);
  REQUIRE(now_ms() - start >= 100);
  REQUIRE(host.replied == 1 && host.outcome == HOSTCALL_REPLY_CANCELLED && host.cancelled == 1);
  return 0;
}

static int close_ends_grace(void) {
  const int64_t grace = INT64_MAX;
  pthread_t closer;
  void *status;
  REQUIRE(host_open(&host) && host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  AWAIT(host.invoked == 1);
  REQUIRE(pthread_create(&closer, NULL, close_within, (void *)&grace) == 0);
  AWAIT(refuses_calls());
  int32_t own = api->close(host.bridge);
  REQUIRE(pthread_join(closer, &status) == 0);
  // One of them closed it, and both waited for it.
  REQUIRE(own == HOSTCALL_CLOSED || own == HOSTCALL_OK);
  REQUIRE(host.replied == 1 && host.outcome == HOSTCALL_REPLY_CANCELLED && host.released == 1);
  return 0;
}

/* An orderly shutdown: pending calls fail first, and the functions that made them reply. */
static int pending_calls_fail_first(void) {
  REQUIRE(host_open(&host) && host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  AWAIT(host.invoked == 1);
  REQUIRE(api->fail_pending(host.bridge, 14, "the database is gone") == HOSTCALL_OK);
  REQUIRE(api->close_within(host.bridge, INT64_MAX) == HOSTCALL_OK);
  REQUIRE(host.replied == 1 && host.outcome == HOSTCALL_REPLY_FAILURE);
  REQUIRE(strstr(host.payload, "the database is gone") != NULL && strstr(host.payload, "unavailable") != NULL);
  REQUIRE(host.cancelled == 1 && host.released == 1);
  return 0;
}

static int later_functions_are_in_the_table(void) {
  REQUIRE(api->size == sizeof *api && api->abi_minor() == HOSTCALL_ABI_MINOR);
  REQUIRE(host_open(&host));
  REQUIRE(api->unregister_all(host.bridge) == HOSTCALL_OK);
  AWAIT(host.released == 1);
  REQUIRE(api->unregister(host.bridge, "read_clock") == HOSTCALL_NOT_REGISTERED);
  // Repeating it changes nothing, and names can be registered again.
  REQUIRE(api->unregister_all(host.bridge) == HOSTCALL_OK);
  REQUIRE(api->register_function(host.bridge, "read_clock", ignore, NULL) == HOSTCALL_OK);
  REQUIRE(api->unregister_all(0) == HOSTCALL_INVALID_BRIDGE);
  hostcall_statistics statistics = {.size = sizeof statistics};
  size_t index = 0, length = 0;
  char key[HOSTCALL_METADATA_KEY_SIZE];
  REQUIRE(api->get_statistics(host.bridge, &statistics) == HOSTCALL_OK && statistics.made == 0);
  REQUIRE(api->get_metadata(host.bridge, 1, "tenant", NULL, 0, &length) == HOSTCALL_UNKNOWN_CALL);
  REQUIRE(api->next_metadata(host.bridge, 1, &index, key, sizeof key, NULL, 0, &length) == HOSTCALL_UNKNOWN_CALL);
  REQUIRE(api->call_with(host.bridge, "no", NULL, 0, NULL, NULL, NULL, NULL) == HOSTCALL_INVALID_ARGUMENT);
  REQUIRE(api->close(host.bridge) == HOSTCALL_OK && host.released == 1);
  REQUIRE(api->unregister_all(host.bridge) == HOSTCALL_INVALID_BRIDGE);
  return 0;
}

/* Codes are 1 to 16, and the message is required; otherwise no call is failed. */
static int wrong_failures_are_refused(void) {
  REQUIRE(host_open(&host) && host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  AWAIT(host.invoked == 1);
  REQUIRE(api->fail_pending(host.bridge, 0, "no code") == HOSTCALL_INVALID_ARGUMENT);
  REQUIRE(api->fail_pending(host.bridge, 17, "no code") == HOSTCALL_INVALID_ARGUMENT);
  REQUIRE(api->fail_pending(host.bridge, -1, "no code") == HOSTCALL_INVALID_ARGUMENT);
  REQUIRE(api->fail_pending(host.bridge, 14, NULL) == HOSTCALL_INVALID_ARGUMENT);
  sleep_ms(20);
  REQUIRE(host.replied == 0 && host.cancelled == 0);
  // Invalid UTF-8 and no NUL for a long time: invalid bytes become U+FFFD, and 1024 bytes are read.
  static char message[5000];
  memset(message, '\xff', sizeof message - 1);
  REQUIRE(api->fail_pending(host.bridge, 16, message) == HOSTCALL_OK);
  AWAIT(host.replied == 1 && host.outcome == HOSTCALL_REPLY_FAILURE);
  REQUIRE(api->fail_pending(host.bridge, 1, "nothing is pending") == HOSTCALL_OK);
  REQUIRE(api->close(host.bridge) == HOSTCALL_OK);
  REQUIRE(api->fail_pending(host.bridge, 14, "closed") == HOSTCALL_INVALID_BRIDGE);
  REQUIRE(api->close_within(host.bridge, 0) == HOSTCALL_INVALID_BRIDGE);
  return 0;
}

const struct scenario lives[] = {
    {"the table has the functions of the header's second version", later_functions_are_in_the_table, 0},
    {"only valid codes with a message fail pending calls", wrong_failures_are_refused, 0},

#if defined(__linux__)
    {"a system call that a filter traps reaches the host's signal handler, in every callback", system_calls_trap, 0},
#endif
    {"during a grace time, a running function can call the host and reply", grace_lets_functions_end, 0},
    {"after its grace time, a close cancels the functions that still run", grace_ends, 0},
    {"a close ends the grace time of another", close_ends_grace, 0},
    {"pending calls fail first, then requests in flight finish and reply", pending_calls_fail_first, 0},
    {NULL, NULL, 0},
};
