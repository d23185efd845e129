/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Shortages of threads, file descriptors, memory and table slots. */
#include "scenario.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static struct host host;

static void limit(int resource, rlim_t value) {
  struct rlimit limits = {value, value};
  setrlimit(resource, &limits);
}

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
  limit(RLIMIT_NPROC, 0);
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
  limit(RLIMIT_NOFILE, 64);
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

/* -- Memory ----------------------------------------------------------------------------------------------- */

static rlim_t address_space(void) {
  unsigned long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL || fscanf(file, "%lu", &pages) != 1) exit(96);
  fclose(file);
  return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* Opens bridges in a process with `more` bytes of memory left; returns 0 if each bridge opens or is refused. */
static int open_with(rlim_t more) {
  limit(RLIMIT_AS, address_space() + more);
  for (int i = 0; i < 3; i++) {
    hostcall_bridge bridge = bridge_open();
    if (bridge != 0 && api->close(bridge) != HOSTCALL_OK) return 1;
  }
  return 0;
}

static int no_memory_before_open(void) {
  // From too little for any large block to enough for a few threads.
  for (rlim_t more = 512 << 10; more <= 64 << 20; more *= 2) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) _exit(open_with(more));
    int status = -1;
    waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) FAIL("with %lu bytes it ended with %x", (unsigned long)more, status);
  }
  return 0;
}

/* The largest payload. malloc keeps up to that much address space per thread, in which a smaller payload might fit. */
enum { large = 64 << 20 };

static int no_memory_for_payload(void) {
  uint8_t *payload = calloc(1, large);
  REQUIRE(payload != NULL && host_open(&host));
  REQUIRE(host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  AWAIT(host.invoked == 1);
  limit(RLIMIT_AS, address_space() + (16 << 20));
  REQUIRE(api->complete(host.bridge, host.call_id, HOSTCALL_REPLY_OK, payload, large) == HOSTCALL_RESOURCE_EXHAUSTED);
  char text[200];
  api->last_error(text, sizeof text);
  REQUIRE(strstr(text, "memory") != NULL);
  AWAIT(host.replied == 1);
  REQUIRE(host.outcome == HOSTCALL_REPLY_FAILURE && strstr(host.payload, "resourceExhausted") != NULL);
  // Even then, a second answer is late.
  REQUIRE(host_answer(&host, host.call_id) == HOSTCALL_UNKNOWN_CALL);
  REQUIRE(api->close(host.bridge) == HOSTCALL_OK);
  return 0;
}

/* The message's bytes fit into memory, but its string in Swift does not: each invalid byte becomes three. */
static int no_memory_for_message(void) {
  uint8_t *message = malloc(large);
  REQUIRE(message != NULL && host_open(&host));
  memset(message, 0xFF, large);
  REQUIRE(host_log_in(&host, 0, NULL) == HOSTCALL_OK);
  AWAIT(host.invoked == 1);
  limit(RLIMIT_AS, address_space() + large + (32 << 20));
  REQUIRE(api->complete(host.bridge, host.call_id, HOSTCALL_REPLY_ERROR, message, large) == HOSTCALL_OK);
  AWAIT(host.replied == 1);
  REQUIRE(host.outcome == HOSTCALL_REPLY_FAILURE && strstr(host.payload, "resourceExhausted") != NULL);
  REQUIRE(api->close(host.bridge) == HOSTCALL_OK);
  return 0;
}

static void ignore_reply(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  (void)outcome, (void)payload, (void)length, (void)user_data;
}

static int no_memory_for_request(void) {
  uint8_t *request = calloc(1, large);
  REQUIRE(request != NULL && host_open(&host));
  limit(RLIMIT_AS, address_space() + (16 << 20));
  for (int i = 0; i < 3; i++) {
    REQUIRE(api->call(host.bridge, "log_in", request, large, ignore_reply, NULL, NULL) == HOSTCALL_RESOURCE_EXHAUSTED);
  }
  REQUIRE(api->close(host.bridge) == HOSTCALL_OK);
  return 0;
}

static atomic_int may_receive;
static _Atomic uint64_t received, missed;

static void receive_slowly(const char *name, const uint8_t *event, size_t length, uint64_t dropped, void *user_data) {
  (void)name, (void)event, (void)length, (void)user_data;
  received += 1;
  missed += dropped;
  while (!may_receive) usleep(1000);
}

/* Fills the queues of many listeners in a process with `more` bytes of memory left. */
static int fill_queues(rlim_t more, size_t size) {
  enum { listeners = 200, events = 20000 };
  static const uint8_t event[100];
  REQUIRE(host_open(&host));
  hostcall_listener listener = {.size = sizeof listener, .event = receive_slowly, .capacity = 65536};
  for (int i = 0; i < listeners; i++) {
    uint64_t id;
    REQUIRE(api->subscribe(host.bridge, "e", &listener, &id) == HOSTCALL_OK);
  }
  REQUIRE(api->emit(host.bridge, "e", event, size) == HOSTCALL_OK);
  AWAIT(received == 1);
  limit(RLIMIT_AS, address_space() + more);
  uint64_t emitted = 1;
  for (int i = 0; i < events; i++) {
    int32_t status = api->emit(host.bridge, "e", event, size);
    REQUIRE(status == HOSTCALL_OK || (status == HOSTCALL_RESOURCE_EXHAUSTED && size > 32));
    emitted += status == HOSTCALL_OK;
  }
  may_receive = 1;
  REQUIRE(api->close(host.bridge) == HOSTCALL_OK);
  REQUIRE(received + missed == emitted * listeners && missed > 0);
  return 0;
}

static int no_memory_for_events(void) {
  for (rlim_t more = 1 << 20; more <= 16 << 20; more *= 4) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) _exit(fill_queues(more, 16));
    int status = -1;
    waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) FAIL("with %lu bytes it ended with %x", (unsigned long)more, status);
  }
  return 0;
}

/* -- Room ------------------------------------------------------------------------------------------------- */

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

const struct scenario shortages[] = {
    {"without further threads, an open bridge still calls, answers, cancels and closes", no_threads_after_open, 0},
    {"without threads no bridge opens, and one opens when there are threads again", no_threads_before_open, 0},
    {"without further file descriptors, an open bridge still works", no_descriptors_after_open, 0},
    {"without file descriptors no bridge opens, and one opens when there are some again", no_descriptors_before_open, 0},
    {"without memory for a bridge, opening one is refused", no_memory_before_open, 0},
    {"an answer without memory for its payload fails its call", no_memory_for_payload, 0},
    {"an answer without memory for its message fails its call", no_memory_for_message, 0},
    {"a request without memory for its payload is refused", no_memory_for_request, 0},
    {"a queue of events without memory to grow is full", no_memory_for_events, 0},
    {"a host that does not wait for replies can make calls up to the limit", too_many_inbound_calls, 0},
    {"as many bridges as possible are opened and closed", too_many_bridges, 0},
    {NULL, NULL, 0},
};
