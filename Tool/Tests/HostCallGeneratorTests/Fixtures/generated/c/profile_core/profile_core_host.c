/* Written by `hostcall generate c`; do not edit. */

#include "profile_core_host.h"

#include <stdatomic.h>

static _Atomic(const hostcall_api *) loaded_api;

void profile_core_use_api(const hostcall_api *api) { atomic_store(&loaded_api, api); }

static inline const hostcall_api *core_api(void) {
  const hostcall_api *api = atomic_load(&loaded_api);
  return api != NULL ? api : HOSTCALL_TYPED_DEFAULT_API();
}

static const hostcall_typed_type profile_core_fetch_profile_request_type;
static const hostcall_typed_type profile_core_text_array_type;
static const hostcall_typed_type profile_core_bytes_or_null_type;
static const hostcall_typed_type profile_core_profile_type;
static const hostcall_typed_type profile_core_profile_failure_type;
static const hostcall_typed_type profile_core_uint64_or_null_type;
static const hostcall_typed_type profile_core_log_in_request_type;
static const hostcall_typed_type profile_core_welcome_type;
static const hostcall_typed_type profile_core_log_in_failure_type;
static const hostcall_typed_type profile_core_read_clock_request_type;

static const hostcall_typed_field profile_core_fetch_profile_request_fields[] = {
    {.key = "userID", .type = &hostcall_typed_uint64, .offset = offsetof(profile_core_fetch_profile_request, user_id)},
};
static const hostcall_typed_type profile_core_fetch_profile_request_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(profile_core_fetch_profile_request),
    .name = "FetchProfile",
    .fields = profile_core_fetch_profile_request_fields,
    .count = 1,
};

static const hostcall_typed_type profile_core_text_array_type = {
    .kind = HOSTCALL_TYPED_ARRAY,
    .size = sizeof(profile_core_text_array),
    .element = &hostcall_typed_text,
};

static const hostcall_typed_type profile_core_bytes_or_null_type = {
    .kind = HOSTCALL_TYPED_OPTIONAL,
    .size = sizeof(const hostcall_bytes *),
    .element = &hostcall_typed_bytes,
};

static const hostcall_typed_field profile_core_profile_fields[] = {
    {.key = "name", .type = &hostcall_typed_text, .offset = offsetof(profile_core_profile, name)},
    {.key = "tags", .type = &profile_core_text_array_type, .offset = offsetof(profile_core_profile, tags)},
    {.key = "balanceCents", .type = &hostcall_typed_int64, .offset = offsetof(profile_core_profile, balance_cents)},
    {
        .key = "avatar",
        .type = &profile_core_bytes_or_null_type,
        .offset = offsetof(profile_core_profile, avatar),
        .is_optional = true,
    },
};
static const hostcall_typed_type profile_core_profile_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(profile_core_profile),
    .name = "Profile",
    .fields = profile_core_profile_fields,
    .count = 4,
};

static const hostcall_typed_field profile_core_profile_failure_fields[] = {
    {.key = "code", .type = &hostcall_typed_text, .offset = offsetof(profile_core_profile_failure, code)},
    {.key = "retryable", .type = &hostcall_typed_bool, .offset = offsetof(profile_core_profile_failure, retryable)},
};
static const hostcall_typed_type profile_core_profile_failure_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(profile_core_profile_failure),
    .name = "ProfileFailure",
    .fields = profile_core_profile_failure_fields,
    .count = 2,
};

static const hostcall_typed_type profile_core_uint64_or_null_type = {
    .kind = HOSTCALL_TYPED_OPTIONAL,
    .size = sizeof(const uint64_t *),
    .element = &hostcall_typed_uint64,
};

static const hostcall_typed_field profile_core_log_in_request_fields[] = {
    {.key = "userID", .type = &hostcall_typed_uint64, .offset = offsetof(profile_core_log_in_request, user_id)},
    {
        .key = "timeoutMilliseconds",
        .type = &profile_core_uint64_or_null_type,
        .offset = offsetof(profile_core_log_in_request, timeout_milliseconds),
        .is_optional = true,
    },
};
static const hostcall_typed_type profile_core_log_in_request_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(profile_core_log_in_request),
    .name = "LogIn",
    .fields = profile_core_log_in_request_fields,
    .count = 2,
};

static const hostcall_typed_field profile_core_welcome_fields[] = {
    {.key = "greeting", .type = &hostcall_typed_text, .offset = offsetof(profile_core_welcome, greeting)},
    {.key = "loggedInAt", .type = &hostcall_typed_double, .offset = offsetof(profile_core_welcome, logged_in_at)},
    {.key = "tagCount", .type = &hostcall_typed_int64, .offset = offsetof(profile_core_welcome, tag_count)},
};
static const hostcall_typed_type profile_core_welcome_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(profile_core_welcome),
    .name = "Welcome",
    .fields = profile_core_welcome_fields,
    .count = 3,
};

