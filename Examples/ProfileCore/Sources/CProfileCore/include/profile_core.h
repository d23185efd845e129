/* profile_core.h - ProfileCore, an example of a Swift library that is built on HostCall.
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
 * `log_in` reads the clock, then fetches the profile, the latter within timeoutMilliseconds if that is given,
 * and greets: "Welcome back, NAME". If one of the two calls fails, so does `log_in`, and `code` is what stopped
 * it:
 *
 *   failed            the host's own failure; `message` has its code
 *   unknown           the host answered with an error message, and `message` is that
 *   cancelled         the host gave the call up
 *   deadlineExceeded  there was no profile within timeoutMilliseconds
 *   unimplemented     nobody registered the function; `message` has its name
 *   internal          the host's answer did not decode; `message` says where
 *   resourceExhausted the host's answer is over the size limit
 *
 * or the name of the code that the host gave with HOSTCALL_REPLY_CODE: invalidArgument, notFound, alreadyExists,
 * permissionDenied, failedPrecondition, aborted, outOfRange, unavailable, dataLoss, unauthenticated. (A `log_in` that the host
 * itself cancels, or whose bridge is closed, is replied to with HOSTCALL_REPLY_CANCELLED.)
 *
 * An optional field may be absent or null. Fields that are not listed are ignored. `hostcall schema` prints the same from the
 * library itself, in CDDL.
 */
#ifndef PROFILE_CORE_H
#define PROFILE_CORE_H

#include "hostcall.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the two functions of the host are made for, as `fingerprint` of a hostcall_handler: a library whose calls have
 * changed refuses to register them, and says what has changed. */
#define PROFILE_CORE_READ_CLOCK_FINGERPRINT UINT64_C(0x198117c403824aed)
#define PROFILE_CORE_FETCH_PROFILE_FINGERPRINT UINT64_C(0xd9cfd868ed9eeac0)

/* Opens a bridge with `log_in` exposed. The caller closes it with hostcall_close. Returns 0 where no bridge can
 * be made: 4096 are open, no thread can be started, or this is a forked child. (hostcall_last_error does not say
 * which.) */
HOSTCALL_API hostcall_bridge profile_core_open(void);

/* This library's own table of the hostcall_ functions. Constant, never NULL, never freed. */
HOSTCALL_API const hostcall_api *profile_core_api(void);

#ifdef __cplusplus
}
#endif

#endif /* PROFILE_CORE_H */
