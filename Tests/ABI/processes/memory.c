/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Shortages of memory. */
#include "scenario.h"

#include <semaphore.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static struct host host;

static rlim_t address_space(void) {
  unsigned long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL || fscanf(file, "%lu", &pages) != 1) exit(96);
  fclose(file);
  return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* Opens bridges in a process with `more` bytes of memory left; returns 0 if each bridge opens or is refused. */
static int open_with(rlim_t more) {
  process_limit(RLIMIT_AS, address_space() + more);
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
  process_limit(RLIMIT_AS, address_space() + (16 << 20));
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
  process_limit(RLIMIT_AS, address_space() + large + (32 << 20));
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
  process_limit(RLIMIT_AS, address_space() + (16 << 20));
  for (int i = 0; i < 3; i++) {
    REQUIRE(api->call(host.bridge, "log_in", request, large, ignore_reply, NULL, NULL) == HOSTCALL_RESOURCE_EXHAUSTED);
  }
  REQUIRE(api->close(host.bridge) == HOSTCALL_OK);
  return 0;
}

static atomic_int may_receive;
static _Atomic uint64_t received, missed;

static hostcall_statistics statistics_of(hostcall_bridge bridge) {
  hostcall_statistics statistics = {.size = sizeof statistics};
  if (api->get_statistics(bridge, &statistics) != HOSTCALL_OK) exit(97);
  return statistics;
}

/* The events that listeners have received, or that were dropped since a queue was full. */
static uint64_t done(hostcall_statistics statistics) {
  return statistics.events_delivered + statistics.events_dropped;
}

static void receive_slowly(const char *name, const uint8_t *event, size_t length, uint64_t dropped, void *user_data) {
  (void)name, (void)event, (void)length, (void)user_data;
  received += 1;
  missed += dropped;
  while (!may_receive) usleep(1000);
}

/* Fills the queues of many listeners of both policies in a process with `more` bytes of memory left. */
static int fill_queues(rlim_t more, size_t size) {
  enum { listeners = 200 };
  static const uint8_t event[100];
  uint64_t ended;
  REQUIRE(host_open(&host));
  hostcall_listener listener = {.size = sizeof listener, .event = receive_slowly, .capacity = 65536};
  for (int i = 0; i < listeners; i++) {
    uint64_t id;
    listener.policy = i % 2 == 0 ? HOSTCALL_DROP_OLDEST : HOSTCALL_DROP_NEWEST;
    REQUIRE(api->subscribe(host.bridge, "e", &listener, &id) == HOSTCALL_OK);
  }
  REQUIRE(api->emit(host.bridge, "e", event, size) == HOSTCALL_OK);
  AWAIT(received == 1);
  // Events that are dropped when their listener ends; it receives none, since the thread waits for the first.
  REQUIRE(api->subscribe(host.bridge, "ended", &listener, &ended) == HOSTCALL_OK);
  for (int i = 0; i < 3000; i++) REQUIRE(api->emit(host.bridge, "ended", event, size) == HOSTCALL_OK);
  process_limit(RLIMIT_AS, address_space() + more);
  uint64_t emitted = 1;
  // Not for long, since each attempt to grow a queue takes time in vain.
  while (statistics_of(host.bridge).events_dropped < 20 * listeners) {
    int32_t status = api->emit(host.bridge, "e", event, size);
    REQUIRE(status == HOSTCALL_OK || (status == HOSTCALL_RESOURCE_EXHAUSTED && size > 32));
    emitted += status == HOSTCALL_OK;
  }
  REQUIRE(api->unsubscribe(host.bridge, ended) == HOSTCALL_OK);
  may_receive = 1;
  AWAIT(done(statistics_of(host.bridge)) == emitted * listeners);
  hostcall_statistics statistics = statistics_of(host.bridge);
  REQUIRE(api->close(host.bridge) == HOSTCALL_OK);
  REQUIRE(received == statistics.events_delivered && statistics.events_dropped > 0);
  // A listener is not told what was dropped after its last event.
  REQUIRE(missed <= statistics.events_dropped);
  return 0;
}

