/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* hostcall.h - the contract between a Swift library (the core) and the program that embeds it (the host).
 *
 * The core calls functions that the host registers by name. The host answers each call with hostcall_complete, at any
 * time and from any thread. The host can also call functions that the core exposes, with hostcall_call, and receives
 * the answer through a callback.
 *
 *     static void fetch_profile(uint64_t call_id, const uint8_t *request, size_t request_len, void *user_data) {
 *       // copy the request, start the work on another thread, return ...
 *     }
 *
 *     hostcall_bridge bridge = greeting_open();   // the core's own function that opens a bridge; 0 if it fails
 *     hostcall_register(bridge, "fetch_profile", fetch_profile, NULL);
 *     // ... and when the work is done, from any thread:
 *     hostcall_complete(bridge, call_id, HOSTCALL_REPLY_OK, response, response_len);
 *
 * GENERAL RULES
 *
 *   Never a crash. A wrong or stale handle, a second or late answer, a NULL, an excessive length: each results in a
 *   status. The core cannot check whether a pointer that is not NULL refers to as many readable bytes as the
 *   accompanying length says.
 *
 *   Threads. Every function may be called from any thread, concurrently with any other, and from inside any callback,
 *   with one exception: hostcall_close and hostcall_close_within must not be called from inside a callback of the
 *   bridge that they close. A host that cannot be called from any thread has a queue instead: hostcall_queue_enable.
 *
 *   Locks. The core holds no lock while it runs a callback.
 *
 *   Ownership. Functions copy their arguments before they return. A pointer that a callback receives is valid only
 *   until that callback returns.
 *
 *   Names are 1 to 255 bytes of UTF-8 that end with a NUL, compared byte by byte. At most 256 bytes are read. Anything
 *   else is HOSTCALL_INVALID_ARGUMENT.
 *
 *   Checks are made in this order: the bridge, the arguments, whether the bridge is closing, the name or call ID. The
 *   first that fails determines the status.
 *
 *   Structs begin with their `size`, as the host compiled it, and only grow at their end. Fields that the host's
 *   version lacks count as zero. A `size` below that of a struct's first version is HOSTCALL_ABI_MISMATCH.
 *
 *   Schemas. The schema of a call describes the types of its request, response and failure; its fingerprint is a 64-bit
 *   hash of the schema. A host that registers a handler with the fingerprint that it was compiled for is refused by a
 *   core whose call has changed, instead of failing later. hostcall_describe, and `hostcall schema` on the command
 *   line, list the schemas of a core.
 *
 *   Callbacks must return: they must not throw a C++ exception through the core, longjmp out, or end their thread. (A
 *   callback that calls pthread_exit nevertheless counts as one that has returned, and its thread continues.) A
 *   callback has the remaining stack of its thread. The core itself needs less than 24 KiB of stack, for any function
 *   here.
 *
 *   After fork() the child has no bridges: every function that takes a bridge returns HOSTCALL_INVALID_BRIDGE there,
 *   and the parent is not affected. (exec is fine.) A child of a process that never had a bridge may open its own.
 *
 *   A library that contains the core stays loaded: once a bridge has been opened, dlclose has no effect on it, because
 *   its threads keep running. Link such a library with -z nodelete, where the linker supports it, so that the loader
 *   knows from the start.
 *
 *   Process exit. Before the runtime that a host's callbacks need shuts down (finalization of an interpreter,
 *   destruction of a virtual machine, the end of a worker's environment), close every bridge whose callbacks run there.
 *   exit() may be called from anywhere, including a callback.
 *
 * This file is longer than 350 lines because a host needs only this file, which documents everything it has to know. */
#ifndef HOSTCALL_H
#define HOSTCALL_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define HOSTCALL_API
#define HOSTCALL_CALL __cdecl
#elif defined(__GNUC__) || defined(__clang__)
#define HOSTCALL_API __attribute__((visibility("default")))
#define HOSTCALL_CALL
#else
#define HOSTCALL_API
#define HOSTCALL_CALL
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface. It changes only if programs that were compiled against an older header would stop
 * working. */
#define HOSTCALL_ABI_VERSION 1u

/* Increases once in each release that adds functions or statuses. */
#define HOSTCALL_ABI_MINOR 2u

/* -- Numbers ----------------------------------------------------------------------------------- */

/* A bridge between a core and a host. A number below 2^53, never a pointer; 0 is never valid. The core opens it and the
 * host closes it. After hostcall_close the handle is permanently stale: its number is not used again. */
typedef uint64_t hostcall_bridge;

/* Statuses, the results of functions. A later library may return others; treat them as failures. */
#define HOSTCALL_OK 0
/* An argument is invalid: a NULL, a bad name, an undefined outcome, a close from a callback. */
#define HOSTCALL_INVALID_ARGUMENT 1
/* The bridge is unknown or stale, or belongs to another copy of the core. */
#define HOSTCALL_INVALID_BRIDGE 2
/* The bridge is being closed; the functions that call the core return this from the start of hostcall_close_within.
 * Once the bridge is closed, its handle is HOSTCALL_INVALID_BRIDGE. */
#define HOSTCALL_CLOSED 3
/* No such call is pending: the answer is late or the second one, or the ID never existed. */
#define HOSTCALL_UNKNOWN_CALL 4
/* No function is registered, or exposed, under that name; or it answers with a stream and the call does not expect one,
 * or the other way round. */
#define HOSTCALL_NOT_REGISTERED 5
/* A limit on sizes or on calls in flight was reached, memory for a payload is lacking, or a buffer is too small. */
#define HOSTCALL_RESOURCE_EXHAUSTED 6
/* A struct's `size` is smaller than that of its first version. */
#define HOSTCALL_ABI_MISMATCH 7
/* A fingerprint is neither 0 nor that of the core's schema; hostcall_last_error describes the difference. */
#define HOSTCALL_SCHEMA_MISMATCH 8
/* There is no credit for another item of a stream; see hostcall_send. Since HOSTCALL_ABI_MINOR 2. */
#define HOSTCALL_WOULD_BLOCK 9
/* There is no such entry, no further one, or no message. Since HOSTCALL_ABI_MINOR 2. */
#define HOSTCALL_NOTHING 10

/* Outcomes: an outcome says how a call ends, and so what the payload of its answer contains. */
/* The payload is the encoded response. */
#define HOSTCALL_REPLY_OK 0
/* The payload is an error message for people, in UTF-8. Invalid UTF-8 is replaced by U+FFFD. */
#define HOSTCALL_REPLY_ERROR 1
/* The payload is the failure that the call declares: always in CBOR, in either direction, whatever the call's
 * encodings. */
#define HOSTCALL_REPLY_FAILURE 2
/* The call was cancelled. The payload is a message in UTF-8, which may be empty. */
#define HOSTCALL_REPLY_CANCELLED 3
/* One of gRPC's status codes, 1 to 16, with a message in UTF-8. For example, HOSTCALL_REPLY_CODE(5) is "not found". A
 * host treats an outcome that it does not know as an error. */
#define HOSTCALL_REPLY_CODE(n) (0x100 + (n))

/* Encodings of a payload. RAW is the value's own memory in this machine's byte order and layout, for numbers, vectors
 * and plain structs without padding. */
#define HOSTCALL_ENCODING_RAW 0u
#define HOSTCALL_ENCODING_CBOR 1u

/* -- About the library ------------------------------------------------------------------------- */

/* The HOSTCALL_ABI_VERSION that the library was built with. */
HOSTCALL_API uint32_t hostcall_abi_version(void);

