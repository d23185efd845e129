/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A host for the tests of streams. ProfileCore's watch_balance reads the host's watch_account, with a buffer of four
 * items, and passes on what it reads: so a host at both ends sees both directions. */
#ifndef STREAM_HOST_H
#define STREAM_HOST_H

#include "host.h"

#if HOSTCALL_ABI_MINOR >= 2

enum { most_items = 4096, buffer_items = 4 };

struct stream_host;
typedef void (*on_watch)(struct stream_host *host, uint64_t call_id);

struct stream_host {
  hostcall_bridge bridge;
  on_watch watch, credit; /* what the test does in `invoke` and `credit`; may be NULL */
  /* The stream of the host. */
  _Atomic uint64_t account; /* its ID, 0 before its invoke */
  uint32_t next; /* for the test's own use */
  atomic_uint first_credit, credits, credited, cancels, releases;
  _Atomic uint64_t taken;
  /* The stream of the core. */
  uint64_t balance; /* its ID */
  atomic_uint received;
  uint32_t grant_each; /* how much to grant in `item` */
  void (*item)(struct stream_host *host); /* what the test does in `item`; may be NULL */
  _Atomic uint32_t items[most_items];
  struct reply reply;
};

/* Opens a bridge and registers watch_account. */
void streams_open(struct stream_host *host, on_watch watch, on_watch credit);
/* Calls watch_balance with a grant, and waits for watch_account. */
void streams_start(struct stream_host *host, const hostcall_call_options *options, uint32_t grant);
/* Sends the number as an item of watch_account, and returns the status. */
int32_t streams_send(struct stream_host *host, uint32_t number);
/* Ends watch_account and returns the status. */
int32_t streams_end(struct stream_host *host, int32_t outcome, const char *payload);
/* Waits for the end of watch_balance, checks its outcome, and that it has had the items 0, 1, … below `count`. */
void streams_expect(struct stream_host *host, int32_t outcome, uint32_t count);
/* Closes the bridge, and checks that the handler was released once. */
void streams_close(struct stream_host *host);

#endif
#endif
