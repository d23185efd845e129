/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A core without Swift, whose table of functions records what the runtime does. */
#ifndef FAKE_CORE_H
#define FAKE_CORE_H

#include <stdatomic.h>

#include "hostcall_typed.h"

enum { FAKE_BRIDGE = 5, FAKE_LIMIT = 8 };

struct fake_core {
  hostcall_handler handlers[FAKE_LIMIT];
  hostcall_stream_handler streams[FAKE_LIMIT];
  size_t handler_count, stream_count, unregistered;
  const char *refused; /* the name of the call whose registration is refused */
  /* The last answer, and the number of answers. */
  uint64_t call_id;
  int32_t outcome;
  uint8_t payload[256];
  size_t length;
  int answers;
  atomic_bool has_ended; /* whether calls count as ended */
  atomic_int credit;     /* items that may be sent */
  atomic_int blocked;    /* sends that were refused for want of credit */
  int sent;
  /* The last call of the host. */
  hostcall_reply_fn reply;
  hostcall_item_fn item;
  void *user_data;
  uint64_t granted;
  int cancelled;
};

extern struct fake_core core;
const hostcall_api *fake_core_reset(void);

#endif
