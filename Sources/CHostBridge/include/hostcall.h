/* hostcall.h - the contract between a Swift library (the core) and the program that it is
 * embedded in (the host).
 *
 * The core calls functions that the host registers by name; the host answers each call with
 * hostcall_complete, at any time and from any thread. The host can also call functions that the core
 * exposes, with hostcall_call, and is answered through a callback.
 *
 *     static void fetch_profile(uint64_t call_id, const uint8_t *request, size_t request_len,
 *                               void *user_data) {
 *       // copy the request, hand the work to another thread, return at once ...
 *     }
 *     // ... and later, from whichever thread has the result:
 *     hostcall_complete(bridge, call_id, HOSTCALL_REPLY_OK, response, response_len);
 *
 * WHAT HOLDS EVERYWHERE
 *
 *   Never a crash. A wrong or stale handle, a second or late answer, a NULL, a length that is too
 *   large: each is answered with a status. What the core can't check is whether a pointer that is not
 *   NULL points to as many readable bytes as the length beside it says.
 *
 *   Threads. Every function may be called from any thread, at the same time as any other, and from
 *   inside any callback, with one exception: hostcall_close and hostcall_close_within not from inside a
 *   callback of the bridge that they close.
 *
 *   Locks. The core holds no lock while it runs a callback.
 *
 *   Ownership. Functions copy what they are given before they return. A pointer that a callback is
 *   given is valid until that callback returns, and no longer.
 *
 *   Names are 1 to 255 bytes of UTF-8 that end with a NUL, compared byte by byte. No more than 256
 *   bytes are read. Anything else is HOSTCALL_INVALID_ARGUMENT.
 *
 *   Checks come in this order: the bridge, the arguments, whether the bridge is closing, the name or
 *   call ID. The first that fails decides the status.
 *
 *   Structs begin with their `size`, as the host compiled it, and only ever grow at their end. Fields
 *   that the host's version lacks count as zero. A `size` below that of a struct's first version is
 *   HOSTCALL_ABI_MISMATCH.
 *
 *   Schemas. What a call's request, response and failure consist of is its schema, and 64 bits that stand
 *   for it are its fingerprint. A host that registers a handler with the fingerprint that it was made
 *   for is refused by a core whose call has changed, instead of failing later. hostcall_describe tells the schemas of
 *   a core, and so does `hostcall schema` on the command line.
 *
 *   Callbacks must return: they must not throw a C++ exception through the core, longjmp out, or end their
 *   thread. (A callback that calls pthread_exit all the same counts as one that has returned, and its thread
 *   goes on.) A callback has the stack that its thread has left. The core itself needs less than 24 KiB of
 *   stack, for any function here.
 *
 *   After fork() the child has no bridges: there every function that takes a bridge returns
 *   HOSTCALL_INVALID_BRIDGE, and the parent goes on undisturbed. (exec is fine.) A child of a process that
 *   never had a bridge may open its own.
 *
 *   A library that contains the core stays loaded: once a bridge has been opened, dlclose has no effect on it,
 *   as its threads go on. Link such a library with -z nodelete, where the linker has it, so that the loader knows
 *   from the start.
 *
 *   The end of the process. Before the runtime that a host's callbacks need shuts down (an interpreter's
 *   finalization, the end of a virtual machine, a worker's environment), close every bridge whose callbacks
 *   run there. exit() may be called from anywhere, also from a callback.
 *
 * This file is longer than 350 lines because a host needs one file only, and what it has to know is in it.
 */
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

/* The version of this interface. It changes only if a program that was compiled against an older header
 * would no longer work. */
#define HOSTCALL_ABI_VERSION 1u

/* Goes up whenever functions are added. */
#define HOSTCALL_ABI_MINOR 1u

/* -- Numbers ----------------------------------------------------------------------------------- */

/* One bridge between a core and a host. A number below 2^53, never a pointer; 0 is never valid. After
 * hostcall_close the handle is stale for good: its number is not used again. */
typedef uint64_t hostcall_bridge;

/* Status: what a function returns to its caller. */
#define HOSTCALL_OK 0
/* An argument is wrong: a NULL, a bad name, an outcome that does not exist, a close from a callback. */
#define HOSTCALL_INVALID_ARGUMENT 1
/* The bridge is unknown, stale, or was made by another copy of the core. */
#define HOSTCALL_INVALID_BRIDGE 2
/* The bridge is being closed. Once that is done, its handle is HOSTCALL_INVALID_BRIDGE. hostcall_call returns this from
 * the start of hostcall_close_within. */