/* The HOSTCALL_ABI_MINOR that the library was built with. An older library lacks the functions that were added later;
 * the table's `size` says which exist. Since HOSTCALL_ABI_MINOR 1. */
HOSTCALL_API uint32_t hostcall_abi_minor(void);

/* Returns the name of a status, such as "HOSTCALL_CLOSED"; "HOSTCALL_UNKNOWN_STATUS" for any other number. The string
 * is never NULL, is constant, and lives as long as the library. */
HOSTCALL_API const char *hostcall_status_name(int32_t status);

/* Describes the last failure of a function on this thread: what was found, and what was expected. Copies at most `size`
 * bytes, the last of them a NUL, into `buffer`; returns the length of the message without its NUL, so a result of
 * `size` or more means that it was truncated. A message has at most 1023 bytes; a longer one is cut. Returns 0 and an
 * empty string if nothing has failed yet. With a NULL `buffer` or a `size` of 0, only the length is returned. A
 * function that succeeds does not change the message.
 *
 * The message belongs to the thread. A language that may move a program to another thread between two native calls (Go,
 * virtual threads, async runtimes) has to fetch status and message in one native call. */
HOSTCALL_API size_t hostcall_last_error(char *buffer, size_t size);

/* -- Functions of the host, called by the core --------------------------------------------------- */

/* Starts the work for a call and returns without waiting for it.
 *
 * Runs on the thread of the Swift code that makes the call, possibly concurrently with itself on other threads. It must
 * not block. It may answer before it returns, and may call any hostcall_ function except those that close this bridge.
 * `request` is never NULL, even if `request_len` is 0, is aligned to 16 bytes (so that a raw request can be read in
 * place), and is valid only until this function returns. `call_id` is never 0 and is not used again for another call
 * of this bridge. */
typedef void(HOSTCALL_CALL *hostcall_invoke_fn)(uint64_t call_id, const uint8_t *request,
                                                size_t request_len, void *user_data);

/* Notifies the host that a call ended without its answer: its Swift task was cancelled, its deadline passed, all
 * pending calls were failed, or the bridge is closing. Runs at most once per call, after its `invoke` has returned, and
 * not at all if `invoke` never started or the host has ended the call itself.
 *
 * Answering a call that has ended is harmless and returns HOSTCALL_UNKNOWN_CALL: `cancel` has run, runs at the same
 * time, or is left out. So look up what you keep for a call by its ID, under a lock of the host, and free it when you
 * answer or in `cancel`, whichever comes first. */
typedef void(HOSTCALL_CALL *hostcall_cancel_fn)(uint64_t call_id, void *user_data);

/* Releases `user_data`. Runs exactly once for a successful registration: after the handler was replaced or
 * unregistered, or its bridge was closed, and after the last `invoke` and `cancel` that use it have returned and its
 * last call has ended. */
typedef void(HOSTCALL_CALL *hostcall_release_fn)(void *user_data);

/* `cancel`, `release` and the `reply` of hostcall_call, the `credit` and `item` of streams, and the `event` of
 * listeners run one after the other on one thread of the bridge. One that blocks delays the others and the close of the
 * bridge, but neither answers nor deadlines of calls to the host. When a call to the core is cancelled, its `reply`
 * runs before its Swift task is cancelled, so a callback that blocks delays that too. */

/* Registers `invoke` under `name`, replacing what was registered there. Calls that were already made stay answerable; a
 * call of a name that is not registered fails at once, with the code "unimplemented". With a NULL `invoke` it
 * unregisters, and returns what hostcall_unregister would.
 *
 * `user_data` is passed on unchanged. It must stay valid until hostcall_close has returned, because an `invoke` that
 * was already chosen may still start after the handler was replaced or unregistered. To learn earlier when it is
 * unused, use hostcall_register_handler with a `release`.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (name), _CLOSED, and with a NULL `invoke` _NOT_REGISTERED. */
HOSTCALL_API int32_t hostcall_register(hostcall_bridge bridge, const char *name,
                                       hostcall_invoke_fn invoke, void *user_data);

/* The full form of a handler. Set unused fields to 0. */
typedef struct hostcall_handler {
  size_t size;                 /* sizeof(hostcall_handler) */
  hostcall_invoke_fn invoke;   /* not NULL */
  hostcall_cancel_fn cancel;   /* may be NULL */
  hostcall_release_fn release; /* may be NULL */
  void *user_data;             /* passed to the three functions */
  uint64_t fingerprint;        /* of the schema that the handler was compiled for; 0 is not checked */
} hostcall_handler;

/* Registers a handler as hostcall_register does, with cancellation, ownership and a schema check. The struct is copied.
 * On any status except HOSTCALL_OK, `user_data` stays the host's and `release` is not called.
 *
 * A `fingerprint` other than 0 must be that of the core's call, otherwise the status is _SCHEMA_MISMATCH and nothing is
 * registered. hostcall_last_error then describes the difference: it names a field that is new, has another type or is
 * no longer optional, as far as a fingerprint reveals that; otherwise it lists what the core has. hostcall_describe and
 * `hostcall schema --json` list the fingerprints. A core can be configured to report a mismatch and continue, or to
 * ignore it, except for a call whose request or response is raw. A handler for a name that the core has not declared is
 * registered unchecked, and checked when the core first calls it; on a mismatch, that call fails with "failed
 * precondition".
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (name, NULL handler, NULL invoke), _ABI_MISMATCH, _CLOSED,
 * _SCHEMA_MISMATCH. */
HOSTCALL_API int32_t hostcall_register_handler(hostcall_bridge bridge, const char *name,
                                               const hostcall_handler *handler);

/* Unregisters the handler of `name`. Never waits: an `invoke` that was already chosen may still start, and calls that
 * were already made stay answerable.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (name), _CLOSED, _NOT_REGISTERED. */
HOSTCALL_API int32_t hostcall_unregister(hostcall_bridge bridge, const char *name);

/* Unregisters every handler, as hostcall_unregister does one. Never waits. Since HOSTCALL_ABI_MINOR 1.
 *
 * Returns HOSTCALL_OK, even if nothing is registered; _INVALID_BRIDGE, _CLOSED. */
HOSTCALL_API int32_t hostcall_unregister_all(hostcall_bridge bridge);

/* Answers a call. May be called from any thread, including inside `invoke`. Copies the payload, which may have any
 * alignment, before it returns; runs no Swift code of the core on the calling thread and does not wait for any. A NULL
 * payload with a length of 0 is an empty one.
 *
 * The first valid answer wins and returns HOSTCALL_OK. Every later one, and one of a call that was cancelled or has
 * expired, returns HOSTCALL_UNKNOWN_CALL and changes nothing. An undefined `outcome`, or a NULL payload with a length,
 * returns HOSTCALL_INVALID_ARGUMENT; the call then stays pending, and an undefined outcome is reported to the core. A
 * payload over the size limit (64 MiB unless the core sets another), or for which memory is lacking, is not read: it
 * fails the call and returns HOSTCALL_RESOURCE_EXHAUSTED.
 *
 * Answer every call, if only with an error. When the maximum number of calls is in flight (4096 unless the core sets
 * another), further calls wait for one of them to end, and no `invoke` runs until then.
 *
 * The core decodes payloads later: HOSTCALL_OK only says that the answer was accepted. A payload that cannot be
 * decoded, or a raw one of the wrong length, fails the call with the code "internal".
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT, _CLOSED, _UNKNOWN_CALL, _RESOURCE_EXHAUSTED. */
HOSTCALL_API int32_t hostcall_complete(hostcall_bridge bridge, uint64_t call_id, int32_t outcome,
                                       const uint8_t *payload, size_t payload_len);

