/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "stream_host.h"

#include <string.h>

#if HOSTCALL_ABI_MINOR >= 2

static void watch_account(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  struct stream_host *host = user_data;
  hostcall_call_info info = {.size = sizeof info};
  CHECK(length == 1 && request[0] == 7 && (uintptr_t)request % 16 == 0);
  if (hostcall_get_call_info(host->bridge, call_id, &info) == HOSTCALL_OK) host->first_credit = (unsigned)info.credit;
  host->account = call_id;
  if (host->watch != NULL) host->watch(host, call_id);
}

static void credit(uint64_t call_id, uint32_t more, void *user_data) {
  struct stream_host *host = user_data;
  CHECK(more > 0 && call_id == host->account && host->cancels == 0);
  host->credited += more;
  host->credits++;
  if (host->credit != NULL) host->credit(host, call_id);
}

static void cancel(uint64_t call_id, uint64_t taken, void *user_data) {
  struct stream_host *host = user_data;
  CHECK(call_id == host->account);
  host->taken = taken;
  host->cancels++;
}

static void release(void *user_data) { ((struct stream_host *)user_data)->releases++; }

static void keep_item(const uint8_t *item, size_t length, void *user_data) {
  struct stream_host *host = user_data;
  uint32_t number = 0;
  unsigned place = host->received;
  CHECK(length == sizeof number && (uintptr_t)item % 16 == 0 && host->reply.count == 0);
  memcpy(&number, item, sizeof number);
  if (place < most_items) host->items[place] = number;
  host->received++;
  if (host->grant_each > 0) hostcall_grant(host->bridge, host->balance, host->grant_each);
  if (host->item != NULL) host->item(host);
}

void streams_open(struct stream_host *host, on_watch watch, on_watch on_credit) {
  memset(host, 0, sizeof *host);
  host->bridge = profile_core_open();
  host->watch = watch;
  host->credit = on_credit;
  hostcall_stream_handler handler = {sizeof handler, watch_account, credit, cancel, release, host, 0};
  CHECK_STATUS(hostcall_register_stream(host->bridge, "watch_account", &handler), HOSTCALL_OK);
}

static void keep_end(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  keep_reply(outcome, payload, length, &((struct stream_host *)user_data)->reply);
}

void streams_start(struct stream_host *host, const hostcall_call_options *options, uint32_t grant) {
  static const uint8_t request[] = {7};
  CHECK_STATUS(hostcall_call_stream(host->bridge, "watch_balance", request, 1, options, keep_item, keep_end, host,
                                    &host->balance),
               HOSTCALL_OK);
  if (grant > 0) CHECK_STATUS(hostcall_grant(host->bridge, host->balance, grant), HOSTCALL_OK);
  EVENTUALLY(host->account != 0);
}

int32_t streams_send(struct stream_host *host, uint32_t number) {
  return hostcall_send(host->bridge, host->account, (const uint8_t *)&number, sizeof number);
}

int32_t streams_end(struct stream_host *host, int32_t outcome, const char *payload) {
  return hostcall_complete(host->bridge, host->account, outcome, (const uint8_t *)payload, strlen(payload));
}

void streams_expect(struct stream_host *host, int32_t outcome, uint32_t count) {
  EVENTUALLY(host->reply.count == 1);
  CHECK_STATUS(host->reply.outcome, outcome);
  CHECK(host->received == count);
  for (uint32_t i = 0; i < count && i < most_items; i++) CHECK(host->items[i] == i);
}

void streams_close(struct stream_host *host) {
  CHECK_STATUS(hostcall_close(host->bridge), HOSTCALL_OK);
  CHECK(host->releases == 1 && host->reply.count <= 1);
  CHECK_STATUS(streams_send(host, 0), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(hostcall_grant(host->bridge, host->balance, 1), HOSTCALL_INVALID_BRIDGE);
}

#endif
