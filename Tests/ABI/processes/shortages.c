/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Shortages of threads, file descriptors and table slots. */
#include "scenario.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

static struct host host;

/* The superuser's threads are not limited. */
static void become_nobody(void) {
  if (geteuid() == 0 && setuid(65534) != 0) exit(97);
}

static void *nothing(void *argument) { return argument; }

static bool has_threads(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, nothing, NULL) != 0) return false;
  pthread_join(thread, NULL);
  return true;
}

/* Makes a call that is answered, one that is cancelled, one that expires and one that the close ends. */
static int run_everything(void) {
  uint64_t call_id;
  IN_TIME(host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  AWAIT(host.invoked == 1);
  IN_TIME(host_answer(&host, host.call_id) == HOSTCALL_OK);
  AWAIT(host.replied == 1);
  REQUIRE(host.outcome == HOSTCALL_REPLY_OK);
  IN_TIME(host_log_in(&host, 0, &call_id) == HOSTCALL_OK);
  AWAIT(host.invoked == 2);
  IN_TIME(api->cancel(host.bridge, call_id) == HOSTCALL_OK);
  AWAIT(host.replied == 2);
  REQUIRE(host.outcome == HOSTCALL_REPLY_CANCELLED);
  IN_TIME(host_log_in(&host, 30, NULL) == HOSTCALL_OK);
  AWAIT(host.replied == 3);
  REQUIRE(host.outcome == HOSTCALL_REPLY_FAILURE);
  IN_TIME(host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  AWAIT(host.invoked == 4);
  IN_TIME(api->close(host.bridge) == HOSTCALL_OK);
  REQUIRE(host.replied == 4 && host.released == 1);
  return 0;
}

static int no_threads_after_open(void) {
  become_nobody();
  REQUIRE(host_open(&host));
  process_limit(RLIMIT_NPROC, 0);
  REQUIRE(!has_threads());
  return run_everything();
}

static int no_threads_before_open(void) {
  become_nobody();
  struct rlimit before;
  getrlimit(RLIMIT_NPROC, &before);
  struct rlimit none = {0, before.rlim_max};
  setrlimit(RLIMIT_NPROC, &none);
  IN_TIME(bridge_open() == 0);
  IN_TIME(bridge_open() == 0);
  setrlimit(RLIMIT_NPROC, &before);
  REQUIRE(host_open(&host));
  return run_everything();
}

static void use_up_descriptors(void) {
  process_limit(RLIMIT_NOFILE, 64);
  while (open("/", O_RDONLY) >= 0) continue;
}

static int no_descriptors_after_open(void) {
  REQUIRE(host_open(&host));
  use_up_descriptors();
  return run_everything();
}

static int no_descriptors_before_open(void) {
  use_up_descriptors();
  IN_TIME(bridge_open() == 0);
  for (int descriptor = 40; descriptor < 64; descriptor++) close(descriptor);
  REQUIRE(host_open(&host));
  return run_everything();
}

static int too_many_inbound_calls(void) {
  REQUIRE(host_open(&host));
  int accepted = 0;
  int32_t status = HOSTCALL_OK;
  while (status == HOSTCALL_OK && accepted < 70000) {
    status = host_log_in(&host, 0, NULL);
    if (status == HOSTCALL_OK) accepted++;
  }
  REQUIRE(status == HOSTCALL_RESOURCE_EXHAUSTED && accepted == 65536);
  int64_t start = now_ms();
  REQUIRE(api->close(host.bridge) == HOSTCALL_OK);
  REQUIRE(host.replied == 65536);
  REQUIRE(now_ms() - start < 10000);
  return 0;
}

static int too_many_bridges(void) {
  static hostcall_bridge bridges[4097];
  int count = 0;
  while (count < 4097 && (bridges[count] = bridge_open()) != 0) count++;
  // The system may refuse a thread before that.
  REQUIRE(count > 1000 && count <= 4096);
  for (int i = 0; i < count; i++) REQUIRE(api->close(bridges[i]) == HOSTCALL_OK);
  REQUIRE(host_open(&host));
  return run_everything();
}

const struct scenario threads[] = {
    {"without further threads, an open bridge still calls, answers, cancels and closes", no_threads_after_open, 0},
    {"without threads no bridge opens, and one opens when there are threads again", no_threads_before_open, 0},
    {NULL, NULL, 0},
};

const struct scenario shortages[] = {
    {"without further file descriptors, an open bridge still works", no_descriptors_after_open, 0},
    {"without file descriptors no bridge opens, and one opens when there are some again", no_descriptors_before_open, 0},
    {"a host that does not wait for replies can make calls up to the limit", too_many_inbound_calls, 0},
    {"as many bridges as possible are opened and closed", too_many_bridges, 0},
    {NULL, NULL, 0},
};