#define HOSTCALL_CLOSED 3
/* No such call is pending: the answer is late, is the second one, or the ID was made up. */
#define HOSTCALL_UNKNOWN_CALL 4
/* Nothing is registered, or exposed, under that name. */
#define HOSTCALL_NOT_REGISTERED 5
/* A size limit or a limit on what may be in flight was reached, or there is no memory for a payload. */
#define HOSTCALL_RESOURCE_EXHAUSTED 6
/* A struct's `size` is smaller than that of its first version. */
#define HOSTCALL_ABI_MISMATCH 7
/* A handler's fingerprint is not 0 and not that of the core's schema; hostcall_last_error says what differs. */
#define HOSTCALL_SCHEMA_MISMATCH 8

/* Outcome: what an answer says. */
/* The payload is the encoded response. */
#define HOSTCALL_REPLY_OK 0
/* The payload is an error message for people, in UTF-8. What is not UTF-8 is replaced by U+FFFD. */
#define HOSTCALL_REPLY_ERROR 1
/* The payload is the failure that the call declares: in CBOR, in either direction, however the call is encoded. */
#define HOSTCALL_REPLY_FAILURE 2
/* The call was given up. The payload is a message in UTF-8, which may be empty. */
#define HOSTCALL_REPLY_CANCELLED 3
/* One of gRPC's status codes, 1 to 16, with a message in UTF-8. For example HOSTCALL_REPLY_CODE(5) is
 * "not found". A host treats an outcome that it does not know as an error. */
#define HOSTCALL_REPLY_CODE(n) (0x100 + (n))

/* How bytes are encoded. RAW is the value's own memory in this machine's byte order and layout, for
 * numbers, vectors and plain structs without padding. */
#define HOSTCALL_ENCODING_RAW 0u
#define HOSTCALL_ENCODING_CBOR 1u

/* -- About the library ------------------------------------------------------------------------- */

/* The HOSTCALL_ABI_VERSION that the library was built with. */
HOSTCALL_API uint32_t hostcall_abi_version(void);

/* The HOSTCALL_ABI_MINOR that the library was built with. A library of an older one does not have the functions
 * that came later: through the table, `size` says which there are. */
HOSTCALL_API uint32_t hostcall_abi_minor(void);

/* The spelling of a status, such as "HOSTCALL_CLOSED"; "HOSTCALL_UNKNOWN_STATUS" for any other number.
 * The string is never NULL, is constant, and lives as long as the library. */
HOSTCALL_API const char *hostcall_status_name(int32_t status);

/* What the last function that failed on this thread had to say, in words: what was found, and what was
 * expected. Copies at most `size` - 1 bytes and a NUL into `buffer`; returns the length of the whole
 * message without its NUL, so a result of `size` or more says that it was cut. Returns 0 and an empty
 * string where nothing has failed yet. With a NULL `buffer`, or a `size` of 0, only the length is returned.
 * A function that succeeds leaves the message as it is.
 *
 * The message is this thread's. A language that may move a program from one thread to another between two
 * native calls (Go, virtual threads, async runtimes) has to fetch status and message in one native call. */
HOSTCALL_API size_t hostcall_last_error(char *buffer, size_t size);

/* -- Functions of the host, called by the core --------------------------------------------------- */

/* Starts the work for one call, and returns without waiting for it.
 *
 * Runs on the thread of the Swift code that makes the call, at the same time as itself on other threads.
 * It must not block. `request` is never NULL, also when `request_len` is 0, is aligned to 16 bytes (a raw
 * request can be read in place), and is valid only until this function returns. It may answer before it
 * returns, and may call any hostcall_ function but those that close this bridge. `call_id` is never 0,
 * and is not used again for another call of this bridge. */
typedef void(HOSTCALL_CALL *hostcall_invoke_fn)(uint64_t call_id, const uint8_t *request,
                                                size_t request_len, void *user_data);

/* Tells that the call was given up: its Swift task was cancelled, its deadline passed, all pending calls were
 * failed, or the bridge is closing. Told at most once per call, only while the call is unanswered, after its `invoke` has
 * returned, and not at all if `invoke` never started. Answering such a call is harmless, and returns
 * HOSTCALL_UNKNOWN_CALL; an answer that comes before `cancel` was told, though refused, makes telling it needless. One
 * that is given at the same moment as `cancel` starts may cross with it. */
