/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Behaviours 51 to 55: streams of the core, and raw ones (61). */
#include "pending.h"

static conformance_core_counts_request counting(uint32_t count, conformance_stream_end end, const char *key) {
  return (conformance_core_counts_request){.first = 1, .count = count, .end = end, .key = hostcall_text_of(key)};
}

static const conformance_stream_end finish = {.kind = CONFORMANCE_STREAM_END_FINISH};
static const conformance_stream_end stay = {.kind = CONFORMANCE_STREAM_END_STAY};

/* Returns what the core has produced, or -1. */
static int64_t produced(struct host *host, const char *key, bool awaits_end) {
  conformance_stream_report_request request = {.key = hostcall_text_of(key), .awaits_end = awaits_end};
  CALL(result, stream_report, &request, NULL);
  bool is_known = result.response != NULL && (result.response->has_ended || !awaits_end);
  int64_t count = is_known ? (int64_t)result.response->produced : -1;
  FREE(result, stream_report);
  return count;
}

struct counted {
  struct pending pending;
  int64_t count;
  bool is_in_order;
};

static void count_item(const conformance_reading *item, void *user_data) {
  struct counted *counted = user_data;
  char digits[24];
  snprintf(digits, sizeof digits, "%lld", (long long)item->number);
  counted->is_in_order = counted->is_in_order && item->number == ++counted->count;
  counted->is_in_order = counted->is_in_order && hostcall_text_equals(item->text, digits);
}

static void count_ended(const conformance_core_counts_result *result, void *user_data) {
  core_counts_ended(result, &((struct counted *)user_data)->pending);
}

static const char *in_order(struct host *host) {
  for (uint32_t count = 0; count <= 1000; count += 1000) {
    struct counted counted = {.pending = PENDING, .is_in_order = true};
    conformance_core_counts_request request = counting(count, finish, "51");
    EXPECT(conformance_core_counts(host->bridge, &request, NULL, count_item, count_ended, &counted, NULL) ==
           HOSTCALL_OK);
    await_reply(&counted.pending);
    EXPECT(counted.pending.outcome == HOSTCALL_REPLY_OK && counted.count == count && counted.is_in_order);
    /* The same, item by item. */
    conformance_core_counts_reader reader = conformance_core_counts_open(host->bridge, &request, NULL);
    EXPECT(reader.base != NULL);
    int64_t last = 0;
    for (const conformance_reading *item; (item = conformance_core_counts_next_wait(reader)) != NULL; last++) {
      EXPECT(item->number == last + 1);
    }
    conformance_core_counts_result result = conformance_core_counts_close(reader);
    EXPECT_OK(result);
    EXPECT(last == count);
    FREE(result, core_counts);
  }
  return NULL;
}

static const char *ends_of_streams(struct host *host) {
  const conformance_refusal busy = {.kind = CONFORMANCE_REFUSAL_BUSY};
  const conformance_stream_end all[] = {
      {.kind = CONFORMANCE_STREAM_END_REFUSE, .refuse = {busy}},
      {.kind = CONFORMANCE_STREAM_END_FAIL, .fail = {.code = 9, .message = HOSTCALL_TEXT("dry")}}};
  for (int i = 0; i < 2; i++) {
    conformance_core_counts_request request = counting(3, all[i], "52");
    conformance_core_counts_reader reader = conformance_core_counts_open(host->bridge, &request, NULL);
    int count = 0;
    for (const conformance_reading *item; (item = conformance_core_counts_next_wait(reader)) != NULL;) {
      EXPECT(item->number == ++count);
    }
    EXPECT(count == 3);
    conformance_core_counts_result result = conformance_core_counts_close(reader);
    EXPECT(i == 1 || (result.failure != NULL && result.failure->kind == CONFORMANCE_REFUSAL_BUSY));
    EXPECT_IN(i == 0 || (result.code == 9 && strcmp(result.message, "dry") == 0), result.message);
    FREE(result, core_counts);
  }
  return NULL;
}

static const char *left(struct host *host) {
  conformance_core_counts_request request = counting(1000000, finish, "53");
  conformance_core_counts_reader reader = conformance_core_counts_open(host->bridge, &request, NULL);
  for (int i = 0; i < 3; i++) EXPECT(conformance_core_counts_next_wait(reader) != NULL);
  conformance_core_counts_result result = conformance_core_counts_close(reader);
  EXPECT(result.outcome == HOSTCALL_REPLY_CANCELLED);
  FREE(result, core_counts);
  int64_t count = produced(host, "53", true);
  EXPECT(count >= 3 && count < 1000);
  return NULL;
}

static const char *slow(struct host *host) {
  conformance_core_counts_request request = counting(1000, finish, "54");
  hostcall_typed_options options = {.buffer = 4};
  conformance_core_counts_reader reader = conformance_core_counts_open(host->bridge, &request, &options);
  for (int i = 0; i < 3; i++) EXPECT(conformance_core_counts_next_wait(reader) != NULL);
  sleep_ms(200);
  int64_t count = produced(host, "54", false);
  EXPECT(count >= 3 && count <= 3 + 4 + 1);
  conformance_core_counts_result result = conformance_core_counts_close(reader);
  FREE(result, core_counts);
  return NULL;
}

static void no_item(const conformance_reading *item, void *user_data) { (void)item, (void)user_data; }

static const char *silent(struct host *host) {
  conformance_core_counts_request request = counting(0, stay, "55");
  struct pending pending = PENDING;
  uint64_t call_id = 0;
  EXPECT(conformance_core_counts(host->bridge, &request, NULL, no_item, core_counts_ended, &pending, &call_id) ==
         HOSTCALL_OK);
  sleep_ms(20);
  EXPECT(api->cancel(host->bridge, call_id) == HOSTCALL_OK);
  await_reply(&pending);
  EXPECT(pending.outcome == HOSTCALL_REPLY_CANCELLED && produced(host, "55", true) == 0);

  request.key = HOSTCALL_TEXT("55b");
  conformance_core_counts_reader reader = conformance_core_counts_open(host->bridge, &request, WITHIN(100));
  EXPECT(conformance_core_counts_next_wait(reader) == NULL);
  conformance_core_counts_result result = conformance_core_counts_close(reader);
  EXPECT(result.outcome == HOSTCALL_REPLY_CODE(4) && produced(host, "55b", true) == 0);
  FREE(result, core_counts);
  return NULL;
}

static const char *ticks(struct host *host) {
  conformance_core_ticks_reader reader =
      conformance_core_ticks_open(host->bridge, &(conformance_core_ticks_request){.count = 50}, NULL);
  int count = 0;
  for (const double *item; (item = conformance_core_ticks_next_wait(reader)) != NULL; count++) {
    EXPECT(*item > count + 0.4 && *item < count + 0.6);
  }
  conformance_core_ticks_result result = conformance_core_ticks_close(reader);
  EXPECT_OK(result);
  EXPECT(count == 50);
  FREE(result, core_ticks);
  CALL(read, read_host_ticks, &(conformance_read_host_ticks_request){.count = 50}, NULL);
  EXPECT_OK(read);
  EXPECT(read.response->count == 50 && read.response->items[49] > 49.4 && read.response->items[49] < 49.6);
  FREE(read, read_host_ticks);
  return NULL;
}

const struct behaviour streams[] = {{51, in_order}, {52, ends_of_streams}, {53, left}, {54, slow},
                                    {55, silent},   {61, ticks},           {0, NULL}};
