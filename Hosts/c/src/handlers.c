/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Registers the functions of a host, and passes calls to them. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "open_calls.h"

enum { INVALID_ARGUMENT = 3, RESOURCE_EXHAUSTED = 8 }; /* of gRPC's codes */

/* The handlers that were registered together. */
struct group {
  atomic_size_t users; /* registered handlers, and hostcall_typed_register while it runs */
  const hostcall_api *api;
  hostcall_bridge bridge;
  void (*released)(void *user_data);
  void *user_data;
  size_t count;
  struct registered {
    struct group *group;
    hostcall_typed_handler handler;
  } handlers[];
};

/* Calls the host's `released`, if it has one: no handler uses its `user_data` any more. */
static void call_released(void (*released)(void *user_data), void *user_data) {
  if (released == NULL) return;
  hostcall_typed_enter_callback();
  released(user_data);
  hostcall_typed_leave_callback();
}

static void release(struct group *group) {
  if (atomic_fetch_sub(&group->users, 1) != 1) return;
  call_released(group->released, group->user_data);
  free(group);
}

/* -- Callbacks of the core ------------------------------------------------------------------------- */

/* Answers a call whose request the host does not see. */
static void refuse(const struct group *group, uint64_t call_id, int32_t code, const char *message) {
  group->api->complete(group->bridge, call_id, HOSTCALL_REPLY_CODE(code), (const uint8_t *)message, strlen(message));
}

static void HOSTCALL_CALL on_invoke(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  const struct registered *registered = user_data;
  const struct group *group = registered->group;
  const hostcall_typed_handler *handler = &registered->handler;
  struct hostcall_typed_target target = {group->api, group->bridge, call_id, handler->method};
  hostcall_typed_arena arena = {NULL};
  hostcall_typed_fault fault;
  const void *value = hostcall_typed_decode_payload(handler->method->request, request, length, &arena, &fault);
  if (value == NULL) {
    char words[400], message[480];
    hostcall_typed_describe_fault(&fault, "request", words, sizeof words);
    snprintf(message, sizeof message, "the request cannot be decoded: %s", words);
    refuse(group, call_id, INVALID_ARGUMENT, message);
    hostcall_typed_arena_free(&arena);
    return;
  }
  hostcall_typed_call call = hostcall_typed_open(&target, arena);
  if (call.open == NULL) {
    refuse(group, call_id, RESOURCE_EXHAUSTED, "there is no memory for the call");
    hostcall_typed_arena_free(&arena);
    return;
  }
  hostcall_typed_enter_callback();
  handler->invoke(handler->answer, call, value, group->user_data);
  hostcall_typed_leave_callback();
}

static void on_end(const struct registered *registered, uint64_t call_id, uint64_t taken) {
  const struct group *group = registered->group;
  hostcall_typed_call call = hostcall_typed_find(group->api, group->bridge, call_id);
  if (call.open == NULL) return;
  hostcall_typed_wake(call);
  if (registered->handler.cancelled == NULL) return;
  hostcall_typed_enter_callback();
  registered->handler.cancel(registered->handler.cancelled, call, taken, group->user_data);
  hostcall_typed_leave_callback();
}

static void HOSTCALL_CALL on_cancel(uint64_t call_id, void *user_data) { on_end(user_data, call_id, 0); }

static void HOSTCALL_CALL on_stream_cancel(uint64_t call_id, uint64_t taken, void *user_data) {
  on_end(user_data, call_id, taken);
}

static void HOSTCALL_CALL on_credit(uint64_t call_id, uint32_t more, void *user_data) {
  const struct registered *registered = user_data;
  hostcall_typed_call stream = hostcall_typed_find(registered->group->api, registered->group->bridge, call_id);
  if (stream.open == NULL) return;
  hostcall_typed_wake(stream);
  if (registered->handler.credited == NULL) return;
  hostcall_typed_enter_callback();
  registered->handler.credit(registered->handler.credited, stream, more, registered->group->user_data);
  hostcall_typed_leave_callback();
}

static void HOSTCALL_CALL on_release(void *user_data) { release(((struct registered *)user_data)->group); }

/* -- Registration ---------------------------------------------------------------------------------- */

static int32_t register_one(struct registered *registered) {
  const struct group *group = registered->group;
  const hostcall_typed_method *method = registered->handler.method;
  int32_t status;
  if (method->is_stream) {
    hostcall_stream_handler handler = {.size = sizeof handler,
                                       .invoke = on_invoke,
                                       .credit = on_credit,
                                       .cancel = on_stream_cancel,
                                       .release = on_release,
                                       .user_data = registered,
                                       .fingerprint = method->fingerprint};
    status = group->api->register_stream(group->bridge, method->name, &handler);
  } else {
    hostcall_handler handler = {.size = sizeof handler,
                                .invoke = on_invoke,
                                .cancel = on_cancel,
                                .release = on_release,
                                .user_data = registered,
                                .fingerprint = method->fingerprint};
    status = group->api->register_handler(group->bridge, method->name, &handler);
  }
  return hostcall_typed_status(group->api, method->name, status);
}

int32_t hostcall_typed_register(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_handler *handlers,
                                size_t count, void (*released)(void *user_data), void *user_data) {
  int32_t status = hostcall_typed_check_api(api);
  struct group *group = NULL;
  if (status == HOSTCALL_OK && handlers == NULL) {
    status = hostcall_typed_refuse(HOSTCALL_INVALID_ARGUMENT, "the handlers are NULL");
  } else if (status == HOSTCALL_OK) {
    group = malloc(sizeof *group + count * sizeof *group->handlers);
    if (group == NULL) status = hostcall_typed_refuse(HOSTCALL_RESOURCE_EXHAUSTED, "there is no memory for handlers");
  }
  if (group == NULL) {
    call_released(released, user_data);
    return status;
  }
  atomic_init(&group->users, 1);
  group->api = api;
  group->bridge = bridge;
  group->released = released;
  group->user_data = user_data;
  group->count = count;
  size_t done = 0;
  for (; done < count && status == HOSTCALL_OK; done++) {
    struct registered *registered = &group->handlers[done];
    *registered = (struct registered){group, handlers[done]};
    if (registered->handler.answer == NULL) continue;
    atomic_fetch_add(&group->users, 1);
    status = register_one(registered);
    if (status != HOSTCALL_OK) atomic_fetch_sub(&group->users, 1);
  }
  if (status != HOSTCALL_OK) {
    for (size_t i = 0; i + 1 < done; i++) {
      if (handlers[i].answer != NULL) api->unregister(bridge, handlers[i].method->name);
    }
  }
  release(group);
  return status;
}