typedef void(HOSTCALL_CALL *hostcall_cancel_fn)(uint64_t call_id, void *user_data);

/* Gives `user_data` back. Runs exactly once for a registration that succeeded: after the handler was
 * replaced, unregistered or its bridge closed, and after the last `invoke` and `cancel` that use it have
 * returned and its last call has ended. */
typedef void(HOSTCALL_CALL *hostcall_release_fn)(void *user_data);

/* `cancel`, `release` and the `reply` of hostcall_call run one after the other on a thread of the bridge's
 * own. One that blocks holds up the others and the close of the bridge, but neither answers nor deadlines. */

/* Registers `invoke` under `name`; replaces what was registered there. Calls that were already made stay
 * answerable. With a NULL `invoke` it unregisters, and returns what hostcall_unregister would.
 *
 * `user_data` is passed on as it is. It must stay valid until hostcall_close has returned, because an
 * `invoke` that was already chosen may still start after the handler was replaced or unregistered. Use
 * hostcall_register_handler with a `release` to know earlier.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (name), _CLOSED, and with a NULL `invoke`
 * _NOT_REGISTERED. */
HOSTCALL_API int32_t hostcall_register(hostcall_bridge bridge, const char *name,
                                       hostcall_invoke_fn invoke, void *user_data);

/* The full form of a handler. Set what is not used to 0. */
typedef struct hostcall_handler {
  size_t size;                 /* sizeof(hostcall_handler) */
  hostcall_invoke_fn invoke;   /* not NULL */
  hostcall_cancel_fn cancel;   /* may be NULL */
  hostcall_release_fn release; /* may be NULL */
  void *user_data;             /* passed to the three functions */
  uint64_t fingerprint;        /* of the schema that the handler was made for; 0 is not checked */
} hostcall_handler;

/* As hostcall_register, with cancellation, ownership and a check of the schema. The struct is copied. On any status but
 * HOSTCALL_OK `user_data` stays the host's, and `release` is not called.
 *
 * A `fingerprint` other than 0 has to be that of the call as the core makes it, or it is _SCHEMA_MISMATCH and nothing is
 * registered. hostcall_last_error says then what differs: a field that is new, of another type or no longer optional is
 * named, as far as one can tell that from a fingerprint; else what the core has is listed. hostcall_describe and
 * `hostcall schema --json` tell the fingerprints. A core can be configured to report the mismatch and go on, or to ignore it,
 * but not for a call whose request or response is raw. A name that the core has not declared is registered unchecked, and is
 * checked when the core first calls it: that call fails with "failed precondition" then.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (name, NULL handler, NULL invoke), _ABI_MISMATCH,
 * _CLOSED, _SCHEMA_MISMATCH. */
HOSTCALL_API int32_t hostcall_register_handler(hostcall_bridge bridge, const char *name,
                                               const hostcall_handler *handler);

/* Removes the handler of `name`. Never waits: an `invoke` that was already chosen may still start, and calls
 * that were made stay answerable.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (name), _CLOSED, _NOT_REGISTERED. */
HOSTCALL_API int32_t hostcall_unregister(hostcall_bridge bridge, const char *name);

/* Removes every handler, as hostcall_unregister does one. Never waits.
 *
 * Returns HOSTCALL_OK, also where nothing is registered; _INVALID_BRIDGE, _CLOSED. */
HOSTCALL_API int32_t hostcall_unregister_all(hostcall_bridge bridge);

/* Answers a call. May be called from any thread, also from inside `invoke`. Copies the payload, which may
 * have any alignment, before it returns; runs no Swift code of the core's on the calling thread and does
 * not wait for any. A NULL payload with a length of 0 is an empty one.
 *
 * The first valid answer wins and returns HOSTCALL_OK. Every later one returns HOSTCALL_UNKNOWN_CALL and
 * changes nothing. An `outcome` that does not exist, or a NULL payload with a length, returns
 * HOSTCALL_INVALID_ARGUMENT; the call stays pending then, and the core is told of the outcome. A payload over the
 * size limit (64 MiB unless the core says otherwise), or for which there is no memory, is not read: it fails the
 * call and returns HOSTCALL_RESOURCE_EXHAUSTED.
 *
 * Answer every call, also with an error. As many as may be in flight (4096 unless the core says otherwise) wait for
 * their answers at once; from then on the core's calls wait for one of those to end, and no `invoke` comes.
 *
 * Whether a payload decodes is found out by the core, later: HOSTCALL_OK says that the answer was taken. One that
 * does not decode, or a raw one of another length, fails the call with the code "internal".
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT, _CLOSED, _UNKNOWN_CALL, _RESOURCE_EXHAUSTED. */
HOSTCALL_API int32_t hostcall_complete(hostcall_bridge bridge, uint64_t call_id, int32_t outcome,
                                       const uint8_t *payload, size_t payload_len);