static const hostcall_typed_field profile_core_log_in_failure_fields[] = {
    {.key = "code", .type = &hostcall_typed_text, .offset = offsetof(profile_core_log_in_failure, code)},
    {.key = "message", .type = &hostcall_typed_text, .offset = offsetof(profile_core_log_in_failure, message)},
};
static const hostcall_typed_type profile_core_log_in_failure_type = {
    .kind = HOSTCALL_TYPED_RECORD,
    .size = sizeof(profile_core_log_in_failure),
    .name = "LogInFailure",
    .fields = profile_core_log_in_failure_fields,
    .count = 2,
};

static const hostcall_typed_field profile_core_read_clock_request_fields[] = {
    {
        .key = "clock",
        .type = &hostcall_typed_uint32,
        .offset = offsetof(profile_core_read_clock_request, clock),
        .raw_offset = 0,
    },
};
static const hostcall_typed_type profile_core_read_clock_request_type = {
    .kind = HOSTCALL_TYPED_RAW,
    .size = sizeof(profile_core_read_clock_request),
    .name = "ReadClock",
    .fields = profile_core_read_clock_request_fields,
    .count = 1,
    .raw_size = 4,
};

static const hostcall_typed_field raw_double_fields[] = {
    {.key = "", .type = &hostcall_typed_double},
};
static const hostcall_typed_type raw_double = {
    .kind = HOSTCALL_TYPED_RAW,
    .size = sizeof(double),
    .fields = raw_double_fields,
    .count = 1,
    .raw_size = 8,
};

static const hostcall_typed_method profile_core_fetch_profile_method = {
    .name = "fetch_profile",
    .fingerprint = PROFILE_CORE_FETCH_PROFILE_FINGERPRINT,
    .request = &profile_core_fetch_profile_request_type,
    .response = &profile_core_profile_type,
    .failure = &profile_core_profile_failure_type,
};

static void profile_core_fetch_profile_invoke(hostcall_typed_function function, hostcall_typed_call base,
                                              const void *request, void *user_data) {
  typedef void (*typed)(profile_core_fetch_profile_call call, const profile_core_fetch_profile_request *request,
                        void *user_data);
  profile_core_fetch_profile_call call = {base};
  ((typed)function)(call, request, user_data);
}

static void profile_core_fetch_profile_cancel(hostcall_typed_function function, hostcall_typed_call base,
                                              uint64_t taken, void *user_data) {
  (void)taken;
  typedef void (*typed)(profile_core_fetch_profile_call call, void *user_data);
  profile_core_fetch_profile_call call = {base};
  ((typed)function)(call, user_data);
}

int32_t profile_core_fetch_profile_reply(profile_core_fetch_profile_call call, const profile_core_profile *response) {
  return hostcall_typed_reply(call.base, response);
}

int32_t profile_core_fetch_profile_fail(profile_core_fetch_profile_call call,
                                        const profile_core_profile_failure *failure) {
  return hostcall_typed_reply_failure(call.base, failure);
}

int32_t profile_core_fetch_profile_error(profile_core_fetch_profile_call call, int32_t code, const char *message) {
  return hostcall_typed_reply_error(call.base, code, message);
}

static const hostcall_typed_method profile_core_read_clock_method = {
    .name = "read_clock",
    .fingerprint = PROFILE_CORE_READ_CLOCK_FINGERPRINT,
    .request = &profile_core_read_clock_request_type,
    .response = &raw_double,
};

static void profile_core_read_clock_invoke(hostcall_typed_function function, hostcall_typed_call base,
                                           const void *request, void *user_data) {
  typedef void (*typed)(profile_core_read_clock_call call, const profile_core_read_clock_request *request,
                        void *user_data);
  profile_core_read_clock_call call = {base};
  ((typed)function)(call, request, user_data);
}

static void profile_core_read_clock_cancel(hostcall_typed_function function, hostcall_typed_call base, uint64_t taken,
                                           void *user_data) {
  (void)taken;
  typedef void (*typed)(profile_core_read_clock_call call, void *user_data);
  profile_core_read_clock_call call = {base};
  ((typed)function)(call, user_data);
}

int32_t profile_core_read_clock_reply(profile_core_read_clock_call call, double response) {
  return hostcall_typed_reply(call.base, &response);
}

int32_t profile_core_read_clock_error(profile_core_read_clock_call call, int32_t code, const char *message) {
  return hostcall_typed_reply_error(call.base, code, message);
}

int32_t profile_core_register(hostcall_bridge bridge, const profile_core_handlers *handlers, void *user_data) {
  if (handlers == NULL) return hostcall_typed_register(core_api(), bridge, NULL, 0, NULL, NULL);
  const hostcall_typed_handler all[] = {
      {
          .method = &profile_core_fetch_profile_method,
          .answer = (hostcall_typed_function)handlers->fetch_profile,
          .invoke = profile_core_fetch_profile_invoke,
          .cancelled = (hostcall_typed_function)handlers->fetch_profile_cancelled,
          .cancel = profile_core_fetch_profile_cancel,
      },
      {
          .method = &profile_core_read_clock_method,
          .answer = (hostcall_typed_function)handlers->read_clock,
          .invoke = profile_core_read_clock_invoke,
          .cancelled = (hostcall_typed_function)handlers->read_clock_cancelled,
          .cancel = profile_core_read_clock_cancel,
      },
  };
  return hostcall_typed_register(core_api(), bridge, all, sizeof all / sizeof *all, handlers->released, user_data);
}

