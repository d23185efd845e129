/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Harsh environments: signals on every thread, functions that are unloaded, a close under load. */
#include "suites.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host.h"

/* -- Signals --------------------------------------------------------------------------------------- */

static atomic_int signals_seen;
static atomic_bool signals_end;

static void count_signal(int number) {
  (void)number;
  signals_seen++;
}

static void *answer_under_fire(void *user_data) {
  struct host *host = user_data;
  for (int next = 0; next < 500;) {
    if (next < host->fetch_count && host->fetched[next] != 0) {
      CHECK_STATUS(complete_ada(host, host->fetched[next++]), HOSTCALL_OK);
    }
  }
  return NULL;
}

struct target {
  pthread_t thread;
};

static void *fire(void *user_data) {
  const struct target *target = user_data;
  while (!signals_end) {
    pthread_kill(target->thread, SIGUSR1);
    kill(getpid(), SIGUSR2); /* delivered to any thread that accepts it: never one of the library's */
    for (volatile int i = 0; i < 2000; i++) continue;
  }
  return NULL;
}

static void signal_heavy_threads(void) {
  struct sigaction action = {.sa_handler = count_signal}, before[2];
  sigaction(SIGUSR1, &action, &before[0]); /* without SA_RESTART: system calls are interrupted */
  sigaction(SIGUSR2, &action, &before[1]);
  static struct host host;
  static struct reply replies[500];
  host_open(&host, never_answer);
  signals_seen = 0;
  signals_end = false;
  struct target answering;
  pthread_t firing;
  CHECK(pthread_create(&answering.thread, NULL, answer_under_fire, &host) == 0);
  CHECK(pthread_create(&firing, NULL, fire, &answering) == 0);
  for (int i = 0; i < 500; i++) CHECK_STATUS(log_in_start(&host, &replies[i], 0, NULL), HOSTCALL_OK);
  for (int i = 0; i < 500; i++) {
    EVENTUALLY(replies[i].count == 1);
    CHECK_STATUS(replies[i].outcome, HOSTCALL_REPLY_OK);
  }
  /* A deadline is kept despite the signals. */
  struct reply late;
  int64_t start = now_ms();
  log_in(&host, &late, 50);
  CHECK(reply_fails_with(&late, "deadlineExceeded") && now_ms() - start >= 50);
  signals_end = true;
  pthread_join(firing, NULL);
  pthread_join(answering.thread, NULL);
  CHECK(signals_seen > 100);
  host_close(&host);
  sigaction(SIGUSR1, &before[0], NULL);
  sigaction(SIGUSR2, &before[1], NULL);
}

/* -- Functions that are unloaded -------------------------------------------------------------------- */

struct plugin {
  void *library;
  hostcall_handler handler;
  struct { /* as in plugin.c */
    hostcall_bridge bridge;
    atomic_int invoked, released;
  } state;
};

static bool plugin_load(struct plugin *plugin, hostcall_bridge bridge) {
  memset(plugin, 0, sizeof *plugin);
  plugin->library = dlopen(getenv("HOSTCALL_PLUGIN"), RTLD_NOW | RTLD_LOCAL);
  if (plugin->library == NULL) return false;
  hostcall_handler (*make)(hostcall_bridge, void *) =
      (hostcall_handler(*)(hostcall_bridge, void *))dlsym(plugin->library, "plugin_handler");
  if (make == NULL) return false;
  plugin->state.bridge = bridge;
  plugin->handler = make(bridge, &plugin->state);
  return true;
}

