/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* hostcall_typed.h - what generated hosts in C share: answers to typed calls, options, results, and their life.
 *
 * `hostcall generate c` writes the types and functions of one core on top of this; include its header. Functions here
 * that take an `api` are for generated code.
 *
 *   Threads. Every function may be called from any thread and inside any callback, except those that wait, whose names
 *   end in _wait: inside a callback they return HOSTCALL_INVALID_ARGUMENT, since they would wait for themselves.
 *
 *   Ownership. What a function receives is copied, or only read, before it returns. What a callback receives is valid
 *   until it returns, except for a request: it is valid until its call is answered.
 *
 *   Answers. Answer every call, and end every stream, exactly once, also if it was cancelled in the meantime: that
 *   frees its request. A second answer is refused with HOSTCALL_UNKNOWN_CALL and changes nothing, as is one of a call
 *   that was cancelled or has expired.
 *
 *   Statuses are those of hostcall.h; for any but HOSTCALL_OK, hostcall_typed_last_error says what is wrong. It knows
 *   nothing of the functions of hostcall.h itself, such as hostcall_close, for which hostcall_last_error does. */
#ifndef HOSTCALL_TYPED_H
#define HOSTCALL_TYPED_H

#include "hostcall.h"
#include "hostcall_typed_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The table of functions of the core that the program is linked with. With HOSTCALL_TYPED_LOADED defined, generated
 * code does not refer to such a core: the program loads it, and passes its table to ..._use_api. */
const hostcall_api *hostcall_typed_linked_api(void);
#ifdef HOSTCALL_TYPED_LOADED
#define HOSTCALL_TYPED_DEFAULT_API() ((const hostcall_api *)0)
#else
#define HOSTCALL_TYPED_DEFAULT_API() hostcall_typed_linked_api()
#endif

/* A call or stream of an interface. Constant. */
typedef struct hostcall_typed_method {
  const char *name;
  uint64_t fingerprint; /* 0 is not checked */
  const hostcall_typed_type *request;
  const hostcall_typed_type *response; /* of a stream, each item */
  const hostcall_typed_type *failure;  /* NULL if it declares none */
  bool is_stream;
} hostcall_typed_method;

/* A function of the host, of any type; generated code converts it back. */
typedef void (*hostcall_typed_function)(void);

/* -- Calls to the host ----------------------------------------------------------------------------- */

/* A call, or a stream, that the host answers. Copy it freely. */
typedef struct hostcall_typed_call {
  struct hostcall_typed_open_call *open;
  uint64_t token; /* identifies the call in this process, and is not used again; 0 is no call */
} hostcall_typed_call;

/* Returns whether the call is still to be answered: not cancelled, expired or answered. */
bool hostcall_typed_is_pending(hostcall_typed_call call);

/* Returns the nanoseconds to the call's deadline: INT64_MAX without one, 0 if the call has ended. */
int64_t hostcall_typed_remaining_ns(hostcall_typed_call call);

/* Looks up the metadata of a call. `value` is valid as long as the request, and followed by a NUL.
 *
 * Returns HOSTCALL_OK; _NOTHING if there is no such entry; _UNKNOWN_CALL; _INVALID_ARGUMENT (NULL); others of
 * hostcall_get_metadata. */
int32_t hostcall_typed_metadata(hostcall_typed_call call, const char *key, hostcall_bytes *value);

/* Copies the entry at `*index` of a call's metadata, and increases `*index`. Begin with an index of 0, and call this
 * until it returns _NOTHING. `key` and `value` are valid as long as the request, and followed by a NUL.
 *
 * Returns HOSTCALL_OK; _NOTHING; _UNKNOWN_CALL; _INVALID_ARGUMENT (NULL); others of hostcall_next_metadata. */
int32_t hostcall_typed_next_metadata(hostcall_typed_call call, size_t *index, hostcall_text *key,
                                     hostcall_bytes *value);

/* Answers with a response. One that cannot be encoded answers with the code "internal", and returns _INVALID_ARGUMENT.
 *
 * Returns what hostcall_complete does. */
int32_t hostcall_typed_reply(hostcall_typed_call call, const void *response);
/* Answers with the failure that the call declares, or ends a stream with it. One that cannot be encoded, or that the
 * call does not declare, answers with the code "internal", and returns _INVALID_ARGUMENT.
 *
 * Returns what hostcall_complete does. */
int32_t hostcall_typed_reply_failure(hostcall_typed_call call, const void *failure);
/* Answers with an error, or ends a stream with it: one of gRPC's codes, 1 to 16, or 0 for none, and a message in UTF-8
 * that ends with a NUL. Code 1 is "cancelled". NULL is no message.
 *
 * Returns what hostcall_complete does. */
