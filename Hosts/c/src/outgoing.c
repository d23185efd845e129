/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Calls to the core. */
#include <pthread.h>
#include <stdlib.h>

#include "callback.h"

int32_t hostcall_typed_make(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_method *method,
                            const void *request, const hostcall_typed_options *options, hostcall_item_fn item,
                            hostcall_reply_fn reply, void *user_data, uint64_t *call_id_out) {
  const char *name = method->name;
  hostcall_typed_encoder encoder;
  hostcall_typed_encoder_init(&encoder);
  int32_t status;
  if (hostcall_typed_encode_payload(&encoder, method->request, request)) {
    hostcall_call_options converted = hostcall_typed_convert(options, method->fingerprint);
    const uint8_t *bytes = encoder.bytes;
    size_t length = encoder.length;
    status = item == NULL
                 ? api->call_with(bridge, name, bytes, length, &converted, reply, user_data, call_id_out)
                 : api->call_stream(bridge, name, bytes, length, &converted, item, reply, user_data, call_id_out);
    hostcall_typed_status(api, name, status);
  } else {
    status = hostcall_typed_refuse_fault(&encoder.fault, name, "request");
  }
  hostcall_typed_encoder_free(&encoder);
  return status;
}

/* -- With a reply ---------------------------------------------------------------------------------- */

struct outgoing {
  const hostcall_typed_method *method;
  hostcall_typed_deliver deliver;
  hostcall_typed_function reply;
  void *user_data;
};

static void HOSTCALL_CALL on_reply(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  struct outgoing call = *(struct outgoing *)user_data;
  free(user_data);
  hostcall_typed_result result;
  hostcall_typed_fill_result(&result, call.method, outcome, payload, length);
  hostcall_typed_enter_callback();
  call.deliver(call.reply, &result, call.user_data);
  hostcall_typed_leave_callback();
  hostcall_typed_result_free(&result);
}

int32_t hostcall_typed_call_core(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_method *method,
                                 const void *request, const hostcall_typed_options *options,
                                 hostcall_typed_deliver deliver, hostcall_typed_function reply, void *user_data,
                                 uint64_t *call_id_out) {
  int32_t status = hostcall_typed_check_api(api);
  if (status != HOSTCALL_OK) return status;
  if (reply == NULL) return hostcall_typed_refuse(HOSTCALL_INVALID_ARGUMENT, "%s: the reply is NULL", method->name);
  struct outgoing *call = malloc(sizeof *call);
  if (call == NULL) return hostcall_typed_refuse(HOSTCALL_RESOURCE_EXHAUSTED, "%s: no memory", method->name);
  *call = (struct outgoing){method, deliver, reply, user_data};
  status = hostcall_typed_make(api, bridge, method, request, options, NULL, on_reply, call, call_id_out);
  if (status != HOSTCALL_OK) free(call);
  return status;
}

/* -- With a thread that waits ---------------------------------------------------------------------- */

struct waiting {
  const hostcall_typed_method *method;
  pthread_mutex_t mutex;
  pthread_cond_t replied;
  bool is_done;
  hostcall_typed_result result;
};

static void HOSTCALL_CALL wake(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  struct waiting *waiting = user_data;
  hostcall_typed_result result;
  hostcall_typed_fill_result(&result, waiting->method, outcome, payload, length);
  pthread_mutex_lock(&waiting->mutex);
  waiting->result = result;
  waiting->is_done = true;
  pthread_cond_signal(&waiting->replied);
  pthread_mutex_unlock(&waiting->mutex);
}

void hostcall_typed_call_wait(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_method *method,
                              const void *request, const hostcall_typed_options *options,
                              hostcall_typed_result *result) {
  struct waiting waiting = {.method = method, .mutex = PTHREAD_MUTEX_INITIALIZER, .replied = PTHREAD_COND_INITIALIZER};
  if (result == NULL) {
    hostcall_typed_refuse(HOSTCALL_INVALID_ARGUMENT, "the pointer to the result is NULL");
    return;
  }
  int32_t status = hostcall_typed_check_api(api);
  if (status == HOSTCALL_OK) status = hostcall_typed_may_wait(method->name);
  if (status == HOSTCALL_OK)
    status = hostcall_typed_make(api, bridge, method, request, options, NULL, wake, &waiting, NULL);
  if (status != HOSTCALL_OK) {
    *result = hostcall_typed_unmade(status);
    return;
  }
  pthread_mutex_lock(&waiting.mutex);
  while (!waiting.is_done) pthread_cond_wait(&waiting.replied, &waiting.mutex);
  pthread_mutex_unlock(&waiting.mutex);
  pthread_mutex_destroy(&waiting.mutex);
  pthread_cond_destroy(&waiting.replied);
  *result = waiting.result;
}