/* Fails every pending call, and every call that waits because the maximum number is in flight, with one of gRPC's
 * codes, 1 to 16, and a message in UTF-8 that ends with a NUL, of which at most 1024 bytes are read. The bridge stays
 * open: a call that is made afterwards, or that no longer waits but whose `invoke` has not started, proceeds as usual.
 * `cancel` runs for each call, as for one that is cancelled. For a host that has lost the source of its answers. Since
 * HOSTCALL_ABI_MINOR 1.
 *
 * Returns HOSTCALL_OK, even if no call is pending; _INVALID_BRIDGE, _INVALID_ARGUMENT (code, NULL message), _CLOSED. */
HOSTCALL_API int32_t hostcall_fail_pending(hostcall_bridge bridge, int32_t code, const char *message);

/* The properties of a call that `invoke` does not receive. */
typedef struct hostcall_call_info {
  size_t size;                /* set to sizeof(hostcall_call_info) before the call */
  uint32_t request_encoding;  /* HOSTCALL_ENCODING_CBOR or HOSTCALL_ENCODING_RAW */
  uint32_t response_encoding; /* likewise, for a payload with HOSTCALL_REPLY_OK, and for the items of a stream */
  int64_t remaining_ns;       /* nanoseconds to the deadline, at least 0; INT64_MAX without a deadline */
  /* Since HOSTCALL_ABI_MINOR 2. */
  uint64_t credit;            /* of a stream, the credit that it began with, whatever was sent since; 0 for a call */
  int64_t silence_ns;         /* of a stream, the silence with credit after which it is cancelled; INT64_MAX: never */
} hostcall_call_info;

/* Describes a pending call. `invoke` may call this too, and gets _UNKNOWN_CALL if the call has ended in the meantime.
 * Writes the latest version of the struct that fits into `info->size` bytes, and stores that version's size there.
 * Writes nothing on failure.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (NULL), _ABI_MISMATCH, _CLOSED, _UNKNOWN_CALL. */
HOSTCALL_API int32_t hostcall_get_call_info(hostcall_bridge bridge, uint64_t call_id,
                                            hostcall_call_info *info);

/* Metadata: text and bytes that a call carries beside its request, such as a trace, a tenant or a locale, both in calls
 * to the host and in calls to the core. Answers carry none, and fingerprints do not depend on it. The calls that a
 * function of the core makes carry the metadata of the call that it answers, except for its "authorization", unless
 * the core replaces it.
 *
 * A key consists of 1 to 64 lowercase letters, digits, '_', '.' and '-', and has one value: printable ASCII without
 * spaces at its ends or, if the key ends in "-bin", any bytes. Keys that begin with "grpc-" or "hostcall-" and those
 * that HTTP uses itself (connection, content-length, content-type, host, keep-alive, proxy-connection, te, trailer,
 * transfer-encoding, upgrade, user-agent) are reserved. There are at most 64 entries, with at most 8192 bytes in total;
 * each counts as the bytes of its key and its value, in base64 if the key ends in "-bin", and 32. */

/* Looks up the metadata of a pending call to the host. `key` ends with a NUL. Writes the length of the value in bytes
 * to `length`. If `value` is NULL, that is all; otherwise copies the value into `value` if its `size` is large enough,
 * without a NUL, and if not copies nothing and returns _RESOURCE_EXHAUSTED. `invoke` may call this too. Since
 * HOSTCALL_ABI_MINOR 2.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (NULL key, NULL length, NULL value with a size), _CLOSED,
 * _UNKNOWN_CALL, _NOTHING (the call has no such entry), _RESOURCE_EXHAUSTED. On any status except HOSTCALL_OK and
 * _RESOURCE_EXHAUSTED nothing is written. */
HOSTCALL_API int32_t hostcall_get_metadata(hostcall_bridge bridge, uint64_t call_id, const char *key, uint8_t *value,
                                           size_t size, size_t *length);

/* The size of a buffer that holds any key and its NUL, in bytes. */
#define HOSTCALL_METADATA_KEY_SIZE 65

/* Copies the entry at `*index` of a pending call's metadata, and increases `*index`. Begin with an index of 0 and call
 * this until it returns _NOTHING. Copies the key with a NUL into `key`, whose `key_size` in bytes is at least
 * HOSTCALL_METADATA_KEY_SIZE, and the value as hostcall_get_metadata does; with a NULL `value` only the key and the
 * length are written, and the index still increases. Since HOSTCALL_ABI_MINOR 2.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (NULL index, NULL key, too small a key_size, NULL length,
 * NULL value with a size), _CLOSED, _UNKNOWN_CALL, _NOTHING, _RESOURCE_EXHAUSTED. On _RESOURCE_EXHAUSTED the key and
 * the length are written and the index stays; on any other status except HOSTCALL_OK nothing is written. */
HOSTCALL_API int32_t hostcall_next_metadata(hostcall_bridge bridge, uint64_t call_id, size_t *index, char *key,
                                            size_t key_size, uint8_t *value, size_t size, size_t *length);

/* The counters of a bridge since it was opened: of its calls to the host, streams included, and of streams and events
 * in both directions. `made` is the sum of answered, failed, cancelled, expired, in_flight and waiting. An event in
 * `events` that is neither in `events_dropped` nor in `events_delivered` waits for its listener, or was discarded when
 * the subscription ended. */
typedef struct hostcall_statistics {
  size_t size;            /* set to sizeof(hostcall_statistics) before the call */
  uint64_t made;          /* calls, except those that were refused for their size, metadata or a closed bridge */
  uint64_t answered;      /* calls that were answered with a response */
  uint64_t failed;        /* calls that were answered otherwise, over a limit, or ended by the core or a close */
  uint64_t cancelled;     /* calls whose task was cancelled */
  uint64_t expired;       /* calls whose deadline passed */
  uint64_t late;          /* answers that were dropped, since their call was not pending */
  uint64_t in_flight;     /* calls that have not ended */
  uint64_t waiting;       /* calls that wait because the maximum number is in flight */
  uint64_t request_bytes; /* the total size of the requests */
  uint64_t answer_bytes;  /* the total size of the accepted answers */
  /* A struct without the fields that follow is accepted too. */
  uint64_t listeners;        /* subscriptions of the host and of the core that have not ended */
  uint64_t events;           /* events that were passed to listeners' queues, each counted once for each listener;
                              * never fewer than were dropped and delivered */
  uint64_t events_dropped;   /* those of them that were dropped: a queue was full, or a listener of the core could not
                              * decode or copy them */
  uint64_t events_emitted;   /* events that were emitted, also those without a listener */
  uint64_t events_delivered; /* those of `events` that their listeners have received */
  uint64_t streams;          /* streams of the host and of the core that have not ended */
  uint64_t items_to_core;    /* items that the host has sent */
  uint64_t items_to_host;    /* items that the core has sent */
} hostcall_statistics;

/* Writes the latest version of the counters that fits into `statistics->size` bytes, and stores that version's size in
 * `statistics->size`. Takes time in proportion to the maximum number of calls that were in flight. Since
 * HOSTCALL_ABI_MINOR 2.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (NULL), _ABI_MISMATCH. */
HOSTCALL_API int32_t hostcall_get_statistics(hostcall_bridge bridge, hostcall_statistics *statistics);

