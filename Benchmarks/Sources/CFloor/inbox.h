/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The sending side of the inboxes, for the floors in C only. */
#ifndef INBOX_H
#define INBOX_H

#include "floor.h"

/* Returns the bytes of a message, which follow it in memory. */
static inline uint8_t *message_bytes(floor_message *message) { return (uint8_t *)(message + 1); }

/* Copies a message into the inbox. Call it from one thread at a time. */
void floor_inbox_put(floor_inbox *inbox, uint64_t call_id, const uint8_t *bytes, size_t length);

#endif
