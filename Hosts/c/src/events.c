/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <stdlib.h>

#include "callback.h"

struct listener {
  const hostcall_typed_event *event;
  hostcall_typed_deliver_event deliver;
  hostcall_typed_function listener;
  void (*released)(void *user_data);
  void *user_data;
  uint64_t dropped; /* events that could not be decoded; used by callbacks, which run one after the other */
};

static void HOSTCALL_CALL on_event(const char *name, const uint8_t *bytes, size_t length, uint64_t dropped,
                                   void *user_data) {
  (void)name;
  struct listener *listener = user_data;
  hostcall_typed_arena arena = {NULL};
  hostcall_typed_fault fault;
  const void *event = hostcall_typed_decode_payload(listener->event->type, bytes, length, &arena, &fault);
  listener->dropped += dropped;
  if (event == NULL) {
    listener->dropped++;
  } else {
    dropped = listener->dropped;
    listener->dropped = 0;
    hostcall_typed_enter_callback();
    listener->deliver(listener->listener, event, dropped, listener->user_data);
    hostcall_typed_leave_callback();
  }
  hostcall_typed_arena_free(&arena);
}

static void HOSTCALL_CALL on_release(void *user_data) {
  struct listener listener = *(struct listener *)user_data;
  free(user_data);
  if (listener.released == NULL) return;
  hostcall_typed_enter_callback();
  listener.released(listener.user_data);
  hostcall_typed_leave_callback();
}

int32_t hostcall_typed_subscribe(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_event *event,
                                 const hostcall_typed_listening *listening, hostcall_typed_deliver_event deliver,
                                 hostcall_typed_function listener, void *user_data, uint64_t *subscription_out) {
  int32_t status = hostcall_typed_check_api(api);
  if (status != HOSTCALL_OK) return status;
  if (listener == NULL) {
    return hostcall_typed_refuse(HOSTCALL_INVALID_ARGUMENT, "%s: the listener is NULL", event->name);
  }
  struct listener *added = malloc(sizeof *added);
  if (added == NULL) return hostcall_typed_refuse(HOSTCALL_RESOURCE_EXHAUSTED, "%s: no memory", event->name);
  hostcall_typed_listening usual = {.policy = event->policy};
  if (listening == NULL) listening = &usual;
  *added = (struct listener){event, deliver, listener, listening->released, user_data, 0};
  hostcall_listener registered = {.size = sizeof registered,
                                  .event = on_event,
                                  .release = on_release,
                                  .user_data = added,
                                  .policy = listening->policy,
                                  .capacity = listening->capacity};
  status = api->subscribe(bridge, event->name, &registered, subscription_out);
  if (status != HOSTCALL_OK) free(added);
  return hostcall_typed_status(api, event->name, status);
}

int32_t hostcall_typed_emit(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_event *event,
                            const void *value) {
  int32_t status = hostcall_typed_check_api(api);
  if (status != HOSTCALL_OK) return status;
  hostcall_typed_encoder encoder;
  hostcall_typed_encoder_init(&encoder);
  if (hostcall_typed_encode_payload(&encoder, event->type, value)) {
    status = hostcall_typed_status(api, event->name, api->emit(bridge, event->name, encoder.bytes, encoder.length));
  } else {
    status = hostcall_typed_refuse_fault(&encoder.fault, event->name, "event");
  }
  hostcall_typed_encoder_free(&encoder);
  return status;
}