/* -- Functions of the core, called by the host --------------------------------------------------- */

/* Receives the answer to a hostcall_call. `payload` is never NULL, is aligned to 16 bytes, and is valid only until this
 * function returns. Runs on the thread of `cancel` and `release`, possibly before hostcall_call has returned. It may
 * call any hostcall_ function except those that close this bridge. */
typedef void(HOSTCALL_CALL *hostcall_reply_fn)(int32_t outcome, const uint8_t *payload,
                                               size_t payload_len, void *user_data);

/* Calls the function that the core exposes under `name`. Copies the request and returns at once; the Swift function
 * never runs on the calling thread. The core's own documentation says what it exposes and how requests and responses
 * are encoded; the default is CBOR. The ID of the call is written to `call_id_out`, which may be NULL, before `reply`
 * can run. These IDs are numbered separately from calls to the host, and are only valid for hostcall_cancel.
 *
 * If HOSTCALL_OK is returned, `reply` is called exactly once, otherwise not at all. Its outcome is HOSTCALL_REPLY_OK,
 * _FAILURE (the failure that the function declares), _CANCELLED, HOSTCALL_REPLY_CODE(n) (an error with that code, such
 * as 3 if the request cannot be decoded; the message says where), or _ERROR (an error without a code, as a message).
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (name, NULL reply, NULL request with a length),
 * _CLOSED, _NOT_REGISTERED, _RESOURCE_EXHAUSTED (the request is over the size limit, or there is no memory for it,
 * and it is not read; or 65,536 calls await their `reply`, or as many functions run, those of cancelled calls included;
 * the core may set another limit). */
HOSTCALL_API int32_t hostcall_call(hostcall_bridge bridge, const char *name, const uint8_t *request,
                                   size_t request_len, hostcall_reply_fn reply, void *user_data,
                                   uint64_t *call_id_out);

/* An entry of metadata; see hostcall_get_metadata for what is allowed. Lies in arrays, and never grows. */
typedef struct hostcall_field {
  const char *key; /* `key_len` bytes; need not end with a NUL */
  size_t key_len;
  const uint8_t *value; /* may be NULL if `value_len` is 0 */
  size_t value_len;
} hostcall_field;

/* What a host states about its call. Set unused fields to 0. */
typedef struct hostcall_call_options {
  size_t size;                    /* sizeof(hostcall_call_options) */
  int64_t timeout_ns;             /* nanoseconds until the call must end; 0 or INT64_MAX for no limit */
  uint64_t fingerprint;           /* of the schema that the host was compiled for; 0 is not checked */
  const hostcall_field *metadata; /* `metadata_count` entries; may be NULL if there are none */
  size_t metadata_count;
  int64_t silence_ns; /* of a stream: how long the core may send nothing while it has credit; as timeout_ns */
} hostcall_call_options;

/* Calls a function of the core as hostcall_call does, with options, which are copied; NULL options are those of
 * hostcall_call. Since HOSTCALL_ABI_MINOR 2.
 *
 * When the time is up, `reply` is called with HOSTCALL_REPLY_CODE(4), without waiting for the Swift function, whose
 * task is cancelled. The calls that the function makes to the host end by then as well. The time of a negative timeout
 * is up at once; the function does not run.
 *
 * A `fingerprint` other than 0 must be that of the function's schema, as for hostcall_register_handler; a function that
 * works in bytes has none, and accepts any.
 *
 * Returns what hostcall_call does; also _INVALID_ARGUMENT (metadata: a key or a value that is not allowed, a key that
 * occurs twice, NULL with a count or a length), _RESOURCE_EXHAUSTED (the metadata is over its limits, and is not read
 * beyond them), _ABI_MISMATCH, _SCHEMA_MISMATCH. */
HOSTCALL_API int32_t hostcall_call_with(hostcall_bridge bridge, const char *name, const uint8_t *request,
                                        size_t request_len, const hostcall_call_options *options,
                                        hostcall_reply_fn reply, void *user_data, uint64_t *call_id_out);

/* Cancels a call to the core; hostcall_call_stream says more about streams. The call's `reply` is called with
 * HOSTCALL_REPLY_CANCELLED without waiting for the Swift function, whose task is cancelled and whose result is dropped.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _CLOSED, _UNKNOWN_CALL (it has ended, and `reply` has run or follows; or it was
 * never made). */
HOSTCALL_API int32_t hostcall_cancel(hostcall_bridge bridge, uint64_t call_id);

/* -- Streams of answers ---------------------------------------------------------------------------- */

/* A stream is a call that is answered with any number of items and then an end. Everything in this header that holds
 * for calls holds for streams: IDs, deadlines, metadata, limits, statistics, closing. A name belongs to a call or to a
 * stream: registering one replaces the other, and a call of a stream's name is refused as if nothing were registered.
 *
 *   Credit. The receiver of a stream says how many items it will take, and the sender sends no more: one of credit for
 *   each item, whatever its size. So a slow receiver blocks nothing and fills no queue.
 *
 *   The end. There is exactly one, and nothing after it. The sender ends a stream with an outcome, after the items that
 *   it has sent. If the receiver gives up, or a deadline passes, or the bridge closes, the stream ends at once, and
 *   items that have not been received are dropped.
 *
 * A stream of the host, which the core reads:
 *
 *     static void watch(uint64_t call_id, const uint8_t *request, size_t request_len, void *user_data) {
 *       // remember call_id; return
 *     }
 *     static void go_on(uint64_t call_id, uint32_t more, void *user_data) {
 *       // let the thread that sends continue, or send from here
 *     }
 *     static void stop(uint64_t call_id, uint64_t taken, void *user_data) {
 *       // forget call_id
 *     }
 *
 *     hostcall_stream_handler handler = {.size = sizeof handler, .invoke = watch, .credit = go_on, .cancel = stop};
 *     hostcall_register_stream(bridge, "watch_balance", &handler);
 *     // ... from any thread, for each item:
 *     int32_t status = hostcall_send(bridge, call_id, item, item_len);
 *     // HOSTCALL_WOULD_BLOCK: keep the item, and send it again after `credit`; another failure: the stream has ended
 *     // ... and at the end:
 *     hostcall_complete(bridge, call_id, HOSTCALL_REPLY_OK, NULL, 0);
 *
 * All of this is since HOSTCALL_ABI_MINOR 2. */

/* Tells the host that it may send `more` items of a stream, at least 1, in addition to the first credit and to what it
 * was told before. Runs only after a hostcall_send that used up the credit that the host had been told of, or that was
 * refused with _WOULD_BLOCK. So a host may count its credit, or send until it is refused; one that does not count may
 * have used a part of `more` already. After such a send exactly one `credit` or one `cancel` follows, unless the host
 * ends the stream; further sends before that add none. (A `credit` that starts at that very moment may come in
 * addition.) The core grants credit when it has taken half of what it lets the host send in advance, so `credit` runs
 * at most once for that many items.
 *
 * Runs on the thread of `cancel` and `release`, possibly before `invoke` has returned, and never after the stream's
 * `cancel`, or when the stream has ended. It may call any hostcall_ function except those that close this bridge. */
typedef void(HOSTCALL_CALL *hostcall_credit_fn)(uint64_t call_id, uint32_t more, void *user_data);

/* Notifies the host that a stream ended without an end of its own, as hostcall_cancel_fn does for a call, and under the
 * same rules; after a hostcall_send that returned _UNKNOWN_CALL it still runs. `taken` is the number of items of the
 * stream that the core's code has received; those that the host has sent beyond that were dropped. */