static void unloaded_after_release(void) {
  struct host host;
  struct reply reply;
  host_open(&host, answer_ada);
  for (int round = 0; round < 20; round++) {
    struct plugin plugin;
    CHECK(plugin_load(&plugin, host.bridge));
    if (plugin.library == NULL) break;
    CHECK_STATUS(hostcall_register_handler(host.bridge, "fetch_profile", &plugin.handler), HOSTCALL_OK);
    for (int i = 0; i < 10; i++) {
      log_in(&host, &reply, 0);
      CHECK(reply_fails_with(&reply, "the plugin says no"));
    }
    CHECK_STATUS(hostcall_unregister(host.bridge, "fetch_profile"), HOSTCALL_OK);
    EVENTUALLY(plugin.state.released == 1);
    CHECK(plugin.state.invoked == 10);
    /* `release` has been called: it returns at any moment, and none of the plugin's code runs after it. */
    log_in(&host, &reply, 0);
    CHECK(reply_fails_with(&reply, "unimplemented"));
    dlclose(plugin.library);
    log_in(&host, &reply, 0);
    CHECK(reply_fails_with(&reply, "unimplemented"));
  }
  hostcall_handler handler = host_handler(&host);
  CHECK_STATUS(hostcall_register_handler(host.bridge, "fetch_profile", &handler), HOSTCALL_OK);
  check_still_works(&host);
  host_close(&host);
}

static void unloaded_after_close(void) {
  for (int round = 0; round < 20; round++) {
    struct host host;
    struct reply replies[10];
    struct plugin plugin;
    host_open(&host, answer_ada);
    CHECK(plugin_load(&plugin, host.bridge));
    if (plugin.library == NULL) break;
    CHECK_STATUS(hostcall_register_handler(host.bridge, "fetch_profile", &plugin.handler), HOSTCALL_OK);
    for (int i = 0; i < 10; i++) CHECK_STATUS(log_in_start(&host, &replies[i], 0, NULL), HOSTCALL_OK);
    host_close(&host);
    dlclose(plugin.library); /* possible at once, since the close has returned */
    CHECK(plugin.state.released == 1);
    for (int i = 0; i < 10; i++) CHECK(replies[i].count == 1);
  }
}

/* -- A close under load ----------------------------------------------------------------------------- */

static void *flood(void *user_data) {
  struct host *host = user_data;
  static atomic_int number;
  uint64_t seed = (uint64_t)number++;
  for (uint64_t round = 0;; round++) {
    uint64_t id = round % 4096;
    int32_t statuses[] = {
        complete_ada(host, id), hostcall_cancel(host->bridge, id), hostcall_register(host->bridge, "x", NULL, NULL),
        hostcall_complete(host->bridge, id, (int32_t)(seed % 4), NULL, 0)};
    bool is_stale = false;
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
      CHECK(statuses[i] == HOSTCALL_OK || statuses[i] == HOSTCALL_UNKNOWN_CALL || statuses[i] == HOSTCALL_CLOSED ||
            statuses[i] == HOSTCALL_NOT_REGISTERED || statuses[i] == HOSTCALL_INVALID_BRIDGE);
      is_stale = statuses[i] == HOSTCALL_INVALID_BRIDGE;
    }
    if (is_stale) return NULL;
  }
}

static void *call_in_flood(void *user_data) {
  struct host *host = user_data;
  struct reply *replies = calloc(2000, sizeof *replies);
  int accepted = 0;
  while (accepted < 2000 && log_in_start(host, &replies[accepted], 30, NULL) == HOSTCALL_OK) accepted++;
  while (hostcall_unregister(host->bridge, "nothing") != HOSTCALL_INVALID_BRIDGE) continue;
  /* The handle is stale, so every reply has arrived. */
  for (int i = 0; i < accepted; i++) CHECK(replies[i].count == 1);
  free(replies);
  return NULL;
}

static void closed_in_a_flood(void) {
  for (int round = 0; round < 10; round++) {
    struct host host;
    pthread_t threads[10];
    host_open(&host, never_answer);
    for (int i = 0; i < 10; i++) CHECK(pthread_create(&threads[i], NULL, i < 8 ? flood : call_in_flood, &host) == 0);
    sleep_ms(5);
    host_close(&host);
    CHECK(host.release_count == 1);
    for (int i = 0; i < 10; i++) pthread_join(threads[i], NULL);
    CHECK(host.release_count == 1);
  }
}

void fault_tests(void) {
  static const struct test tests[] = {
      {"signals rain on the thread that answers and on the whole process, and every call is answered",
       signal_heavy_threads},
      {"a plugin's functions are unloaded after their release", unloaded_after_release},
      {"a plugin's functions are unloaded right after the close", unloaded_after_close},
      {"a bridge is closed while ten threads make calls", closed_in_a_flood},
  };
  RUN("faults", tests);
}
