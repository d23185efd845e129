/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* profile_core.h - the C interface of ProfileCore, an example of a Swift library that is built on HostCall.
 *
 * Open a bridge, register the two functions that the core needs, and call `log_in`:
 *
 *   the host registers   read_clock      raw   request: one uint32_t, the number of a clock (always 0)
 *                                              response: one double, seconds
 *                        fetch_profile   CBOR  request: {"userID": uint}
 *                                              response: {"name": text, "tags": [text], "balanceCents": int,
 *                                                         "avatar": bytes, optional}
 *                                              failure: {"code": text, "retryable": bool}
 *   the core exposes     log_in          CBOR  request: {"userID": uint, "timeoutMilliseconds": uint, optional}
 *                                              response: {"greeting": text, "loggedInAt": double,
 *                                                         "tagCount": int}
 *                                              failure: {"code": text, "message": text}
 *
 * `log_in` reads the clock, fetches the profile, within timeoutMilliseconds if that is given, and greets: "Welcome
 * back, NAME". If one of the two calls fails, `log_in` fails too, and `code` is the reason:
 *
 *   failed            the host answered with its declared failure; `message` contains the failure's code
 *   unknown           the host answered with an error message, which is `message`
 *   cancelled         the host answered with HOSTCALL_REPLY_CANCELLED
 *   deadlineExceeded  the host did not answer within timeoutMilliseconds
 *   unimplemented     the host has not registered the function; `message` contains its name
 *   internal          the host's answer could not be decoded; `message` says where
 *   resourceExhausted the host's answer exceeded the size limit
 *
 * or the name of the code that the host answered with HOSTCALL_REPLY_CODE: invalidArgument, notFound, alreadyExists,
 * permissionDenied, failedPrecondition, aborted, outOfRange, unavailable, dataLoss, unauthenticated. A `log_in` that
 * the host cancels, or whose bridge is closed, receives the reply HOSTCALL_REPLY_CANCELLED.
 *
 * An optional field may be absent or null. Fields that are not listed are ignored. `hostcall schema` prints the same
 * description from the library itself, in CDDL.
 */
#ifndef PROFILE_CORE_H
#define PROFILE_CORE_H

#include "hostcall.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fingerprints of the two calls to the host, for `fingerprint` of a hostcall_handler: a library whose calls have
 * changed refuses the handler with a description of the change. */
#define PROFILE_CORE_READ_CLOCK_FINGERPRINT UINT64_C(0x198117c403824aed)
#define PROFILE_CORE_FETCH_PROFILE_FINGERPRINT UINT64_C(0xd9cfd868ed9eeac0)

/* Opens a bridge with `log_in` exposed, and the stream `watch_balance`, which passes on the items of the host's stream
 * `watch_account`, at most four in advance. The caller closes it with hostcall_close. Returns 0 if no bridge can be
 * opened: 4096 are open, no thread can be started, or the process is a forked child. hostcall_last_error does not tell
 * these apart. */
HOSTCALL_API hostcall_bridge profile_core_open(void);

/* This library's own table of the hostcall_ functions. Constant, never NULL, never freed. */
HOSTCALL_API const hostcall_api *profile_core_api(void);

#ifdef __cplusplus
}
#endif

#endif /* PROFILE_CORE_H */