typedef void(HOSTCALL_CALL *hostcall_stream_cancel_fn)(uint64_t call_id, uint64_t taken, void *user_data);

/* The handler of a stream. Set unused fields to 0. */
typedef struct hostcall_stream_handler {
  size_t size;                      /* sizeof(hostcall_stream_handler) */
  hostcall_invoke_fn invoke;        /* not NULL */
  hostcall_credit_fn credit;        /* may be NULL, for a host that tries again later by itself */
  hostcall_stream_cancel_fn cancel; /* may be NULL */
  hostcall_release_fn release;      /* may be NULL */
  void *user_data;                  /* passed to the four functions */
  uint64_t fingerprint;             /* of the schema that the handler was compiled for; 0 is not checked */
} hostcall_stream_handler;

/* Registers a stream of the host as hostcall_register_handler does a function. `invoke` is as for a call: it starts the
 * work and returns, and may send items, and end the stream, before it returns. hostcall_get_call_info tells how many
 * items may be sent before the first `credit`, at least 1. A stream is unregistered as a function is. The fingerprint
 * of a stream is never that of a call.
 *
 * Returns what hostcall_register_handler does. */
HOSTCALL_API int32_t hostcall_register_stream(hostcall_bridge bridge, const char *name,
                                              const hostcall_stream_handler *handler);

/* Sends an item of a stream of the host. May be called from any thread, including inside `invoke`, `credit`, and
 * concurrently for one stream: items are received in one order, that in which the sends took effect. Copies the item,
 * which may have any alignment, before it returns; never waits, and runs no Swift code of the core on the calling
 * thread. A NULL item with a length of 0 is an empty one.
 *
 * Without credit it returns _WOULD_BLOCK, and changes nothing; `credit` says when to try again. An item over the size
 * limit, or for which memory is lacking, is not read: it fails the stream, after the items before it, and returns
 * _RESOURCE_EXHAUSTED. The host has then ended the stream itself, and no `cancel` follows.
 *
 * The host ends a stream with hostcall_complete: with HOSTCALL_REPLY_OK and no payload, or with any other outcome and
 * its payload, as a call. The core receives the items that were sent before, and then the end. HOSTCALL_REPLY_OK with a
 * payload is _INVALID_ARGUMENT, and the stream goes on. End every stream that was not cancelled.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (NULL item with a length; the call is not a stream), _CLOSED,
 * _UNKNOWN_CALL (the stream has ended, or never existed), _WOULD_BLOCK, _RESOURCE_EXHAUSTED. */
HOSTCALL_API int32_t hostcall_send(hostcall_bridge bridge, uint64_t call_id, const uint8_t *item, size_t item_len);

/* Receives an item of a stream of the core. `item` is never NULL, is aligned to 16 bytes, and is valid only until this
 * function returns. Runs on the thread of `reply`, once for each item in their order, all before the stream's `reply`,
 * and never before hostcall_grant has been called, but possibly before that has returned. It may call any hostcall_
 * function except those that close this bridge; often it is hostcall_grant. */
typedef void(HOSTCALL_CALL *hostcall_item_fn)(const uint8_t *item, size_t item_len, void *user_data);

/* Calls a function that the core exposes as a stream, as hostcall_call_with does another. Items arrive at `item`, and
 * the end at `reply`, with no payload if its outcome is HOSTCALL_REPLY_OK. The stream begins without credit: the core
 * sends no item before hostcall_grant; the end needs no credit. NULL options have no limits of time and no metadata.
 *
 * hostcall_cancel gives the stream up: after it returns HOSTCALL_OK no further `item` starts, except one that starts at
 * this very moment on its own thread, and `reply` is called with HOSTCALL_REPLY_CANCELLED. If it returns _UNKNOWN_CALL
 * because the core has ended the stream, the items before that end still arrive. A stream that sends nothing for longer
 * than `silence_ns` while it has credit ends with HOSTCALL_REPLY_CODE(4), as one whose timeout passes does.
 *
 * Returns what hostcall_call_with does; also _INVALID_ARGUMENT (NULL item). */
HOSTCALL_API int32_t hostcall_call_stream(hostcall_bridge bridge, const char *name, const uint8_t *request,
                                          size_t request_len, const hostcall_call_options *options,
                                          hostcall_item_fn item, hostcall_reply_fn reply, void *user_data,
                                          uint64_t *call_id_out);

/* Lets the core send `items` more items of a stream that was called with hostcall_call_stream. Never waits. The core
 * keeps at most as many items for the host as it has credit for, so grant what the host is able to hold. Credit that
 * would exceed 2^53 - 1 counts as that; 0 items have no effect.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (the call is not a stream), _CLOSED, _UNKNOWN_CALL (the
 * stream has ended, or never existed). */
HOSTCALL_API int32_t hostcall_grant(hostcall_bridge bridge, uint64_t call_id, uint32_t items);

/* -- Events ---------------------------------------------------------------------------------------- */

/* An event is a message to every listener of its name; nothing answers it. The core and the host both emit events and
 * listen to them, and an event reaches every listener of its name on its bridge, on either side, those of the emitter
 * included. An event that has no listener is dropped. The names of events are apart from those of calls and streams.
 * The core's own documentation says how events are encoded; the default is CBOR, and no fingerprint is checked.
 *
 *     static void theme_changed(const char *name, const uint8_t *event, size_t event_len, uint64_t dropped,
 *                               void *user_data) { ... }
 *
 *     hostcall_listener listener = {.size = sizeof listener, .event = theme_changed};
 *     uint64_t subscription;
 *     hostcall_subscribe(bridge, "theme_changed", &listener, &subscription);
 *     // ... from any thread:
 *     hostcall_emit(bridge, "peer_connected", event, event_len);
 *     // ... and in the end:
 *     hostcall_unsubscribe(bridge, subscription);
 *
 *   Queues. Each listener has a queue of its own, and an emitter never waits. A queue holds at most as many events as
 *   the listener's capacity, and at most as many bytes as one payload may have. When it is full, events are dropped as
 *   the listener's policy says, and `dropped` tells it how many, with the event that follows the gap.
 *
 *   Order. All listeners of a name receive its events in one order, that in which the emits took effect. An event that
 *   is emitted before the answer to a call, by the same thread or task, is in its listeners' queues before the answer
 *   can be seen: a listener of the host receives it before the `reply`. Nothing else is promised: not the order of the
 *   events of two names, and not that of events and items.
 *
 *   The end. `release` runs exactly once for a successful subscription: after hostcall_unsubscribe or the close of the
 *   bridge, when no `event` runs or will run any more. hostcall_unsubscribe drops the events that wait for the
 *   listener; a close passes them to it first, and refuses further ones.
 *
 * All of this is since HOSTCALL_ABI_MINOR 2. */

/* Receives an event. `name` is that under which the listener was subscribed and, like `event`, valid only until this
 * function returns; `event` is never NULL and is aligned to 16 bytes. `dropped` is the number of events that were
 * dropped between this one and the last that the listener received, or its subscription: 0 if it has missed none.
 *
 * Runs on the thread of `reply` and `item`, possibly before hostcall_subscribe has returned. It may call any hostcall_
 * function except those that close this bridge: it may subscribe others, unsubscribe itself or another, and emit, also
 * an event of its own name, which is queued like any other. While it blocks, the other callbacks of its bridge
 * wait, and the queues of other listeners fill. */
