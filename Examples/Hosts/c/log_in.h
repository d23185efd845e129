/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Logs a user in, and waits for the core's reply. */
#ifndef LOG_IN_H
#define LOG_IN_H

#include "profile_core.h"

/* The result of a log-in. */
struct log_in {
  int32_t status;  /* of hostcall_call */
  int32_t outcome; /* of the core's reply, if status is HOSTCALL_OK */
  char greeting[128];
  double logged_in_at;
  uint64_t tag_count;
  char code[64];
  char message[256];
};

struct log_in log_in(hostcall_bridge bridge, uint64_t user_id, uint64_t timeout_ms);

#endif
