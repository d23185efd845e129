/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Streams of the core, whose items are passed to a function. */
#include "streams.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { DEFAULT_BUFFER = 16, INTERNAL = 13 /* of gRPC's codes */ };

uint32_t hostcall_typed_buffer(const hostcall_typed_options *options) {
  return options != NULL && options->buffer > 0 ? options->buffer : DEFAULT_BUFFER;
}

int32_t hostcall_typed_call_stream(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_method *method,
                                   const void *request, const hostcall_typed_options *options, hostcall_item_fn item,
                                   hostcall_reply_fn reply, void *user_data, uint64_t *call_id) {
  hostcall_typed_encoder encoder;
  hostcall_typed_encoder_init(&encoder);
  int32_t status;
  if (hostcall_typed_encode_payload(&encoder, method->request, request)) {
    hostcall_call_options converted = hostcall_typed_convert(options, method->fingerprint);
    status = api->call_stream(bridge, method->name, encoder.bytes, encoder.length, &converted, item, reply, user_data,
                              call_id);
    hostcall_typed_status(api, method->name, status);
  } else {
    status = hostcall_typed_refuse_fault(&encoder.fault, method->name, "request");
  }
  hostcall_typed_encoder_free(&encoder);
  return status;
}

/* -- With functions -------------------------------------------------------------------------------- */

struct stream {
  atomic_int users; /* the end, and hostcall_typed_open_stream while it runs */
  const hostcall_api *api;
  hostcall_bridge bridge;
  uint64_t call_id;
  const hostcall_typed_method *method;
  hostcall_typed_deliver_item deliver_item;
  hostcall_typed_function received;
  hostcall_typed_deliver deliver_end;
  hostcall_typed_function ended;
  void *user_data;
  /* Used by callbacks of the bridge, which run one after the other. */
  uint32_t buffer, taken;
  bool is_undecodable;
  hostcall_typed_fault fault;
};

static void release(struct stream *stream) {
  if (atomic_fetch_sub(&stream->users, 1) == 1) free(stream);
}

static void HOSTCALL_CALL on_item(const uint8_t *bytes, size_t length, void *user_data) {
  struct stream *stream = user_data;
  hostcall_typed_arena arena = {NULL};
  if (stream->is_undecodable) return;
  const void *item = hostcall_typed_decode_payload(stream->method->response, bytes, length, &arena, &stream->fault);
  if (item == NULL) {
    stream->is_undecodable = true;
    hostcall_typed_arena_free(&arena);
    stream->api->cancel(stream->bridge, stream->call_id);
    return;
  }
  hostcall_typed_enter_callback();
  stream->deliver_item(stream->received, item, stream->user_data);
  hostcall_typed_leave_callback();
  hostcall_typed_arena_free(&arena);
  if (++stream->taken >= (stream->buffer + 1) / 2) {
    stream->api->grant(stream->bridge, stream->call_id, stream->taken);
    stream->taken = 0;
  }
}

static void HOSTCALL_CALL on_end(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  struct stream *stream = user_data;
  hostcall_typed_result result;
  hostcall_typed_fill_result(&result, stream->method, outcome, payload, length);
  if (stream->is_undecodable) hostcall_typed_undecodable(&result, &stream->fault);
  hostcall_typed_enter_callback();
  stream->deliver_end(stream->ended, &result, stream->user_data);
  hostcall_typed_leave_callback();
  hostcall_typed_result_free(&result);
  release(stream);
}

void hostcall_typed_undecodable(hostcall_typed_result *result, const hostcall_typed_fault *fault) {
  char words[400], message[480];
  hostcall_typed_describe_fault(fault, "item", words, sizeof words);
  snprintf(message, sizeof message, "an item of the core cannot be decoded: %s", words);
  hostcall_typed_fail_result(result, INTERNAL, message);
}

int32_t hostcall_typed_open_stream(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_method *method,
                                   const void *request, const hostcall_typed_options *options,
                                   hostcall_typed_deliver_item deliver_item, hostcall_typed_function received,
                                   hostcall_typed_deliver deliver_end, hostcall_typed_function ended, void *user_data,
                                   uint64_t *call_id_out) {
  int32_t status = hostcall_typed_check_api(api);
  if (status != HOSTCALL_OK) return status;
  if (received == NULL || ended == NULL) {
    return hostcall_typed_refuse(HOSTCALL_INVALID_ARGUMENT, "%s: a function is NULL", method->name);
  }
  struct stream *stream = malloc(sizeof *stream);
  if (stream == NULL) return hostcall_typed_refuse(HOSTCALL_RESOURCE_EXHAUSTED, "%s: no memory", method->name);
  *stream = (struct stream){.api = api,
                            .bridge = bridge,
                            .method = method,
                            .deliver_item = deliver_item,
                            .received = received,
                            .deliver_end = deliver_end,
                            .ended = ended,
                            .user_data = user_data,
                            .buffer = hostcall_typed_buffer(options)};
  atomic_init(&stream->users, 2);
  status = hostcall_typed_call_stream(api, bridge, method, request, options, on_item, on_end, stream, &stream->call_id);
  if (status != HOSTCALL_OK) {
    free(stream);
    return status;
  }
  if (call_id_out != NULL) *call_id_out = stream->call_id;
  api->grant(bridge, stream->call_id, stream->buffer);
  release(stream);
  return HOSTCALL_OK;
}
