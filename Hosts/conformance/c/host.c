/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "host.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "behaviours.h"
#include "stream_handlers.h"

const hostcall_api *api;
hostcall_bridge (*open_bridge)(void), (*open_changed)(void), (*open_partial)(void);

static void *symbol(void *library, const char *name) {
  void *found = dlsym(library, name);
  if (found == NULL) fprintf(stderr, "%s\n", dlerror()), exit(2);
  return found;
}

void load_core(const char *path) {
  void *library = dlopen(path, RTLD_NOW);
  if (library == NULL) fprintf(stderr, "%s\n", dlerror()), exit(2);
  const hostcall_api *(*table)(void);
  *(void **)&table = symbol(library, "conformance_api");
  *(void **)&open_bridge = symbol(library, "conformance_open");
  *(void **)&open_changed = symbol(library, "conformance_changed_open");
  *(void **)&open_partial = symbol(library, "conformance_partial_open");
  api = table();
  conformance_use_api(api);
}

void in_thread(void *(*function)(void *argument), void *argument) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, function, argument) != 0) abort();
  pthread_detach(thread);
}

/* -- Values: return what came ---------------------------------------------------------------------- */

#define ECHO(name)                                                                                               \
  static void echo_##name(conformance_echo_##name##_call call, const conformance_echo_##name##_request *request, \
                          void *host) {                                                                          \
    (void)host;                                                                                                  \
    conformance_echo_##name##_reply(call, &request->value);                                                      \
  }
#define ECHO_VALUE(name)                                                                                         \
  static void echo_##name(conformance_echo_##name##_call call, const conformance_echo_##name##_request *request, \
                          void *host) {                                                                          \
    (void)host;                                                                                                  \
    conformance_echo_##name##_reply(call, request->value);                                                       \
  }

ECHO(basics)
ECHO(integers)
ECHO(floats)
ECHO(optionals)
ECHO(containers)
ECHO(choices)
ECHO(shapes)
ECHO(expression)
ECHO(tree)
ECHO(foundation)
ECHO(rarities)
ECHO(page)
ECHO(table)
ECHO_VALUE(optional_text)
ECHO_VALUE(mood)
ECHO_VALUE(bytes)

static void echo_evolving(conformance_echo_evolving_call call, const conformance_echo_evolving_request *request,
                          void *user_data) {
  struct host *host = user_data;
  atomic_fetch_add(&host->invoked, 1);
  conformance_echo_evolving_reply(call, &request->value);
}

static void echo_arguments(conformance_echo_arguments_call call, const conformance_echo_arguments_request *request,
                           void *host) {
  (void)host;
  conformance_arguments arguments = {.first = request->first,
                                     .second = request->second,
                                     .third = request->third,
                                     .mood = request->mood,
                                     .is_last = request->is_last};
  conformance_echo_arguments_reply(call, &arguments);
}

static void import_keywords(conformance_import_call call, const conformance_import_request *request, void *host) {
  (void)host;
  conformance_import_reply(call, &request->value);
}

static void echo_sample(conformance_echo_sample_call call, const conformance_echo_sample_request *request, void *host) {
  (void)host;
  conformance_echo_sample_response sample = {.seconds = request->value_seconds,
                                             .position_x = request->value_position_x,
                                             .position_y = request->value_position_y,
                                             .channel = request->value_channel,
                                             .level = request->value_level,
                                             .flags = request->value_flags,
                                             .is_new = request->value_is_new};
  conformance_echo_sample_reply(call, &sample);
}

static void host_ping(conformance_host_ping_call call, void *host) {
  (void)host;
  conformance_host_ping_reply(call);
}

/* -- Logging in ------------------------------------------------------------------------------------ */

static void read_clock(conformance_read_clock_call call, const conformance_read_clock_request *request, void *host) {
  (void)request, (void)host;
  conformance_read_clock_reply(call, 1700000000.5);
}

