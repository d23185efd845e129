/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <stdio.h>
#include <string.h>

#include "callback.h"

enum { CANCELLED = 1, UNKNOWN = 2, INTERNAL = 13 }; /* of gRPC's codes */

void hostcall_typed_result_free(hostcall_typed_result *result) {
  if (result == NULL) return;
  hostcall_typed_arena_free(&result->arena);
  *result = (hostcall_typed_result){.message = ""};
}

/* Returns a copy of a message with a NUL. */
static const char *copy(hostcall_typed_arena *arena, const uint8_t *bytes, size_t length) {
  char *copied = hostcall_typed_allocate(arena, length + 1);
  if (copied == NULL) return "there is no memory for the message";
  if (length > 0) memcpy(copied, bytes, length);
  copied[length] = '\0';
  return copied;
}

void hostcall_typed_fail_result(hostcall_typed_result *result, int32_t code, const char *message) {
  result->outcome = HOSTCALL_REPLY_CODE(code);
  result->code = code;
  result->message = copy(&result->arena, (const uint8_t *)message, strlen(message));
  result->response = result->failure = NULL;
}

hostcall_typed_result hostcall_typed_unmade(int32_t status) {
  hostcall_typed_result result = {.status = status, .outcome = HOSTCALL_TYPED_UNMADE};
  const char *message = hostcall_typed_last_error();
  result.message = copy(&result.arena, (const uint8_t *)message, strlen(message));
  return result;
}

/* Decodes a payload; on failure, the result is an error. */
static const void *decode(hostcall_typed_result *result, const hostcall_typed_type *type, const char *part,
                          const uint8_t *payload, size_t length) {
  hostcall_typed_fault fault;
  void *value = hostcall_typed_decode_payload(type, payload, length, &result->arena, &fault);
  if (value != NULL) return value;
  char words[400], message[480];
  hostcall_typed_describe_fault(&fault, part, words, sizeof words);
  snprintf(message, sizeof message, "the core's answer cannot be decoded: %s", words);
  hostcall_typed_fail_result(result, INTERNAL, message);
  return NULL;
}

void hostcall_typed_fill_result(hostcall_typed_result *result, const hostcall_typed_method *method, int32_t outcome,
                                const uint8_t *payload, size_t length) {
  *result = (hostcall_typed_result){.status = HOSTCALL_OK, .outcome = outcome, .message = ""};
  switch (outcome) {
    case HOSTCALL_REPLY_OK:
      if (!method->is_stream) result->response = decode(result, method->response, "response", payload, length);
      return;
    case HOSTCALL_REPLY_FAILURE:
      if (method->failure != NULL) {
        result->failure = decode(result, method->failure, "failure", payload, length);
      } else {
        hostcall_typed_fail_result(result, INTERNAL, "the core answered with a failure that the call does not declare");
      }
      return;
    case HOSTCALL_REPLY_CANCELLED: result->code = CANCELLED; break;
    default: {
      int32_t code = outcome - HOSTCALL_REPLY_CODE(0);
      result->code = code >= 1 && code <= 16 ? code : UNKNOWN;
    }
  }
  result->message = length > 0 ? copy(&result->arena, payload, length)
                               : (outcome == HOSTCALL_REPLY_CANCELLED ? "the call was cancelled" : "an error");
}
