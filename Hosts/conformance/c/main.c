/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* driver LIBRARY [NUMBER…]: runs each behaviour in a process of its own, so that a crash or a hang is one
 * behaviour's. */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "behaviours.h"

static const char *program, *library;
static const struct behaviour *const groups[] = {values,  containers,      outcomes, versions, deadlines, metadata,
                                                 streams, streams_to_core, events,   closings, loads,     ends};

const char *reason(const char *format, ...) {
  static _Thread_local char text[600];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  for (char *at = text; *at != '\0'; at++) {
    if (*at == '\n') *at = ' ';
  }
  return text;
}

int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

void sleep_ms(int64_t milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  while (nanosleep(&time, &time) != 0 && errno == EINTR) continue;
}

int run_child(const char *mode, int64_t limit_ms) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    execl(program, program, library, "--run", mode, (char *)NULL);
    _exit(126);
  }
  int status = 0;
  for (int64_t end = now_ms() + limit_ms; waitpid(child, &status, WNOHANG) == 0; sleep_ms(2)) {
    if (now_ms() < end) continue;
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return 2000;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static const struct behaviour *find(int number) {
  for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
    for (const struct behaviour *each = groups[i]; each->run != NULL; each++) {
      if (each->number == number) return each;
    }
  }
  return NULL;
}

/* Runs a behaviour in this process, and prints its line. */
static int run(int number) {
  const struct behaviour *behaviour = find(number);
  struct host host;
  const char *failure;
  if (behaviour == NULL) return printf("failed %d: there is no such behaviour\n", number), 1;
  if (host_open(&host, open_bridge) != HOSTCALL_OK) {
    failure = hostcall_typed_last_error();
  } else {
    failure = behaviour->run(&host);
    host_close(&host);
    if (failure == NULL && atomic_load(&host.released) != 1) failure = "user_data was not released";
  }
  if (failure == NULL) return printf("ok %d\n", number), 0;
  if (strncmp(failure, SKIPPED, strlen(SKIPPED)) == 0) {
    return printf("skipped %d: %s\n", number, failure + strlen(SKIPPED)), 0;
  }
  return printf("failed %d: %s\n", number, failure), 1;
}

/* Runs a behaviour in a process, and prints the line that the process could not. */
static bool run_apart(int number) {
  char mode[16];
  snprintf(mode, sizeof mode, "%d", number);
  int status = run_child(mode, number == 74 ? 300000 : 30000);
  if (status == 2000) printf("failed %d: it takes too long\n", number);
  if (status > 1 && status < 2000) printf("failed %d: its process ended with %d\n", number, status);
  return status == 0;
}

int main(int count, char **arguments) {
  if (count < 2) return fprintf(stderr, "usage: driver LIBRARY [NUMBER...]\n"), 64;
  program = arguments[0], library = arguments[1];
  load_core(library);
  if (count == 4 && strcmp(arguments[2], "--run") == 0) {
    int number = atoi(arguments[3]);
    return number > 0 ? run(number) : child(arguments[3]);
  }
  bool is_ok = true;
  for (int i = 2; i < count; i++) is_ok = run_apart(atoi(arguments[i])) && is_ok;
  for (size_t i = 0; count == 2 && i < sizeof groups / sizeof *groups; i++) {
    for (const struct behaviour *each = groups[i]; each->run != NULL; each++) is_ok = run_apart(each->number) && is_ok;
  }
  return is_ok ? 0 : 1;
}
