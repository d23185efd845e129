/* What the floors' threads pass to each other, seen only by the floors in C. */
#ifndef INBOX_H
#define INBOX_H

#include "floor.h"

/* The bytes of a message, which lie behind it. */
static inline uint8_t *message_bytes(floor_message *message) { return (uint8_t *)(message + 1); }

/* Copies a message into the inbox. From one thread at a time. */
void floor_inbox_put(floor_inbox *inbox, uint64_t call_id, const uint8_t *bytes, size_t length);

#endif