/* Ends every call that is pending, and every one that waits for its turn, with an error: one of gRPC's codes, 1 to
 * 16, and a message in UTF-8 that ends with a NUL, of which no more than 1024 bytes are read. The bridge stays open:
 * calls that are made afterwards, or whose `invoke` has not started yet, are made as usual. `cancel` is told for each
 * call, as for one that its caller gave up. For a host that has lost what its answers come from.
 *
 * Returns HOSTCALL_OK, also where no call is pending; _INVALID_BRIDGE, _INVALID_ARGUMENT (code, NULL message), _CLOSED. */
HOSTCALL_API int32_t hostcall_fail_pending(hostcall_bridge bridge, int32_t code, const char *message);

/* What `invoke` is not told. */
typedef struct hostcall_call_info {
  size_t size;                /* set to sizeof(hostcall_call_info) before the call */
  uint32_t request_encoding;  /* HOSTCALL_ENCODING_CBOR or HOSTCALL_ENCODING_RAW */
  uint32_t response_encoding; /* likewise; what HOSTCALL_REPLY_OK has to carry */
  int64_t remaining_ns;       /* nanoseconds to the deadline, at least 0; INT64_MAX without a deadline */
} hostcall_call_info;

/* Describes a call that is pending; `invoke` may ask too, and is told _UNKNOWN_CALL if the call has ended while it
 * ran. Writes at most the smaller of `info->size` and its own size, and stores that in `info->size`. On a failure
 * nothing is written.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (NULL), _ABI_MISMATCH, _CLOSED, _UNKNOWN_CALL. */
HOSTCALL_API int32_t hostcall_get_call_info(hostcall_bridge bridge, uint64_t call_id,
                                            hostcall_call_info *info);

/* -- Functions of the core, called by the host --------------------------------------------------- */

/* Receives the answer to a hostcall_call. `payload` is never NULL, and is valid only until this function
 * returns. Runs on the thread of `cancel` and `release`, possibly before hostcall_call has returned. It may call
 * any hostcall_ function but those that close this bridge. */
typedef void(HOSTCALL_CALL *hostcall_reply_fn)(int32_t outcome, const uint8_t *payload,
                                               size_t payload_len, void *user_data);

/* Calls the function that the core exposes under `name`. Copies the request and returns at once; the Swift
 * function never runs on the calling thread. What the core exposes, and how its requests and responses are encoded,
 * its own documentation says; CBOR if it says nothing. The ID of the call is written to `call_id_out`, which may be
 * NULL, before `reply` can run. These IDs are a sequence of their own, beside that of the calls to the host:
 * they are for hostcall_cancel only.
 *
 * If HOSTCALL_OK is returned, `reply` is called exactly once, and not at all otherwise. Its outcome is
 * HOSTCALL_REPLY_OK, _FAILURE (the failure that the function declares), _ERROR (any other error, as a
 * message), _CANCELLED, or HOSTCALL_REPLY_CODE(n): n is 3 where the request did not decode, and the message
 * says where.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (name, NULL reply, NULL request with a length),
 * _CLOSED, _NOT_REGISTERED, _RESOURCE_EXHAUSTED (the request is over the size limit, or there is no memory for it,
 * and it is not read; or 65,536 calls, unless the core says otherwise, have not had their `reply`, or have been given up
 * while the Swift function still runs). */
HOSTCALL_API int32_t hostcall_call(hostcall_bridge bridge, const char *name, const uint8_t *request,
                                   size_t request_len, hostcall_reply_fn reply, void *user_data,
                                   uint64_t *call_id_out);

/* Gives up a call that was made with hostcall_call: its `reply` is called with HOSTCALL_REPLY_CANCELLED
 * without waiting for the Swift function, whose task is cancelled and whose result is dropped.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _CLOSED, _UNKNOWN_CALL (it was already answered, or never made). */
HOSTCALL_API int32_t hostcall_cancel(hostcall_bridge bridge, uint64_t call_id);

/* -- What the core has to say of its calls --------------------------------------------------------- */