static int no_memory_for_events(void) {
  // The bytes of an event: in the queue itself, and in memory that queues share.
  static const size_t sizes[] = {16, 100};
  for (rlim_t more = 0; more <= 16 << 20; more = more * 16 + (64 << 10)) {
    for (int i = 0; i < 2; i++) {
      fflush(stdout);
      pid_t child = fork();
      if (child == 0) _exit(fill_queues(more, sizes[i]));
      int status = -1;
      waitpid(child, &status, 0);
      if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        FAIL("with %lu bytes and events of %zu it ended with %x", (unsigned long)more, sizes[i], status);
      }
    }
  }
  return 0;
}

static sem_t may_continue;
static atomic_int holds, is_held, passed;

/* Holds the thread that has queued the first item, until there is no memory for the next. */
static void hold_once(void *user_data) {
  (void)user_data;
  if (!atomic_exchange(&holds, 0)) {
    passed += 1;
    return;
  }
  is_held = 1;
  sem_wait(&may_continue);
}

/* The core's function has returned before memory for one of its items is lacking, so its end must not say that all is
 * well. */
static int no_memory_for_item(void) {
  uint8_t *item = calloc(1, large);
  hostcall_stream_handler handler = {.size = sizeof handler};
  hostcall_message message = {.size = sizeof message};
  hostcall_bridge bridge = bridge_open();
  uint64_t balance = 0, account = 0;
  REQUIRE(item != NULL && sem_init(&may_continue, 0, 0) == 0);
  REQUIRE(api->queue_enable(bridge, hold_once, NULL) == HOSTCALL_OK);
  REQUIRE(api->register_stream(bridge, "watch_account", &handler) == HOSTCALL_OK);
  REQUIRE(api->call_stream(bridge, "watch_balance", NULL, 0, NULL, NULL, NULL, NULL, &balance) == HOSTCALL_OK);
  REQUIRE(api->grant(bridge, balance, 100) == HOSTCALL_OK);
  REQUIRE(api->next(bridge, &message, 10000000000) == HOSTCALL_OK && message.kind == HOSTCALL_MESSAGE_INVOKE);
  account = message.call_id;
  AWAIT(passed == 1);  // the wake of that message, which runs on the function's thread, even after the message is taken
  holds = 1;
  REQUIRE(api->send(bridge, account, item, 1) == HOSTCALL_OK);
  AWAIT(is_held == 1);
  REQUIRE(api->send(bridge, account, item, large) == HOSTCALL_OK);
  REQUIRE(api->send(bridge, account, item, 1) == HOSTCALL_OK);
  REQUIRE(api->complete(bridge, account, HOSTCALL_REPLY_OK, NULL, 0) == HOSTCALL_OK);
  AWAIT(statistics_of(bridge).streams == 0);  // the core's function has returned
  process_limit(RLIMIT_AS, address_space() + (16 << 20));
  sem_post(&may_continue);
  int items = 0;
  do {
    REQUIRE(api->next(bridge, &message, 10000000000) == HOSTCALL_OK);
    items += message.kind == HOSTCALL_MESSAGE_ITEM;
  } while (message.kind != HOSTCALL_MESSAGE_REPLY);
  REQUIRE(items == 1 && message.outcome == HOSTCALL_REPLY_CODE(8));
  REQUIRE(api->close(bridge) == HOSTCALL_OK);
  return 0;
}

const struct scenario memory[] = {
    {"without memory for a bridge, opening one is refused", no_memory_before_open, 0},
    {"an answer without memory for its payload fails its call", no_memory_for_payload, 0},
    {"an answer without memory for its message fails its call", no_memory_for_message, 0},
    {"a request without memory for its payload is refused", no_memory_for_request, 0},
    {"a queue of events without memory to grow is full", no_memory_for_events, 0},
    {"a stream of the core without memory for an item fails, although its function has returned", no_memory_for_item, 0},
    {NULL, NULL, 0},
};
