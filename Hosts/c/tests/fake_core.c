/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "fake_core.h"

#include <stdio.h>
#include <string.h>

struct fake_core core;

static const char *status_name(int32_t status) { return status == HOSTCALL_OK ? "HOSTCALL_OK" : "HOSTCALL_REFUSED"; }

static size_t last_error(char *buffer, size_t size) { return (size_t)snprintf(buffer, size, "the fake refuses"); }

static int32_t subscribe(hostcall_bridge bridge, const char *name, const hostcall_listener *listener, uint64_t *id) {
  (void)name, (void)listener, (void)id;
  return bridge == FAKE_BRIDGE ? HOSTCALL_OK : HOSTCALL_INVALID_BRIDGE;
}

static int32_t register_handler(hostcall_bridge bridge, const char *name, const hostcall_handler *handler) {
  if (bridge != FAKE_BRIDGE) return HOSTCALL_INVALID_BRIDGE;
  if (core.refused != NULL && strcmp(core.refused, name) == 0) return HOSTCALL_SCHEMA_MISMATCH;
  core.handlers[core.handler_count++] = *handler;
  return HOSTCALL_OK;
}

static int32_t register_stream(hostcall_bridge bridge, const char *name, const hostcall_stream_handler *handler) {
  (void)name;
  if (bridge != FAKE_BRIDGE) return HOSTCALL_INVALID_BRIDGE;
  core.streams[core.stream_count++] = *handler;
  return HOSTCALL_OK;
}

static int32_t unregister(hostcall_bridge bridge, const char *name) {
  (void)bridge, (void)name;
  core.unregistered++;
  return HOSTCALL_OK;
}

static int32_t complete(hostcall_bridge bridge, uint64_t call_id, int32_t outcome, const uint8_t *payload,
                        size_t length) {
  (void)bridge;
  core.call_id = call_id;
  core.outcome = outcome;
  core.length = length < sizeof core.payload ? length : sizeof core.payload - 1;
  if (core.length > 0) memcpy(core.payload, payload, core.length);
  core.payload[core.length] = 0;
  core.answers++;
  return core.has_ended ? HOSTCALL_UNKNOWN_CALL : HOSTCALL_OK;
}

static int32_t get_call_info(hostcall_bridge bridge, uint64_t call_id, hostcall_call_info *info) {
  (void)bridge, (void)call_id;
  info->remaining_ns = 99;
  return core.has_ended ? HOSTCALL_UNKNOWN_CALL : HOSTCALL_OK;
}

static int32_t send_item(hostcall_bridge bridge, uint64_t call_id, const uint8_t *item, size_t length) {
  (void)bridge, (void)call_id, (void)item, (void)length;
  if (core.has_ended) return HOSTCALL_UNKNOWN_CALL;
  if (core.credit == 0) {
    core.blocked++;
    return HOSTCALL_WOULD_BLOCK;
  }
  core.credit--;
  core.sent++;
  return HOSTCALL_OK;
}

static int32_t call_with(hostcall_bridge bridge, const char *name, const uint8_t *request, size_t length,
                         const hostcall_call_options *options, hostcall_reply_fn reply, void *user_data,
                         uint64_t *call_id_out) {
  (void)name, (void)options;
  if (bridge != FAKE_BRIDGE) return HOSTCALL_INVALID_BRIDGE;
  core.length = length;
  if (length > 0) memcpy(core.payload, request, length);
  core.reply = reply;
  core.user_data = user_data;
  if (call_id_out != NULL) *call_id_out = 77;
  return HOSTCALL_OK;
}

static int32_t call_stream(hostcall_bridge bridge, const char *name, const uint8_t *request, size_t length,
                           const hostcall_call_options *options, hostcall_item_fn item, hostcall_reply_fn reply,
                           void *user_data, uint64_t *call_id_out) {
  core.item = item;
  return call_with(bridge, name, request, length, options, reply, user_data, call_id_out);
}

static int32_t grant(hostcall_bridge bridge, uint64_t call_id, uint32_t items) {
  (void)bridge, (void)call_id;
  core.granted += items;
  return HOSTCALL_OK;
}

static int32_t cancel(hostcall_bridge bridge, uint64_t call_id) {
  (void)bridge, (void)call_id;
  core.cancelled++;
  return HOSTCALL_OK;
}

const hostcall_api *fake_core_reset(void) {
  static const hostcall_api api = {.size = sizeof api,
                                   .status_name = status_name,
                                   .last_error = last_error,
                                   .register_handler = register_handler,
                                   .register_stream = register_stream,
                                   .subscribe = subscribe,
                                   .unregister = unregister,
                                   .complete = complete,
                                   .get_call_info = get_call_info,
                                   .send = send_item,
                                   .call_with = call_with,
                                   .call_stream = call_stream,
                                   .grant = grant,
                                   .cancel = cancel};
  memset(&core, 0, sizeof core);
  return &api;
}