static void fetch_profile(conformance_fetch_profile_call call, const conformance_fetch_profile_request *request,
                          void *host) {
  (void)host;
  if (request->user_id == 404) {
    conformance_refusal refusal = {.kind = CONFORMANCE_REFUSAL_LIMIT, .limit = {.maximum = 403}};
    conformance_fetch_profile_fail(call, &refusal);
    return;
  }
  const hostcall_text tags[] = {HOSTCALL_TEXT("admin"), HOSTCALL_TEXT("beta")};
  conformance_profile profile = {.name = HOSTCALL_TEXT("Ada"), .tags = {tags, 2}, .balance_cents = -250};
  conformance_fetch_profile_reply(call, &profile);
}

/* -- Outcomes -------------------------------------------------------------------------------------- */

static void obey(conformance_obey_call call, const conformance_obey_request *request, void *host) {
  (void)host;
  const conformance_order *order = &request->order;
  switch (order->kind) {
    case CONFORMANCE_ORDER_SUCCEED: conformance_obey_reply(call, order->succeed.text); break;
    case CONFORMANCE_ORDER_REFUSE: conformance_obey_fail(call, &order->refuse.v0); break;
    case CONFORMANCE_ORDER_FAIL: conformance_obey_error(call, order->fail.code, order->fail.message.data); break;
    case CONFORMANCE_ORDER_CRASH: conformance_obey_error(call, 0, order->crash.message.data); break;
    case CONFORMANCE_ORDER_CANCEL: conformance_obey_error(call, 1, ""); break;
  }
}

static void fail_host(conformance_fail_host_call call, const conformance_fail_host_request *request, void *host) {
  (void)host;
  conformance_fail_host_fail(call, &request->fault);
}

static void make_bytes(conformance_make_bytes_call call, const conformance_make_bytes_request *request, void *host) {
  (void)host;
  uint8_t *zeros = calloc(request->count, 1);
  conformance_make_bytes_reply(call, (hostcall_bytes){zeros, request->count});
  free(zeros);
}

/* -- Waiting --------------------------------------------------------------------------------------- */

static void host_wait(conformance_host_wait_call call, const conformance_host_wait_request *request, void *user_data) {
  struct host *host = user_data;
  struct wait *wait = calloc(1, sizeof *wait);
  if (wait == NULL) abort();
  wait->call = call;
  snprintf(wait->key, sizeof wait->key, "%s", request->key.data);
  pthread_mutex_lock(&host->mutex);
  wait->next = host->waits;
  host->waits = wait;
  pthread_mutex_unlock(&host->mutex);
}

static void host_wait_cancelled(conformance_host_wait_call call, void *user_data) {
  struct host *host = user_data;
  pthread_mutex_lock(&host->mutex);
  struct wait **at = &host->waits;
  while (*at != NULL && (*at)->call.base.token != call.base.token) at = &(*at)->next;
  struct wait *wait = *at;
  if (wait != NULL) {
    *at = wait->next;
    memcpy(host->cancelled, wait->key, sizeof host->cancelled);
    free(wait);
  }
  pthread_mutex_unlock(&host->mutex);
  atomic_fetch_add(&host->cancellations, 1);
  conformance_host_wait_error(call, 1, "cancelled");
}

struct late {
  struct host *host;
  conformance_host_ignore_cancellation_call call;
  uint32_t milliseconds;
};

static void *answer_late(void *argument) {
  struct late late = *(struct late *)argument;
  free(argument);
  sleep_ms(late.milliseconds);
  int32_t status = conformance_host_ignore_cancellation_reply(late.call);
  if (status == HOSTCALL_UNKNOWN_CALL) atomic_fetch_add(&late.host->late, 1);
  atomic_fetch_sub(&late.host->threads, 1);
  return NULL;
}

static void host_ignore_cancellation(conformance_host_ignore_cancellation_call call,
                                     const conformance_host_ignore_cancellation_request *request, void *user_data) {
  struct late *late = malloc(sizeof *late);
  if (late == NULL) abort();
  *late = (struct late){user_data, call, request->milliseconds};
  atomic_fetch_add(&late->host->threads, 1);
  in_thread(answer_late, late);
}

/* -- Descriptions ---------------------------------------------------------------------------------- */

