/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The messages of profile_core.h in CBOR, written and read with libcbor. */
#ifndef MESSAGES_H
#define MESSAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Encoded bytes; the caller frees `bytes`. */
struct message {
  uint8_t *bytes;
  size_t length;
};

/* {"userID": uint} and, unless it is 0, {"timeoutMilliseconds": uint} */
struct message log_in_request(uint64_t user_id, uint64_t timeout_ms);
/* {"name": text, "tags": [text, ...], "balanceCents": int} */
struct message profile_response(const char *name, const char *const *tags, size_t tag_count, int64_t balance_cents);
/* {"code": text, "retryable": bool} */
struct message profile_failure(const char *code, bool retryable);

/* Reads the unsigned number at `key` of a map; returns false if there is none. */
bool read_uint(const uint8_t *bytes, size_t length, const char *key, uint64_t *value);
/* Reads the double at `key` of a map; returns false if there is none. */
bool read_double(const uint8_t *bytes, size_t length, const char *key, double *value);
/* Reads the text at `key` of a map, truncated to `size` - 1 bytes; returns false if there is none. */
bool read_text(const uint8_t *bytes, size_t length, const char *key, char *value, size_t size);

#endif
