/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* process_tests LIBRARY [SCENARIO]: runs each scenario in a process of its own, or the given one in this process. */
#include "scenario.h"

#include "../sanitizers.h"

#include <dlfcn.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef HAS_THREAD_SANITIZER
#include <sanitizer/common_interface_defs.h>
#endif

// -- The library ------------------------------------------------------------------------------------------

static const char *path;
static void *library;
static hostcall_bridge (*open_function)(void);
const hostcall_api *api;

void library_load(void) {
  library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    printf("    %s\n", dlerror());
    exit(99);
  }
  const hostcall_api *(*table)(void) = (const hostcall_api *(*)(void))dlsym(library, "profile_core_api");
  open_function = (hostcall_bridge(*)(void))dlsym(library, "profile_core_open");
  api = table();
}

void library_unload(void) { dlclose(library); }

hostcall_bridge bridge_open(void) { return open_function(); }

// -- A host -----------------------------------------------------------------------------------------------

static void read_clock(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  struct host *host = user_data;
  const double seconds = 12.5;
  (void)request, (void)length;
  api->complete(host->bridge, call_id, HOSTCALL_REPLY_OK, (const uint8_t *)&seconds, sizeof seconds);
}

static void fetch_profile(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  struct host *host = user_data;
  (void)request, (void)length;
  host->call_id = call_id;
  host->invoked++;
  if (host->in_invoke != NULL) host->in_invoke();
  if (host->answers) host_answer(host, call_id);
}

static void cancel(uint64_t call_id, void *user_data) {
  struct host *host = user_data;
  (void)call_id;
  host->cancelled++;
  if (host->in_cancel != NULL) host->in_cancel();
}

static void release(void *user_data) {
  struct host *host = user_data;
  host->released++;
  if (host->in_release != NULL) host->in_release();
}

static void reply(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  struct host *host = user_data;
  host->outcome = outcome;
  if (length >= sizeof host->payload) length = sizeof host->payload - 1;
  memcpy(host->payload, payload, length);
  host->payload[length] = '\0';
  host->replied++;
  if (host->in_reply != NULL) host->in_reply();
}

bool host_open(struct host *host) {
  host->bridge = bridge_open();
  if (host->bridge == 0) return false;
  hostcall_handler handler = {sizeof handler, fetch_profile, cancel, release, host, 0};
  return api->register_function(host->bridge, "read_clock", read_clock, host) == HOSTCALL_OK &&
         api->register_handler(host->bridge, "fetch_profile", &handler) == HOSTCALL_OK;
}

int32_t host_log_in(struct host *host, uint8_t timeout_ms, uint64_t *call_id) {
  // {"userID": 7} and {"userID": 7, "timeoutMilliseconds": N}
  static const uint8_t plain[] = "\xa1\x66userID\x07";
  uint8_t timed[] = "\xa2\x66userID\x07\x73timeoutMilliseconds\x18\x00";
  timed[sizeof timed - 2] = timeout_ms;
  return timeout_ms == 0
             ? api->call(host->bridge, "log_in", plain, sizeof plain - 1, reply, host, call_id)
             : api->call(host->bridge, "log_in", timed, sizeof timed - 1, reply, host, call_id);
}

int32_t host_answer(struct host *host, uint64_t call_id) {
  // {"name": "Ada", "tags": [], "balanceCents": 0}
  static const uint8_t ada[] = "\xa3\x64name\x63\x41\x64\x61\x64tags\x80\x6c\x62\x61lanceCents\x00";
  return api->complete(host->bridge, call_id, HOSTCALL_REPLY_OK, ada, sizeof ada - 1);
}

// -- Running ----------------------------------------------------------------------------------------------

int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void sleep_ms(int64_t milliseconds) {
  struct timespec time = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
  nanosleep(&time, NULL);
}

void process_limit(int resource, rlim_t value) {
  struct rlimit limits = {value, value};
  setrlimit(resource, &limits);
}

static const struct scenario *const suites[] = {
    ends, shortages, lives,
    // A sanitizer needs address space itself, and a process that symbolizes what it is to suppress.
#ifndef HAS_SANITIZER
    memory, threads,
#endif
};

static const struct scenario *find(const char *name) {
  for (size_t i = 0; i < sizeof suites / sizeof *suites; i++) {
    for (const struct scenario *each = suites[i]; each->name != NULL; each++) {
      if (strcmp(each->name, name) == 0) return each;
    }
  }
  return NULL;
}

/* How long a scenario may take, in milliseconds. */
#ifdef HAS_SANITIZER
enum { time_limit = 300000 };
#else
enum { time_limit = 60000 };
#endif

/* Starts the process that a sanitizer asks for the names of functions, and without which it suppresses no report: later
 * there may be no file descriptors for it. */
static void start_symbolizer(void) {
#ifdef HAS_THREAD_SANITIZER
  char name[256];
  __sanitizer_symbolize_pc(__builtin_return_address(0), "%f", name, sizeof name);
#endif
}

/* Runs a scenario in a process of its own and returns whether it ended as expected. */
static bool passes(const char *program, const struct scenario *scenario) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    // A crash must fail at once, instead of printing backtraces for an hour.
    setenv("SWIFT_BACKTRACE", "enable=no", 1);
    execl(program, program, path, scenario->name, NULL);
    _exit(98);
  }
  int status = -1;
  for (int64_t end = now_ms() + time_limit; waitpid(child, &status, WNOHANG) == 0; sleep_ms(2)) {
    if (now_ms() < end) continue;
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    printf("    the process did not end within %d seconds\n", time_limit / 1000);
    return false;
  }
  if (WIFSIGNALED(status)) printf("    the process was ended by signal %d, %s\n", WTERMSIG(status), strsignal(WTERMSIG(status)));
  if (WIFEXITED(status) && WEXITSTATUS(status) != scenario->status) {
    printf("    the process exited with %d, expected %d\n", WEXITSTATUS(status), scenario->status);
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == scenario->status;
}

int main(int count, char **arguments) {
  if (count < 2) return 64;
  path = arguments[1];
  if (count > 2) {
    const struct scenario *scenario = find(arguments[2]);
    if (scenario == NULL) return 64;
    library_load();
    start_symbolizer();
    return scenario->run();
  }
  int passed = 0, failed = 0;
  for (size_t i = 0; i < sizeof suites / sizeof *suites; i++) {
    for (const struct scenario *each = suites[i]; each->name != NULL; each++) {
      printf("  %s\n", each->name);
      if (passes("/proc/self/exe", each)) {
        passed++;
      } else {
        failed++;
      }
    }
  }
  printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}