static void describe_call(conformance_describe_call_call call, void *host) {
  (void)host;
  conformance_text_map_entry texts[64];
  conformance_bytes_map_entry binaries[64];
  conformance_call_description description = {.texts = {texts, 0}, .binaries = {binaries, 0}};
  size_t index = 0;
  hostcall_text key;
  hostcall_bytes value;
  while (hostcall_typed_next_metadata(call.base, &index, &key, &value) == HOSTCALL_OK) {
    if (key.length > 4 && strcmp(key.data + key.length - 4, "-bin") == 0) {
      binaries[description.binaries.count++] = (conformance_bytes_map_entry){key, value};
    } else {
      texts[description.texts.count++] = (conformance_text_map_entry){key, {(const char *)value.data, value.length}};
    }
  }
  double remaining = (double)hostcall_typed_remaining_ns(call.base) / 1e6;
  if (hostcall_typed_remaining_ns(call.base) != INT64_MAX) description.remaining_milliseconds = &remaining;
  conformance_describe_call_reply(call, &description);
}

/* -- Depth ----------------------------------------------------------------------------------------- */

static void descended(const conformance_core_descend_result *result, void *user_data) {
  conformance_host_descend_call call = *(conformance_host_descend_call *)user_data;
  free(user_data);
  if (result->response != NULL) {
    conformance_host_descend_reply(call, *result->response + 1);
  } else {
    conformance_host_descend_error(call, result->code, result->message);
  }
}

static void host_descend(conformance_host_descend_call call, const conformance_host_descend_request *request,
                         void *user_data) {
  struct host *host = user_data;
  if (request->depth == 0) {
    conformance_host_descend_reply(call, 0);
    return;
  }
  conformance_host_descend_call *kept = malloc(sizeof *kept);
  if (kept == NULL) abort();
  *kept = call;
  conformance_core_descend_request further = {.depth = request->depth - 1};
  if (conformance_core_descend(host->bridge, &further, NULL, descended, kept, NULL) != HOSTCALL_OK) {
    free(kept);
    conformance_host_descend_error(call, 0, hostcall_typed_last_error());
  }
}

/* -- The host -------------------------------------------------------------------------------------- */

static void released(void *user_data) { atomic_fetch_add(&((struct host *)user_data)->released, 1); }

int32_t host_open(struct host *host, hostcall_bridge (*open)(void)) {
  memset(host, 0, sizeof *host);
  pthread_mutex_init(&host->mutex, NULL);
  host->bridge = open();
  conformance_handlers handlers = {
      .echo_basics = echo_basics,
      .echo_integers = echo_integers,
      .echo_floats = echo_floats,
      .echo_optionals = echo_optionals,
      .echo_containers = echo_containers,
      .echo_choices = echo_choices,
      .echo_shapes = echo_shapes,
      .echo_expression = echo_expression,
      .echo_tree = echo_tree,
      .echo_foundation = echo_foundation,
      .echo_rarities = echo_rarities,
      .echo_page = echo_page,
      .echo_table = echo_table,
      .echo_optional_text = echo_optional_text,
      .echo_mood = echo_mood,
      .echo_bytes = echo_bytes,
      .echo_evolving = echo_evolving,
      .echo_arguments = echo_arguments,
      .echo_sample = echo_sample,
      .import = import_keywords,
      .host_ping = host_ping,
      .read_clock = read_clock,
      .fetch_profile = fetch_profile,
      .obey = obey,
      .fail_host = fail_host,
      .make_bytes = make_bytes,
      .host_wait = host_wait,
      .host_wait_cancelled = host_wait_cancelled,
      .host_ignore_cancellation = host_ignore_cancellation,
      .describe_call = describe_call,
      .host_descend = host_descend,
      .host_counts = host_counts,
      .host_counts_cancelled = host_counts_cancelled,
      .host_ticks = host_ticks,
      .released = released,
  };
  return conformance_register(host->bridge, &handlers, host);
}

int32_t host_close(struct host *host) {
  int32_t status = api->close(host->bridge);
  while (atomic_load(&host->threads) > 0) sleep_ms(1);
  return status;
}
