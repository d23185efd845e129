/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* What a host does with a call that it has received. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "open_calls.h"

enum { INTERNAL = 13 }; /* of gRPC's codes */

/* -- Questions ------------------------------------------------------------------------------------- */

int64_t hostcall_typed_remaining_ns(hostcall_typed_call call) {
  struct hostcall_typed_target target;
  hostcall_call_info info = {.size = sizeof info};
  if (hostcall_typed_target_of(call, &target) != HOSTCALL_OK) return 0;
  int32_t status = target.api->get_call_info(target.bridge, target.call_id, &info);
  return status == HOSTCALL_OK ? info.remaining_ns : 0;
}

bool hostcall_typed_is_pending(hostcall_typed_call call) {
  struct hostcall_typed_target target;
  hostcall_call_info info = {.size = sizeof info};
  return hostcall_typed_target_of(call, &target) == HOSTCALL_OK &&
         target.api->get_call_info(target.bridge, target.call_id, &info) == HOSTCALL_OK;
}

int32_t hostcall_typed_metadata(hostcall_typed_call call, const char *key, hostcall_bytes *value) {
  struct hostcall_typed_target target;
  size_t length;
  uint8_t buffer[8192]; /* no metadata is longer */
  if (value == NULL) return hostcall_typed_refuse(HOSTCALL_INVALID_ARGUMENT, "the pointer to the value is NULL");
  int32_t status = hostcall_typed_target_of(call, &target);
  if (status != HOSTCALL_OK) return status;
  status = target.api->get_metadata(target.bridge, target.call_id, key, buffer, sizeof buffer, &length);
  if (status != HOSTCALL_OK) return hostcall_typed_status(target.api, target.method->name, status);
  return hostcall_typed_keep(call, buffer, length, value);
}

int32_t hostcall_typed_next_metadata(hostcall_typed_call call, size_t *index, hostcall_text *key,
                                     hostcall_bytes *value) {
  struct hostcall_typed_target target;
  size_t length;
  char name[HOSTCALL_METADATA_KEY_SIZE];
  uint8_t buffer[8192];
  hostcall_bytes kept;
  if (index == NULL || key == NULL || value == NULL) {
    return hostcall_typed_refuse(HOSTCALL_INVALID_ARGUMENT, "a pointer is NULL");
  }
  int32_t status = hostcall_typed_target_of(call, &target);
  if (status != HOSTCALL_OK) return status;
  status = target.api->next_metadata(target.bridge, target.call_id, index, name, sizeof name, buffer, sizeof buffer,
                                     &length);
  if (status != HOSTCALL_OK) return hostcall_typed_status(target.api, target.method->name, status);
  status = hostcall_typed_keep(call, (const uint8_t *)name, strlen(name), &kept);
  if (status != HOSTCALL_OK) return status;
  *key = (hostcall_text){(const char *)kept.data, kept.length};
  return hostcall_typed_keep(call, buffer, length, value);
}

/* -- Answers --------------------------------------------------------------------------------------- */

/* Answers a call, and frees its request. The payload may be in the request. */
static int32_t answer(hostcall_typed_call call, const struct hostcall_typed_target *target, int32_t outcome,
                      const uint8_t *payload, size_t length) {
  hostcall_typed_arena arena;
  int32_t status = hostcall_typed_claim(call, &arena);
  if (status != HOSTCALL_OK) return status;
  status = target->api->complete(target->bridge, target->call_id, outcome, payload, length);
  hostcall_typed_status(target->api, target->method->name, status);
  hostcall_typed_arena_free(&arena);
  return status;
}

