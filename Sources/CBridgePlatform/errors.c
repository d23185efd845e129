/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "bridge_platform.h"

static _Thread_local hostcall_error thread_error;

hostcall_error *hostcall_thread_error(void) { return &thread_error; }

static bool is_continuation(char byte) { return ((unsigned char)byte & 0xC0) == 0x80; }

void hostcall_error_set_text(hostcall_error *error, const char *utf8, size_t length) {
  if (length > sizeof error->text) {
    length = sizeof error->text;
    while (length > 0 && is_continuation(utf8[length])) length--;
  }
  memcpy(error->text, utf8, length);
  error->text_len = length;
}

void hostcall_write_error(const char *text, size_t length) {
  int cancellation;
  // A write is a cancellation point, and the caller may hold a lock.
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancellation);
  ssize_t ignored = write(STDERR_FILENO, text, length);
  pthread_setcancelstate(cancellation, NULL);
  (void)ignored;
}