/* Describes every call that the core makes, as far as it has declared or made it, and every function that it exposes: a
 * host can check when it starts whether it fits. The descriptor is one CBOR item; in CDDL (RFC 8610):
 *
 *     descriptor = {
 *       version: 1,
 *       calls: [* call],             ; sorted by name; what the core makes before what it exposes
 *       cddl: tstr,                  ; the rules of all calls, for a validator
 *     }
 *     call = {
 *       name: tstr,
 *       direction: "toHost" / "toCore",
 *       ? fingerprint: uint,         ; this and what follows are missing for a function that works in bytes; this and
 *                                    ; the outline for a core that is set not to check schemas, whose rules are `any`
 *       ? request: part,
 *       ? response: part,
 *       ? failure: part,             ; missing where the call declares none
 *       ? outline: tstr,             ; a line for each field with its type: what the fingerprint is of
 *     }
 *     part = {
 *       encoding: "cbor" / "raw",
 *       rule: tstr,                  ; the name of its rule in `cddl`
 *     }
 *
 * Later versions may add fields, which a host ignores.
 *
 * Writes the descriptor's length to `length`. If `buffer` is NULL, that is all; otherwise copies the descriptor into
 * `buffer` if its `size` is large enough, and if not copies nothing and returns _RESOURCE_EXHAUSTED. Finding out a
 * schema the first time may run Swift code of the core's: the initialisers of its types, with made-up values, on a thread
 * that is waited for, some seconds at most. hostcall_register_handler may too, where there is a fingerprint to compare.
 *
 * Returns HOSTCALL_OK, _INVALID_BRIDGE, _INVALID_ARGUMENT (NULL length, NULL buffer with a size), _CLOSED,
 * _NOT_REGISTERED (the core has no call with a schema), _RESOURCE_EXHAUSTED. On any but HOSTCALL_OK and _RESOURCE_EXHAUSTED
 * nothing is written. */
HOSTCALL_API int32_t hostcall_describe(hostcall_bridge bridge, uint8_t *buffer, size_t size, size_t *length);

/* -- The end ------------------------------------------------------------------------------------- */

/* Closes the bridge. Refuses new calls; ends every pending one, those to the host by telling `cancel` and those to
 * the core by a `reply` of HOSTCALL_REPLY_CANCELLED; delivers what is still queued; waits for the callbacks that run;
 * calls every `release`; and makes the handle stale. When it has returned, no callback of this bridge runs or ever
 * will.
 *
 * Waits for callbacks only, never for Swift code and never for an answer. Do not hold a lock across it that one of your
 * callbacks takes: not Python's GIL, not a JNI critical section. A callback of one bridge may close another, but two
 * bridges whose callbacks close each other wait for ever.
 *
 * Returns HOSTCALL_OK; _INVALID_BRIDGE; _INVALID_ARGUMENT from inside a callback of the same bridge, in which case
 * nothing changes; _CLOSED if another thread was already closing it, which is waited for too. (Of two threads that
 * close at once the second finds either that or, if it comes later, a stale handle and so _INVALID_BRIDGE.) */
HOSTCALL_API int32_t hostcall_close(hostcall_bridge bridge);

/* Closes the bridge as soon as no function of the core's runs that was called with hostcall_call, or `grace_ns`
 * nanoseconds are over; INT64_MAX waits for as long as they take. Until then hostcall_call returns _CLOSED, and
 * everything else works: functions that run may call the host and be answered. Then it goes on as hostcall_close. A
 * `grace_ns` of 0 or less is none.
 *
 * To let functions end that wait for an answer which never comes, call hostcall_fail_pending before it.
 *
 * Another thread that calls hostcall_close in the meantime ends the grace time; both functions return HOSTCALL_OK then.
 *
 * Returns what hostcall_close does. */
HOSTCALL_API int32_t hostcall_close_within(hostcall_bridge bridge, int64_t grace_ns);

/* -- All of it as a table ------------------------------------------------------------------------ */

/* Every function above. A library built on the core hands its table out under a name of its
 * own, so that one program can use several such libraries, each through its own table; the plain names
 * would all bind to the library that was loaded first. Only ever grows at its end. The table is constant and
 * lives as long as the library. */
typedef struct hostcall_api {
  size_t size;          /* of the library's table: a member past it does not exist */
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
} hostcall_api;

#ifdef __cplusplus
}
#endif

#endif /* HOSTCALL_H */
