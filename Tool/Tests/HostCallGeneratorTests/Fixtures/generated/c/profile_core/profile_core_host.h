/* Written by `hostcall generate c`; do not edit. */

/* The typed side of a host of profile_core: what the core's calls consist of, and functions for them. The rules on
 * threads, ownership and answers are those of hostcall_typed.h. */
#ifndef PROFILE_CORE_HOST_H
#define PROFILE_CORE_HOST_H

#include "hostcall_typed.h"

#ifdef __cplusplus
extern "C" {
#endif

/* -- Types ----------------------------------------------------------------------------------------------- */

typedef struct profile_core_fetch_profile_request profile_core_fetch_profile_request;
typedef struct profile_core_text_array profile_core_text_array;
typedef struct profile_core_profile profile_core_profile;
typedef struct profile_core_profile_failure profile_core_profile_failure;
typedef struct profile_core_log_in_request profile_core_log_in_request;
typedef struct profile_core_welcome profile_core_welcome;
typedef struct profile_core_log_in_failure profile_core_log_in_failure;
typedef struct profile_core_read_clock_request profile_core_read_clock_request;

struct profile_core_fetch_profile_request {
  uint64_t user_id;
};

struct profile_core_text_array {
  const hostcall_text *items;
  size_t count;
};

struct profile_core_profile {
  hostcall_text name;
  profile_core_text_array tags;
  int64_t balance_cents;
  /* NULL for no value. */
  const hostcall_bytes *avatar;
};

struct profile_core_profile_failure {
  hostcall_text code;
  bool retryable;
};

struct profile_core_log_in_request {
  uint64_t user_id;
  /* NULL for no value. */
  const uint64_t *timeout_milliseconds;
};

struct profile_core_welcome {
  hostcall_text greeting;
  double logged_in_at;
  int64_t tag_count;
};

struct profile_core_log_in_failure {
  hostcall_text code;
  hostcall_text message;
};

/* The values of `read_clock.request`. */
struct profile_core_read_clock_request {
  uint32_t clock;
};

/* -- The bridge ------------------------------------------------------------------------------------------ */

/* Opens a bridge, which the host closes with hostcall_close. Returns 0 on failure. */
hostcall_bridge profile_core_open(void);

/* Uses the functions in the core's table in place of those that the program is linked with: for a core that is
 * loaded, or one of two cores. Before all other functions here. */
void profile_core_use_api(const hostcall_api *api);

/* -- Calls and streams that the core makes, and the host answers ----------------------------------------- */

/* A call of fetch_profile, which the host answers. */
#define PROFILE_CORE_FETCH_PROFILE_FINGERPRINT UINT64_C(0xd9cfd868ed9eeac0)
typedef struct profile_core_fetch_profile_call {
  hostcall_typed_call base;
} profile_core_fetch_profile_call;
/* Answers a call. */
int32_t profile_core_fetch_profile_reply(profile_core_fetch_profile_call call, const profile_core_profile *response);
/* Answers a call with the failure that it declares. */
int32_t profile_core_fetch_profile_fail(profile_core_fetch_profile_call call,
                                        const profile_core_profile_failure *failure);
/* Answers a call with one of gRPC's codes, 1 to 16, or 0 for none, and a message. */
int32_t profile_core_fetch_profile_error(profile_core_fetch_profile_call call, int32_t code, const char *message);

/* A call of read_clock, which the host answers. */
#define PROFILE_CORE_READ_CLOCK_FINGERPRINT UINT64_C(0x198117c403824aed)
typedef struct profile_core_read_clock_call {
  hostcall_typed_call base;
} profile_core_read_clock_call;
/* Answers a call. */
int32_t profile_core_read_clock_reply(profile_core_read_clock_call call, double response);
/* Answers a call with one of gRPC's codes, 1 to 16, or 0 for none, and a message. */
int32_t profile_core_read_clock_error(profile_core_read_clock_call call, int32_t code, const char *message);

/* The host's functions. Each starts its work and returns, on the thread of the Swift code that calls; the answer may
 * follow later, from any thread. A function that is NULL is not registered. A request is valid until its call is
 * answered. */
typedef struct profile_core_handlers {
  /* Repeating the call has no further effect. */
  void (*fetch_profile)(profile_core_fetch_profile_call call, const profile_core_fetch_profile_request *request,
                        void *user_data);
  /* May be NULL: the call has ended by itself; answer it nevertheless. */
  void (*fetch_profile_cancelled)(profile_core_fetch_profile_call call, void *user_data);
  /* Repeating the call has no further effect. */
  void (*read_clock)(profile_core_read_clock_call call, const profile_core_read_clock_request *request,
                     void *user_data);
  /* May be NULL: the call has ended by itself; answer it nevertheless. */
  void (*read_clock_cancelled)(profile_core_read_clock_call call, void *user_data);
  /* Runs once, when no function uses `user_data` any more, also if registering fails. May be NULL. */
  void (*released)(void *user_data);
} profile_core_handlers;

/* Registers the host's functions, all or none. A core that has changed since this file was written refuses them with
 * HOSTCALL_SCHEMA_MISMATCH, and hostcall_typed_last_error says what has changed. */
int32_t profile_core_register(hostcall_bridge bridge, const profile_core_handlers *handlers, void *user_data);

/* -- Functions and streams of the core ------------------------------------------------------------------- */

/* How a call of log_in has ended; see hostcall_typed_result. */
#define PROFILE_CORE_LOG_IN_FINGERPRINT UINT64_C(0x4061a5deccd574d0)
typedef struct profile_core_log_in_result {
  int32_t status;
  int32_t outcome;
  int32_t code;
  const char *message;
  const profile_core_welcome *response;
  const profile_core_log_in_failure *failure;
  hostcall_typed_arena arena;
} profile_core_log_in_result;

/* Frees what a result refers to. */
void profile_core_log_in_result_free(profile_core_log_in_result *result);

typedef void (*profile_core_log_in_reply)(const profile_core_log_in_result *result, void *user_data);

/* `reply` runs once, on a thread of the bridge. `options` and `call_id_out` may be NULL. */
int32_t profile_core_log_in(hostcall_bridge bridge, const profile_core_log_in_request *request,
                            const hostcall_typed_options *options, profile_core_log_in_reply reply, void *user_data,
                            uint64_t *call_id_out);

/* Calls and waits; not inside a callback. The caller frees the result. */
profile_core_log_in_result profile_core_log_in_wait(hostcall_bridge bridge, const profile_core_log_in_request *request,
                                                    const hostcall_typed_options *options);

/* How a stream of watch_balance has ended; see hostcall_typed_result. */
typedef struct profile_core_watch_balance_result {
  int32_t status;
  int32_t outcome;
  int32_t code;
  const char *message;
  const hostcall_bytes *failure;
  hostcall_typed_arena arena;
} profile_core_watch_balance_result;

/* Frees what a result refers to. */
void profile_core_watch_balance_result_free(profile_core_watch_balance_result *result);

typedef void (*profile_core_watch_balance_item)(hostcall_bytes item, void *user_data);
typedef void (*profile_core_watch_balance_end)(const profile_core_watch_balance_result *result, void *user_data);

/* `item` runs for each item and `end` once, on a thread of the bridge. hostcall_cancel gives up. */
int32_t profile_core_watch_balance(hostcall_bridge bridge, hostcall_bytes request,
                                   const hostcall_typed_options *options, profile_core_watch_balance_item item,
                                   profile_core_watch_balance_end end, void *user_data, uint64_t *call_id_out);

/* A stream that a thread reads item by item. */
typedef struct profile_core_watch_balance_reader {
  hostcall_typed_reader *base;
} profile_core_watch_balance_reader;
/* Opens a stream; `base` is NULL on failure. */
profile_core_watch_balance_reader profile_core_watch_balance_open(hostcall_bridge bridge, hostcall_bytes request,
                                                                  const hostcall_typed_options *options);
/* Waits for an item, which is valid until the next call; returns NULL at the end of the stream. */
const hostcall_bytes *profile_core_watch_balance_next_wait(profile_core_watch_balance_reader reader);
/* Closes a reader, and gives its stream up if that has not ended. The caller frees the result. */
profile_core_watch_balance_result profile_core_watch_balance_close(profile_core_watch_balance_reader reader);

#ifdef __cplusplus
}
#endif

#endif /* PROFILE_CORE_HOST_H */
