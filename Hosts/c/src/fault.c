/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "hostcall_typed_codec.h"

bool hostcall_typed_fail(hostcall_typed_fault *fault, const char *format, ...) {
  if (fault->has_failed) return false;
  fault->has_failed = true;
  fault->path[0] = '\0';
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(fault->reason, sizeof fault->reason, format, arguments);
  va_end(arguments);
  return false;
}

/* Puts `step` before the path, as far as there is space. */
static bool prepend(hostcall_typed_fault *fault, const char *step, size_t length) {
  const char *joint = fault->path[0] == '\0' || fault->path[0] == '[' ? "" : ".";
  char path[sizeof fault->path];
  int written = snprintf(path, sizeof path, "%.*s%s%s", (int)length, step, joint, fault->path);
  /* A path that is too long keeps its inner part, which says more. */
  if (written >= 0 && (size_t)written < sizeof path) memcpy(fault->path, path, (size_t)written + 1);
  return false;
}

bool hostcall_typed_in_field(hostcall_typed_fault *fault, hostcall_text key) {
  return prepend(fault, key.data == NULL ? "" : key.data, key.length < 64 ? key.length : 64);
}

bool hostcall_typed_in_element(hostcall_typed_fault *fault, size_t index) {
  char step[24];
  int length = snprintf(step, sizeof step, "[%zu]", index);
  return prepend(fault, step, (size_t)length);
}

const char *hostcall_typed_describe_fault(const hostcall_typed_fault *fault, const char *root, char *buffer,
                                          size_t size) {
  const char *joint = fault->path[0] == '\0' || fault->path[0] == '[' ? "" : ".";
  if (size > 0) snprintf(buffer, size, "%s%s%s: %s", root, joint, fault->path, fault->reason);
  return buffer;
}