int32_t hostcall_typed_reply_error(hostcall_typed_call call, int32_t code, const char *message);
/* Ends a stream after its items. Returns what hostcall_complete does; _INVALID_ARGUMENT if the call is no stream. */
int32_t hostcall_typed_end(hostcall_typed_call stream);
/* Sends an item of a stream. Returns what hostcall_send does: _WOULD_BLOCK without credit, _UNKNOWN_CALL if the stream
 * has ended; _INVALID_ARGUMENT if the item cannot be encoded, and the stream goes on. */
int32_t hostcall_typed_send(hostcall_typed_call stream, const void *item);
/* Sends an item, and waits for credit. Not inside a callback; of one stream, by one thread at a time.
 *
 * Returns what hostcall_typed_send does, except for _WOULD_BLOCK; _INVALID_ARGUMENT inside a callback. */
int32_t hostcall_typed_send_wait(hostcall_typed_call stream, const void *item);

/* How a call's host functions are called; of generated code. */
typedef struct hostcall_typed_handler {
  const hostcall_typed_method *method;
  hostcall_typed_function answer; /* NULL: the call is not registered */
  void (*invoke)(hostcall_typed_function answer, hostcall_typed_call call, const void *request, void *user_data);
  hostcall_typed_function cancelled; /* may be NULL */
  void (*cancel)(hostcall_typed_function cancelled, hostcall_typed_call call, uint64_t taken, void *user_data);
  hostcall_typed_function credited; /* of a stream; may be NULL */
  void (*credit)(hostcall_typed_function credited, hostcall_typed_call stream, uint32_t more, void *user_data);
} hostcall_typed_handler;

/* Registers handlers, all or none; if one is refused, those before it may have been called already. `released` may be
 * NULL. It is called with `user_data` exactly once, when no handler uses that any more; also if this function fails,
 * possibly before it has returned. Until then `user_data` must stay valid.
 *
 * Returns what hostcall_register_handler does: _SCHEMA_MISMATCH if a call of the core has changed; _INVALID_ARGUMENT if
 * there is no core, or `handlers` is NULL; _ABI_MISMATCH; _RESOURCE_EXHAUSTED. */
int32_t hostcall_typed_register(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_handler *handlers,
                                size_t count, void (*released)(void *user_data), void *user_data);

/* -- Calls to the core ----------------------------------------------------------------------------- */

/* What a host states about its call. Set unused fields to 0. */
typedef struct hostcall_typed_options {
  int64_t timeout_ns;             /* nanoseconds until the call must end; 0 for no limit */
  const hostcall_field *metadata; /* `metadata_count` entries; see HOSTCALL_TYPED_FIELD */
  size_t metadata_count;
  int64_t silence_ns; /* of a stream: how long the core may send nothing; 0 for no limit */
  uint32_t buffer;    /* of a stream: how many items the core may send in advance; 0 for 16 */
} hostcall_typed_options;

/* An entry of metadata from two string literals. */
#define HOSTCALL_TYPED_FIELD(key, value) \
  { "" key, sizeof(key) - 1, (const uint8_t *)("" value), sizeof(value) - 1 }

/* The outcome of a call that could not be made; `status` says why. */
#define HOSTCALL_TYPED_UNMADE (-1)

/* How a call to the core ended; generated code has a struct like this for each call. Exactly one of `response`,
 * `failure` and a nonempty `message` is there, except that the response of a call without one, and the end of a stream,
 * have neither. */
typedef struct hostcall_typed_result {
  int32_t status;      /* HOSTCALL_OK, or why the call could not be made */
  int32_t outcome;     /* HOSTCALL_REPLY_OK, _FAILURE, _CANCELLED, _ERROR, _CODE(n), or HOSTCALL_TYPED_UNMADE */
  int32_t code;        /* one of gRPC's codes, 1 to 16, of an error; 0 otherwise */
  const char *message; /* of an error, for people, with a NUL; "" otherwise, never NULL */
  const void *response;
  const void *failure;
  hostcall_typed_arena arena; /* owns all of these */
} hostcall_typed_result;

/* Frees what a result refers to. NULL has no effect. */
void hostcall_typed_result_free(hostcall_typed_result *result);

/* Passes a result to the host's function; of generated code. */
typedef void (*hostcall_typed_deliver)(hostcall_typed_function reply, const hostcall_typed_result *result,
                                       void *user_data);

/* Calls a function of the core. If this returns HOSTCALL_OK, `reply` runs exactly once, on a thread of the bridge,
 * possibly before this function has returned; otherwise it does not run. `request` is NULL if the call has none,
 * `options` and `call_id_out` may be NULL.
 *
 * Returns what hostcall_call_with does; _INVALID_ARGUMENT if the request cannot be encoded. */