typedef void(HOSTCALL_CALL *hostcall_event_fn)(const char *name, const uint8_t *event, size_t event_len,
                                               uint64_t dropped, void *user_data);

/* What a full queue drops: the event that has waited for the longest, or the new one. */
#define HOSTCALL_DROP_OLDEST 0
#define HOSTCALL_DROP_NEWEST 1

/* The largest capacity of a listener, in events. */
#define HOSTCALL_LISTENER_MAXIMUM_CAPACITY 65536u

/* A listener. Set unused fields to 0. */
typedef struct hostcall_listener {
  size_t size;                 /* sizeof(hostcall_listener) */
  hostcall_event_fn event;     /* not NULL */
  hostcall_release_fn release; /* may be NULL */
  void *user_data;             /* passed to the two functions */
  int32_t policy;              /* HOSTCALL_DROP_OLDEST or HOSTCALL_DROP_NEWEST */
  uint32_t capacity;           /* of its queue, in events; 0 for 256, and more than the largest counts as that */
} hostcall_listener;

/* Subscribes a listener to the events of a name, which need not exist yet. It receives the events whose hostcall_emit,
 * or emit in the core, begins after this function has returned, and possibly some that begin earlier. The struct is
 * copied. Each subscription is separate, also of the same function: an event reaches each of them once.
 *
 * The ID of the subscription is written to `subscription_out`, which may be NULL, before `event` can run. It is never
 * 0, and is not used again on this bridge. On any status except HOSTCALL_OK nothing is written, `user_data` stays the
 * host's and `release` is not called.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (name, NULL listener, NULL event, undefined policy),
 * _ABI_MISMATCH, _CLOSED, _RESOURCE_EXHAUSTED (the host has 1024 listeners on this bridge, those that are not released
 * yet included, or the number that the core has set; or there is no memory for the name). */
HOSTCALL_API int32_t hostcall_subscribe(hostcall_bridge bridge, const char *name, const hostcall_listener *listener,
                                        uint64_t *subscription_out);

/* Ends a subscription, and drops the events that wait for its listener. Never waits: after it returns no further
 * `event` starts, except one that starts at this very moment, and one may still be running. `release`, which follows on
 * the thread of `event`, says when `user_data` is unused. (Inside an `event`, which runs on that thread, no other one
 * starts any more.)
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _CLOSED, _NOTHING (the subscription has ended, or never existed). */
HOSTCALL_API int32_t hostcall_unsubscribe(hostcall_bridge bridge, uint64_t subscription);

/* Emits an event. May be called from any thread, and from inside any callback. Copies the event, which may have any
 * alignment, before it returns; never waits for a listener, and runs no listener and no Swift code of the core on the
 * calling thread. A NULL event with a length of 0 is an empty one. Without a listener of this name, nothing is copied.
 *
 * An event over the size limit of a payload, or for which memory is lacking, is not read and reaches no listener. That
 * a listener's queue is full is no error of the emitter; a queue for whose growth memory is lacking is full.
 *
 * Returns HOSTCALL_OK, also without a listener; _INVALID_BRIDGE, _INVALID_ARGUMENT (name, NULL event with a length),
 * _CLOSED, _RESOURCE_EXHAUSTED (the event is over the size limit, or there is no memory for it). */
HOSTCALL_API int32_t hostcall_emit(hostcall_bridge bridge, const char *name, const uint8_t *event, size_t event_len);

/* -- A queue instead of functions of the host ------------------------------------------------------ */

/* For a host that has one thread, or cannot be called from a thread of another library (Ruby, Lua, PHP, R, Perl, Dart),
 * or runs its code in a loop of its own (Node, GTK, a game). The bridge then calls no function of the host except
 * `wake`, if there is one: what it would pass to the others becomes a message, and the host takes messages when it
 * wants to.
 *
 *     hostcall_queue_enable(bridge, NULL, NULL);
 *     hostcall_register(bridge, "fetch_profile", NULL, (void *)1);   // NULL; user_data is a number of the host
 *     hostcall_message message = {.size = sizeof message};
 *     while (hostcall_next(bridge, &message, -1) == HOSTCALL_OK) {
 *       if (message.kind == HOSTCALL_MESSAGE_INVOKE) {
 *         hostcall_complete(bridge, message.call_id, HOSTCALL_REPLY_OK, ...);   // now or later
 *       }
 *     }
 *
 * Everything in this header holds, with these differences:
 *
 *   Functions may be NULL in hostcall_register, hostcall_handler, hostcall_stream_handler, hostcall_call,
 *   hostcall_call_with, hostcall_call_stream and hostcall_listener, and are not called if they are not. A handler is
 *   unregistered by hostcall_unregister only. Each handler has messages for `cancel` and `release`, that of a stream
 *   for `credit`, and each listener for `event` and `release`.
 *
 *   A call is not known to the host before hostcall_next returns its message: hostcall_complete, hostcall_send,
 *   hostcall_get_call_info and the functions for its metadata return _UNKNOWN_CALL until then. A call that ends before
 *   that, by cancellation, by its deadline, by hostcall_fail_pending or by a close, is removed from the queue: the host
 *   receives neither `invoke` nor `cancel` for it.
 *
 *   `invoke`, `cancel` and `event` have returned when the host has passed their messages to hostcall_message_done. So
 *   `cancel` and `release` follow after that, in this order. A `cancel` that is in the queue comes even if the host
 *   answers before it takes the message, with the status _UNKNOWN_CALL.
 *
 *   A listener's events wait in this queue, within its capacity. hostcall_unsubscribe removes them: none is handed out
 *   after it has returned.
 *
 *   Messages of one call come in their order. If several threads call hostcall_next, one may receive a message while
 *   another handles the one before it, also of the same call: what `user_data` refers to must outlive both.
 *
 *   The queue is bounded: there are at most as many messages as calls in flight in both directions, a `cancel` for each
 *   call that the host has taken, a `release` for each handler and listener that it has registered or replaced, one
 *   `credit` for each stream of the host, as many items as the host has granted, and each listener's capacity. A call
 *   to the core counts until the message of its `reply` is done, so hostcall_call returns _RESOURCE_EXHAUSTED if the
 *   host takes no messages. A deadline, a cancelled call and a close never wait for the host.
 *
 *   hostcall_close and hostcall_close_within return at once, and may be called from anywhere. The host then continues
 *   to take messages, among them the last `cancel`, `reply` and `release`, until hostcall_next returns _CLOSED; from
 *   then on the handle is stale. A host that stops earlier keeps the memory of the bridge and one of its 4096 handles
 *   until the process ends; the core and other bridges are not affected.
 *
 * All of this is since HOSTCALL_ABI_MINOR 2. */

/* Tells the host that hostcall_next has something to return. Runs when the queue is no longer empty, and again only
 * after it has been empty, because the host took the messages or because they were withdrawn; never after
 * hostcall_next has returned _CLOSED. It runs on any thread, possibly inside hostcall_message_done, and several times
 * at once; it must not block, and must not call hostcall_next, but let a thread of the host do so. */
typedef void(HOSTCALL_CALL *hostcall_wake_fn)(void *user_data);

/* Gives the bridge a queue. Only before the host's first registration, subscription and call on this bridge. A
 * registration that was refused counts too if its status was _SCHEMA_MISMATCH, and a subscription if it was
 * _RESOURCE_EXHAUSTED. With any other status they do not count, and a refused call never does. `wake` may be NULL.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (the host has registered a function, subscribed a listener
 * or made a call, or a refused one counts; or the bridge has a queue), _CLOSED. */
