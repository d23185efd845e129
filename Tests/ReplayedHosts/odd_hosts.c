/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Hosts of ProfileCore for scripts/check-host-replay, which register functions that answer late, otherwise or not. */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "profile_core_host.h"

static int32_t register_host(const hostcall_api *api, hostcall_bridge bridge, profile_core_handlers handlers) {
  profile_core_use_api(api);
  return profile_core_register(bridge, &handlers, NULL);
}

static void read_clock(profile_core_read_clock_call call, const profile_core_read_clock_request *request, void *data) {
  (void)request, (void)data;
  profile_core_read_clock_reply(call, 1700000000.5);
}

/* -- From another thread ---------------------------------------------------------------------------- */

static void *answer_late(void *argument) {
  profile_core_fetch_profile_call *call = argument;
  usleep(20000);
  const hostcall_text tags[] = {HOSTCALL_TEXT("admin"), HOSTCALL_TEXT("founder")};
  const profile_core_profile profile = {.name = HOSTCALL_TEXT("Ada"), .tags = {tags, 2}, .balance_cents = 12345};
  profile_core_fetch_profile_reply(*call, &profile);
  free(call);
  return NULL;
}

static void fetch_elsewhere(profile_core_fetch_profile_call call, const profile_core_fetch_profile_request *request,
                            void *data) {
  (void)request, (void)data;
  profile_core_fetch_profile_call *copy = malloc(sizeof *copy);
  pthread_t thread;
  if (copy == NULL) return;
  *copy = call;
  if (pthread_create(&thread, NULL, answer_late, copy) == 0) pthread_detach(thread);
}

int32_t threaded_host_register(const hostcall_api *api, hostcall_bridge bridge) {
  return register_host(api, bridge,
                       (profile_core_handlers){.read_clock = read_clock, .fetch_profile = fetch_elsewhere});
}

/* -- Errors, and no answers ------------------------------------------------------------------------- */

static void fetch_nothing(profile_core_fetch_profile_call call, const profile_core_fetch_profile_request *request,
                          void *data) {
  (void)request, (void)data;
  profile_core_fetch_profile_error(call, 5, "the database has no table");
}

static void fetch_late(profile_core_fetch_profile_call call, const profile_core_fetch_profile_request *request,
                       void *data) {
  (void)request, (void)data;
  profile_core_fetch_profile_error(call, 4, "the database is late");
}

static void keep(profile_core_read_clock_call call, const profile_core_read_clock_request *request, void *data) {
  (void)call, (void)request, (void)data;
}

int32_t failing_host_register(const hostcall_api *api, hostcall_bridge bridge) {
  return register_host(api, bridge, (profile_core_handlers){.read_clock = keep, .fetch_profile = fetch_nothing});
}

/* Answers with the code deadlineExceeded of its own. */
int32_t late_host_register(const hostcall_api *api, hostcall_bridge bridge) {
  return register_host(api, bridge, (profile_core_handlers){.read_clock = read_clock, .fetch_profile = fetch_late});
}

static void fetch_forever(profile_core_fetch_profile_call call, const profile_core_fetch_profile_request *request,
                          void *data) {
  (void)call, (void)request, (void)data;
  while (true) pause();
}

/* Closes the bridge at the end of the process, as a hostcall::Bridge with static storage does. */
static const hostcall_api *closing_api;
static hostcall_bridge closing_bridge;
static void close_at_end(void) { closing_api->close(closing_bridge); }

int32_t blocking_host_register(const hostcall_api *api, hostcall_bridge bridge) {
  closing_api = api;
  closing_bridge = bridge;
  atexit(close_at_end);
  return register_host(api, bridge, (profile_core_handlers){.read_clock = read_clock, .fetch_profile = fetch_forever});
}

/* -- Registrations ---------------------------------------------------------------------------------- */

int32_t lacking_host_register(const hostcall_api *api, hostcall_bridge bridge) {
  return register_host(api, bridge, (profile_core_handlers){.read_clock = read_clock});
}

int32_t silent_host_register(const hostcall_api *api, hostcall_bridge bridge) {
  (void)api, (void)bridge;
  return HOSTCALL_OK;
}

int32_t lost_host_register(const hostcall_api *api, hostcall_bridge bridge) {
  (void)bridge;
  return register_host(api, 0, (profile_core_handlers){.read_clock = read_clock});
}

int32_t null_host_register(const hostcall_api *api, hostcall_bridge bridge) {
  profile_core_use_api(api);
  return profile_core_register(bridge, NULL, NULL);
}

int32_t endless_host_register(const hostcall_api *api, hostcall_bridge bridge) {
  (void)api, (void)bridge;
  while (true) pause();
}

/* -- A host with one thread, which takes messages from the bridge's queue ---------------------------- */

static const hostcall_api *queue_api;
static hostcall_bridge queue_bridge;

static void *take_messages(void *argument) {
  (void)argument;
  hostcall_message message = {.size = sizeof message};
  while (queue_api->next(queue_bridge, &message, -1) == HOSTCALL_OK) {
    if (message.kind != HOSTCALL_MESSAGE_INVOKE) continue;
    const double seconds = 1700000000.5;
    uint8_t bytes[sizeof seconds];
    memcpy(bytes, &seconds, sizeof bytes);
    queue_api->complete(queue_bridge, message.call_id, HOSTCALL_REPLY_OK, bytes, sizeof bytes);
  }
  return NULL;
}

int32_t queue_host_register(const hostcall_api *api, hostcall_bridge bridge) {
  pthread_t thread;
  queue_api = api;
  queue_bridge = bridge;
  int32_t status = api->queue_enable(bridge, NULL, NULL);
  if (status == HOSTCALL_OK) status = api->register_function(bridge, "read_clock", NULL, NULL);
  if (status == HOSTCALL_OK && pthread_create(&thread, NULL, take_messages, NULL) == 0) pthread_detach(thread);
  return status;
}