int32_t hostcall_typed_call_core(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_method *method,
                                 const void *request, const hostcall_typed_options *options,
                                 hostcall_typed_deliver deliver, hostcall_typed_function reply, void *user_data,
                                 uint64_t *call_id_out);

/* Calls a function of the core, and waits for the result, which the caller frees with hostcall_typed_result_free. If
 * `result` is NULL, no call is made. */
void hostcall_typed_call_wait(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_method *method,
                              const void *request, const hostcall_typed_options *options,
                              hostcall_typed_result *result);

/* -- Streams of the core --------------------------------------------------------------------------- */

/* Passes an item to the host's function; of generated code. */
typedef void (*hostcall_typed_deliver_item)(hostcall_typed_function received, const void *item, void *user_data);

/* Opens a stream of the core. Each item is passed to `received`, on a thread of the bridge; when it returns, the core
 * may send another. The end is passed to `ended`, once. An item that cannot be decoded ends the stream with the code
 * "internal". hostcall_cancel gives the stream up.
 *
 * Returns what hostcall_call_stream does; _INVALID_ARGUMENT if the request cannot be encoded. */
int32_t hostcall_typed_open_stream(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_method *method,
                                   const void *request, const hostcall_typed_options *options,
                                   hostcall_typed_deliver_item deliver_item, hostcall_typed_function received,
                                   hostcall_typed_deliver deliver_end, hostcall_typed_function ended, void *user_data,
                                   uint64_t *call_id_out);

/* Reads a stream item by item, for a thread that waits. For one thread at a time. */
typedef struct hostcall_typed_reader hostcall_typed_reader;

/* Opens a stream of the core for hostcall_typed_next_wait, and stores a reader, which the caller closes, or NULL.
 *
 * Returns what hostcall_typed_open_stream does. */
int32_t hostcall_typed_open_reader(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_method *method,
                                   const void *request, const hostcall_typed_options *options,
                                   hostcall_typed_reader **reader_out);
/* Waits for the next item. It is valid until the next call of this function, or hostcall_typed_close_reader. Returns
 * NULL at the end of the stream, inside a callback, and in a forked child, which has no bridges. */
const void *hostcall_typed_next_wait(hostcall_typed_reader *reader);
/* Closes a reader, and gives its stream up if that has not ended: its outcome is then HOSTCALL_REPLY_CANCELLED. Returns
 * how the stream ended; the caller frees the result. For NULL, the outcome is HOSTCALL_TYPED_UNMADE, and the status and
 * message are those of this thread's last hostcall_typed_open_reader that failed. In a forked child, the status is
 * _INVALID_BRIDGE. */
hostcall_typed_result hostcall_typed_close_reader(hostcall_typed_reader *reader);

/* -- Events ---------------------------------------------------------------------------------------- */

/* An event of an interface. Constant. */
typedef struct hostcall_typed_event {
  const char *name;
  const hostcall_typed_type *type;
  int32_t policy; /* of listeners that state none: HOSTCALL_DROP_OLDEST or HOSTCALL_DROP_NEWEST */
} hostcall_typed_event;

/* How a listener receives events. Set unused fields to 0. */
typedef struct hostcall_typed_listening {
  uint32_t capacity; /* of the listener's queue, in events; 0 for 256 */
  int32_t policy;    /* HOSTCALL_DROP_OLDEST, which is 0, or HOSTCALL_DROP_NEWEST; replaces the event's */
  void (*released)(void *user_data); /* runs once, after the last event; may be NULL. Unlike that of handlers, it does
                                        not run if subscribing fails: the host still owns `user_data` then. */
} hostcall_typed_listening;

/* Passes an event to the host's function; of generated code. */
typedef void (*hostcall_typed_deliver_event)(hostcall_typed_function listener, const void *event, uint64_t dropped,
                                             void *user_data);

/* Subscribes a listener, which hostcall_unsubscribe ends. An event that cannot be decoded counts as dropped.
 * `listening` and `subscription_out` may be NULL. If this fails, `released` does not run.
 *
 * Returns what hostcall_subscribe does. */
int32_t hostcall_typed_subscribe(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_event *event,
                                 const hostcall_typed_listening *listening, hostcall_typed_deliver_event deliver,
                                 hostcall_typed_function listener, void *user_data, uint64_t *subscription_out);

/* Emits an event. Returns what hostcall_emit does; _INVALID_ARGUMENT if the event cannot be encoded. */
int32_t hostcall_typed_emit(const hostcall_api *api, hostcall_bridge bridge, const hostcall_typed_event *event,
                            const void *value);

#ifdef __cplusplus
}
#endif

#endif /* HOSTCALL_TYPED_H */