static const hostcall_typed_method profile_core_log_in_method = {
    .name = "log_in",
    .fingerprint = PROFILE_CORE_LOG_IN_FINGERPRINT,
    .request = &profile_core_log_in_request_type,
    .response = &profile_core_welcome_type,
    .failure = &profile_core_log_in_failure_type,
};

static profile_core_log_in_result profile_core_log_in_convert(const hostcall_typed_result *base) {
  return (profile_core_log_in_result){
      .status = base->status,
      .outcome = base->outcome,
      .code = base->code,
      .message = base->message,
      .response = base->response,
      .failure = base->failure,
      .arena = base->arena,
  };
}

void profile_core_log_in_result_free(profile_core_log_in_result *result) {
  if (result == NULL) return;
  hostcall_typed_arena_free(&result->arena);
  *result = (profile_core_log_in_result){.message = ""};
}

static void profile_core_log_in_deliver(hostcall_typed_function reply, const hostcall_typed_result *base,
                                        void *user_data) {
  profile_core_log_in_result result = profile_core_log_in_convert(base);
  ((profile_core_log_in_reply)reply)(&result, user_data);
}

int32_t profile_core_log_in(hostcall_bridge bridge, const profile_core_log_in_request *request,
                            const hostcall_typed_options *options, profile_core_log_in_reply reply, void *user_data,
                            uint64_t *call_id_out) {
  return hostcall_typed_call_core(core_api(), bridge, &profile_core_log_in_method, request, options,
                                  profile_core_log_in_deliver, (hostcall_typed_function)reply, user_data, call_id_out);
}

profile_core_log_in_result profile_core_log_in_wait(hostcall_bridge bridge, const profile_core_log_in_request *request,
                                                    const hostcall_typed_options *options) {
  hostcall_typed_result result;
  hostcall_typed_call_wait(core_api(), bridge, &profile_core_log_in_method, request, options, &result);
  return profile_core_log_in_convert(&result);
}

static const hostcall_typed_method profile_core_watch_balance_method = {
    .name = "watch_balance",
    .request = &hostcall_typed_payload,
    .response = &hostcall_typed_payload,
    .failure = &hostcall_typed_payload,
    .is_stream = true,
};

static profile_core_watch_balance_result profile_core_watch_balance_convert(const hostcall_typed_result *base) {
  return (profile_core_watch_balance_result){
      .status = base->status,
      .outcome = base->outcome,
      .code = base->code,
      .message = base->message,
      .failure = base->failure,
      .arena = base->arena,
  };
}

void profile_core_watch_balance_result_free(profile_core_watch_balance_result *result) {
  if (result == NULL) return;
  hostcall_typed_arena_free(&result->arena);
  *result = (profile_core_watch_balance_result){.message = ""};
}

static void profile_core_watch_balance_deliver(hostcall_typed_function end, const hostcall_typed_result *base,
                                               void *user_data) {
  profile_core_watch_balance_result result = profile_core_watch_balance_convert(base);
  ((profile_core_watch_balance_end)end)(&result, user_data);
}

static void profile_core_watch_balance_deliver_item(hostcall_typed_function received, const void *item,
                                                    void *user_data) {
  ((profile_core_watch_balance_item)received)(*(const hostcall_bytes *)item, user_data);
}

int32_t profile_core_watch_balance(hostcall_bridge bridge, hostcall_bytes request,
                                   const hostcall_typed_options *options, profile_core_watch_balance_item item,
                                   profile_core_watch_balance_end end, void *user_data, uint64_t *call_id_out) {
  return hostcall_typed_open_stream(core_api(), bridge, &profile_core_watch_balance_method, &request, options,
                                    profile_core_watch_balance_deliver_item, (hostcall_typed_function)item,
                                    profile_core_watch_balance_deliver, (hostcall_typed_function)end, user_data,
                                    call_id_out);
}

profile_core_watch_balance_reader profile_core_watch_balance_open(hostcall_bridge bridge, hostcall_bytes request,
                                                                  const hostcall_typed_options *options) {
  profile_core_watch_balance_reader reader = {NULL};
  hostcall_typed_open_reader(core_api(), bridge, &profile_core_watch_balance_method, &request, options, &reader.base);
  return reader;
}

const hostcall_bytes *profile_core_watch_balance_next_wait(profile_core_watch_balance_reader reader) {
  return hostcall_typed_next_wait(reader.base);
}

profile_core_watch_balance_result profile_core_watch_balance_close(profile_core_watch_balance_reader reader) {
  hostcall_typed_result result = hostcall_typed_close_reader(reader.base);
  return profile_core_watch_balance_convert(&result);
}