/* Answers with an encoded value, or with an error if it cannot be encoded. */
static int32_t answer_value(hostcall_typed_call call, int32_t outcome, const char *part, const void *value) {
  struct hostcall_typed_target target;
  int32_t status = hostcall_typed_target_of(call, &target);
  if (status != HOSTCALL_OK) return status;
  const hostcall_typed_method *method = target.method;
  const hostcall_typed_type *type = outcome == HOSTCALL_REPLY_OK ? method->response : method->failure;
  hostcall_typed_encoder encoder;
  hostcall_typed_encoder_init(&encoder);
  bool is_misplaced = type == NULL || (method->is_stream && outcome == HOSTCALL_REPLY_OK);
  if (is_misplaced) {
    hostcall_typed_fail(&encoder.fault, "the call has none");
  } else if (hostcall_typed_encode_payload(&encoder, type, value)) {
    status = answer(call, &target, outcome, encoder.bytes, encoder.length);
  }
  if (encoder.fault.has_failed) {
    char words[400], message[480];
    hostcall_typed_describe_fault(&encoder.fault, part, words, sizeof words);
    int length = snprintf(message, sizeof message, "the host's answer cannot be encoded: %s", words);
    status = answer(call, &target, HOSTCALL_REPLY_CODE(INTERNAL), (const uint8_t *)message, (size_t)length);
    if (status == HOSTCALL_OK) status = hostcall_typed_refuse_fault(&encoder.fault, method->name, part);
  }
  hostcall_typed_encoder_free(&encoder);
  return status;
}

int32_t hostcall_typed_reply(hostcall_typed_call call, const void *response) {
  return answer_value(call, HOSTCALL_REPLY_OK, "response", response);
}

int32_t hostcall_typed_reply_failure(hostcall_typed_call call, const void *failure) {
  return answer_value(call, HOSTCALL_REPLY_FAILURE, "failure", failure);
}

int32_t hostcall_typed_reply_error(hostcall_typed_call call, int32_t code, const char *message) {
  struct hostcall_typed_target target;
  int32_t status = hostcall_typed_target_of(call, &target);
  if (status != HOSTCALL_OK) return status;
  int32_t outcome = code == 1                 ? HOSTCALL_REPLY_CANCELLED
                    : code >= 2 && code <= 16 ? HOSTCALL_REPLY_CODE(code)
                                              : HOSTCALL_REPLY_ERROR;
  if (message == NULL) message = "";
  return answer(call, &target, outcome, (const uint8_t *)message, strlen(message));
}

/* -- Streams --------------------------------------------------------------------------------------- */

int32_t hostcall_typed_end(hostcall_typed_call stream) {
  struct hostcall_typed_target target;
  int32_t status = hostcall_typed_target_of(stream, &target);
  if (status != HOSTCALL_OK) return status;
  if (!target.method->is_stream) {
    return hostcall_typed_refuse(HOSTCALL_INVALID_ARGUMENT, "%s is not a stream", target.method->name);
  }
  return answer(stream, &target, HOSTCALL_REPLY_OK, NULL, 0);
}

/* Encodes an item, and sends it, if need be after waiting for credit. */
static int32_t send_item(hostcall_typed_call stream, const void *item, bool waits) {
  struct hostcall_typed_target target;
  int32_t status = hostcall_typed_target_of(stream, &target);
  if (status != HOSTCALL_OK) return status;
  hostcall_typed_encoder encoder;
  hostcall_typed_encoder_init(&encoder);
  if (!target.method->is_stream) {
    status = hostcall_typed_refuse(HOSTCALL_INVALID_ARGUMENT, "%s is not a stream", target.method->name);
  } else if (!hostcall_typed_encode_payload(&encoder, target.method->response, item)) {
    status = hostcall_typed_refuse_fault(&encoder.fault, target.method->name, "item");
  } else {
    for (;;) {
      uint64_t count = hostcall_typed_credit_count(stream);
      status = target.api->send(target.bridge, target.call_id, encoder.bytes, encoder.length);
      if (!waits || status != HOSTCALL_WOULD_BLOCK) break;
      hostcall_typed_await_credit(stream, count);
    }
    hostcall_typed_status(target.api, target.method->name, status);
  }
  hostcall_typed_encoder_free(&encoder);
  return status;
}

int32_t hostcall_typed_send(hostcall_typed_call stream, const void *item) { return send_item(stream, item, false); }

int32_t hostcall_typed_send_wait(hostcall_typed_call stream, const void *item) {
  int32_t status = hostcall_typed_may_wait();
  return status == HOSTCALL_OK ? send_item(stream, item, true) : status;
}