HOSTCALL_API int32_t hostcall_queue_enable(hostcall_bridge bridge, hostcall_wake_fn wake, void *user_data);

/* The kinds of messages. A later library may add others; ignore them. */
typedef enum hostcall_message_kind {
  HOSTCALL_MESSAGE_INVOKE = 1,  /* a call to the host: `call_id`, `name`, the request and the handler's user_data */
  HOSTCALL_MESSAGE_CANCEL = 2,  /* a call ended without its answer: `call_id`, `name`, user_data; for a stream, `count`
                                 * is the number of items taken */
  HOSTCALL_MESSAGE_CREDIT = 3,  /* `count` more items of a stream may be sent: `call_id`, `name`, user_data */
  HOSTCALL_MESSAGE_REPLY = 4,   /* the end of a call to the core: `call_id`, `outcome`, payload, its user_data */
  HOSTCALL_MESSAGE_ITEM = 5,    /* an item of a stream of the core: `call_id`, the item, the call's user_data */
  HOSTCALL_MESSAGE_EVENT = 6,   /* an event: `call_id` is the subscription, `name`, the event, the listener's
                                 * user_data; `count` is the number of events dropped before this one */
  HOSTCALL_MESSAGE_RELEASE = 7  /* the last use of a user_data: `name`, user_data; `call_id` is the subscription of a
                                 * listener, and 0 for a handler */
} hostcall_message_kind;

/* A message. Set all fields to 0 and `size` to sizeof(hostcall_message) before the first use. `name` and `bytes` belong
 * to the library and are valid until hostcall_message_done, or until hostcall_next uses the struct again. */
typedef struct hostcall_message {
  size_t size;          /* sizeof(hostcall_message) */
  int32_t kind;         /* a hostcall_message_kind; 0 if there is no message */
  uint64_t call_id;     /* of calls to the host or to the core, which are numbered separately, or a subscription */
  void *user_data;      /* as the host passed it */
  int32_t outcome;      /* of a reply */
  const char *name;     /* of the handler or the event, which ends with a NUL; NULL for a reply and an item */
  const uint8_t *bytes; /* a request, a payload, an item or an event, aligned to 16; not NULL, even if `length` is 0 */
  size_t length;        /* in bytes */
  uint64_t count;       /* of items or events: see the kinds; otherwise 0 */
  uint64_t token;       /* the library's: identifies the message for hostcall_message_done */
} hostcall_message;

/* Takes the next message. Waits for one for at most `timeout_ns` nanoseconds: 0 does not wait, and a negative timeout
 * waits without a limit. If the struct still holds a message, that one is done, as if by hostcall_message_done. On any
 * status except HOSTCALL_OK and _ABI_MISMATCH the struct holds no message; in a forked child it keeps its own. May be
 * called by several threads, each with its own struct, but not from inside `wake`.
 *
 * Returns _CLOSED once: when the bridge is closed, nothing is left, and no `wake` runs. (So this function waits for a
 * `wake` that runs at that moment. Do not hold a lock that `wake` takes.) A message that is never done may hold back a
 * `cancel` or `release`, and so _CLOSED.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE (also if another thread has received _CLOSED while this one waited),
 * _INVALID_ARGUMENT (NULL message, the bridge has no queue, inside `wake`), _ABI_MISMATCH, _NOTHING (no message came in
 * time), _CLOSED. */
HOSTCALL_API int32_t hostcall_next(hostcall_bridge bridge, hostcall_message *message, int64_t timeout_ns);

/* Gives back the memory of a message, from any thread, also after its bridge was closed, and clears the struct. Its
 * `size` becomes that of the version that the library has written. NULL, a struct without a message, and a copy of a
 * struct whose message is done have no effect. */
HOSTCALL_API void hostcall_message_done(hostcall_message *message);

/* Returns a file descriptor that is readable as long as hostcall_next has something to return at once, for poll, epoll,
 * kqueue, libuv or GLib; -1 if the bridge has no queue or the system no descriptor. It is always the same one. Poll it,
 * and then call hostcall_next with a timeout of 0 until it returns _NOTHING, which may be at once if what there was has
 * been withdrawn, such as the credit of a stream that has ended; do not read, write or close it. It is closed when
 * hostcall_next returns _CLOSED. */
HOSTCALL_API int hostcall_queue_fd(hostcall_bridge bridge);

/* -- Description of the core's calls ---------------------------------------------------------------- */

/* Describes every call that the core has declared or made, every function that it exposes, and its events, so that a
 * host can check at startup whether it matches. The descriptor is one CBOR item; in CDDL (RFC 8610):
 *
 *     descriptor = {
 *       version: 1,
 *       calls: [* call],             ; calls to the host, then calls to the core, each sorted by name; not streams
 *       cddl: tstr,                  ; the rules of all calls and events, for a validator
 *       ? minorVersion: uint,        ; now 2; minor version 1 added this key and those below
 *       ? types: [* named-type],     ; the named types of all calls and events, each once
 *       ? limits: {payloadSize: uint, nestingDepth: uint},
 *       ? streams: [* call],         ; the streams, in the same order; `response` is the type of each item
 *       ? events: [* event],         ; events that the core emits, then those that it listens to, each sorted by name;
 *                                    ; minor version 2
 *       ? openFunction: tstr,        ; added by tools that know it
 *     }
 *     call = {
 *       name: tstr,
 *       direction: "toHost" / "toCore",
 *       ? fingerprint: uint,         ; this and the following are missing for a function that works in bytes; this and
 *                                    ; the outline for a core that does not check schemas, whose rules are `any`
 *       ? request: part,
 *       ? response: part,
 *       ? failure: part,             ; missing if the call declares none
 *       ? outline: tstr,             ; a line for each field with its type: the text that the fingerprint hashes
 *       ? typeName: tstr,            ; this and the keys below: minor version 1
 *       ? isIdempotent: bool,
 *       ? documentation: tstr,
 *     }
 *     event = {
 *       name: tstr,
 *       direction: "toHost" / "toCore",
 *       ? fingerprint: uint,         ; this and the outline are missing for a core that does not check schemas
 *       ? payload: part,             ; always in CBOR
 *       ? outline: tstr,
 *       ? typeName: tstr,
 *       ? policy: tstr,              ; "dropOldest" or "dropNewest": what a full queue of a listener should drop
 *       ? documentation: tstr,
 *     }
 *     part = {
 *       encoding: "cbor" / "raw",
 *       rule: tstr,                  ; the name of its rule in `cddl`
 *       ? type: value-type,          ; minor version 1
 *     }
 *
 * `named-type` and `value-type` describe types as data, so that a host can be generated; Fixtures/descriptor has the
 * whole format. A host ignores keys that it does not know: `version` stays 1, and each addition counts in
 * `minorVersion`.
 *
 * Writes the descriptor's length in bytes to `length`. If `buffer` is NULL, that is all; otherwise copies the
 * descriptor into `buffer` if its `size` is large enough, and if not copies nothing and returns _RESOURCE_EXHAUSTED.
 * Computing a schema for the first time may run Swift code of the core: the initializers of its types, with made-up
 * values, on another thread for which this function waits, for some seconds at most. hostcall_register_handler may do
 * the same if there is a fingerprint to compare.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (NULL length, NULL buffer with a size), _CLOSED,
 * _NOT_REGISTERED (the core has no call or event with a schema), _RESOURCE_EXHAUSTED. On any status except HOSTCALL_OK
 * and _RESOURCE_EXHAUSTED nothing is written. */
HOSTCALL_API int32_t hostcall_describe(hostcall_bridge bridge, uint8_t *buffer, size_t size, size_t *length);

/* -- Closing ------------------------------------------------------------------------------------- */

/* Closes the bridge. Refuses new calls and events; ends every pending call, with `cancel` for those to the host and a
 * `reply` of HOSTCALL_REPLY_CANCELLED for those to the core; delivers what is still queued, such as events; waits for
 * running callbacks; calls every `release`; and makes the handle stale. After it returns, no callback of this bridge
 * runs or ever will.
 *
 * Waits for callbacks only, never for Swift code and never for an answer. Do not hold a lock across it that one of your
 * callbacks takes: not Python's GIL, not a JNI critical section. A callback of one bridge may close another, but two
 * bridges whose callbacks close each other deadlock.
 *
 * Returns HOSTCALL_OK; _INVALID_BRIDGE; _INVALID_ARGUMENT from inside a callback of the same bridge, in which case
 * nothing changes; _CLOSED if another thread was already closing it, for which this call waits too. (If two threads
 * close at once, the second gets either that or, if it comes later, a stale handle and so _INVALID_BRIDGE.) */
HOSTCALL_API int32_t hostcall_close(hostcall_bridge bridge);

/* Closes the bridge as soon as every call and stream of the core has had its `reply`, or after `grace_ns` nanoseconds;
 * with INT64_MAX it waits for as long as that takes. A function whose call was cancelled is not waited for. Until then
 * the functions that call the core return _CLOSED, and everything else works: running functions may call the host and
 * receive answers. The close then continues as hostcall_close. A `grace_ns` of 0 or less closes at once. Since
 * HOSTCALL_ABI_MINOR 1.
 *
 * To end functions that wait for an answer that never comes, call hostcall_fail_pending first; cancel streams that do
 * not end by themselves.
 *
 * If another thread calls hostcall_close during the grace time, that time ends, and both functions return HOSTCALL_OK.
 *
 * Returns what hostcall_close does. */
HOSTCALL_API int32_t hostcall_close_within(hostcall_bridge bridge, int64_t grace_ns);

/* -- The table of functions ---------------------------------------------------------------------- */

/* Every function above. A library built on the core exports its table under a name of its own, so that one program can
 * use several such libraries, each through its own table; the plain names would all be bound to the library that was
 * loaded first. The table only grows at its end, is constant, and lives as long as the library. The names of its
 * members are frozen, so two differ from those of the functions: `get_abi_version` is hostcall_abi_version, and
 * `register_function` is hostcall_register. */
typedef struct hostcall_api {
  size_t size;          /* of the library's table, in bytes: a member beyond it does not exist */
  uint32_t abi_version; /* as hostcall_abi_version returns it */
  uint32_t reserved;    /* 0 */
  uint32_t(HOSTCALL_CALL *get_abi_version)(void);
  const char *(HOSTCALL_CALL *status_name)(int32_t status);
  size_t(HOSTCALL_CALL *last_error)(char *buffer, size_t size);
  int32_t(HOSTCALL_CALL *register_function)(hostcall_bridge bridge, const char *name,
                                            hostcall_invoke_fn invoke, void *user_data);
  int32_t(HOSTCALL_CALL *register_handler)(hostcall_bridge bridge, const char *name,
                                           const hostcall_handler *handler);
  int32_t(HOSTCALL_CALL *unregister)(hostcall_bridge bridge, const char *name);
  int32_t(HOSTCALL_CALL *complete)(hostcall_bridge bridge, uint64_t call_id, int32_t outcome,
                                   const uint8_t *payload, size_t payload_len);
  int32_t(HOSTCALL_CALL *get_call_info)(hostcall_bridge bridge, uint64_t call_id, hostcall_call_info *info);
  int32_t(HOSTCALL_CALL *call)(hostcall_bridge bridge, const char *name, const uint8_t *request,
                               size_t request_len, hostcall_reply_fn reply, void *user_data,
                               uint64_t *call_id_out);
  int32_t(HOSTCALL_CALL *cancel)(hostcall_bridge bridge, uint64_t call_id);
  int32_t(HOSTCALL_CALL *close)(hostcall_bridge bridge);
  int32_t(HOSTCALL_CALL *describe)(hostcall_bridge bridge, uint8_t *buffer, size_t size, size_t *length);
  /* Since HOSTCALL_ABI_MINOR 1. */
  uint32_t(HOSTCALL_CALL *abi_minor)(void);
  int32_t(HOSTCALL_CALL *close_within)(hostcall_bridge bridge, int64_t grace_ns);
  int32_t(HOSTCALL_CALL *fail_pending)(hostcall_bridge bridge, int32_t code, const char *message);
  int32_t(HOSTCALL_CALL *unregister_all)(hostcall_bridge bridge);
  /* Since HOSTCALL_ABI_MINOR 2. */
  int32_t(HOSTCALL_CALL *call_with)(hostcall_bridge bridge, const char *name, const uint8_t *request,
                                    size_t request_len, const hostcall_call_options *options,
                                    hostcall_reply_fn reply, void *user_data, uint64_t *call_id_out);
  int32_t(HOSTCALL_CALL *get_metadata)(hostcall_bridge bridge, uint64_t call_id, const char *key, uint8_t *value,
                                       size_t size, size_t *length);
  int32_t(HOSTCALL_CALL *next_metadata)(hostcall_bridge bridge, uint64_t call_id, size_t *index, char *key,
                                        size_t key_size, uint8_t *value, size_t size, size_t *length);
  int32_t(HOSTCALL_CALL *get_statistics)(hostcall_bridge bridge, hostcall_statistics *statistics);
  int32_t(HOSTCALL_CALL *queue_enable)(hostcall_bridge bridge, hostcall_wake_fn wake, void *user_data);
  int32_t(HOSTCALL_CALL *next)(hostcall_bridge bridge, hostcall_message *message, int64_t timeout_ns);
  void(HOSTCALL_CALL *message_done)(hostcall_message *message);
  int(HOSTCALL_CALL *queue_fd)(hostcall_bridge bridge);
  int32_t(HOSTCALL_CALL *register_stream)(hostcall_bridge bridge, const char *name,
                                          const hostcall_stream_handler *handler);
  int32_t(HOSTCALL_CALL *send)(hostcall_bridge bridge, uint64_t call_id, const uint8_t *item, size_t item_len);
  int32_t(HOSTCALL_CALL *call_stream)(hostcall_bridge bridge, const char *name, const uint8_t *request,
                                      size_t request_len, const hostcall_call_options *options, hostcall_item_fn item,
                                      hostcall_reply_fn reply, void *user_data, uint64_t *call_id_out);
  int32_t(HOSTCALL_CALL *grant)(hostcall_bridge bridge, uint64_t call_id, uint32_t items);
  int32_t(HOSTCALL_CALL *subscribe)(hostcall_bridge bridge, const char *name, const hostcall_listener *listener,
                                    uint64_t *subscription_out);
  int32_t(HOSTCALL_CALL *unsubscribe)(hostcall_bridge bridge, uint64_t subscription);
  int32_t(HOSTCALL_CALL *emit)(hostcall_bridge bridge, const char *name, const uint8_t *event, size_t event_len);
} hostcall_api;

#ifdef __cplusplus
}
#endif

#endif /* HOSTCALL_H */
