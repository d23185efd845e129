/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A host in C with one thread, which sleeps only in poll: it takes the core's calls and the replies from a queue. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../c/messages.h"
#include "profile_core.h"

/* The tags of what is registered and called, in place of functions. */
static char read_clock, fetch_profile, log_in;

static hostcall_bridge bridge;

static void answer_fetch_profile(const hostcall_message *message) {
  const char *const tags[] = {"admin", "founder"};
  uint64_t user_id = 0;
  bool is_known = read_uint(message->bytes, message->length, "userID", &user_id) && user_id == 7;
  struct message answer = is_known ? profile_response("Ada", tags, 2, 12345) : profile_failure("not_found", false);
  hostcall_complete(bridge, message->call_id, is_known ? HOSTCALL_REPLY_OK : HOSTCALL_REPLY_FAILURE, answer.bytes,
                    answer.length);
  free(answer.bytes);
}

/* Prints the answer to a log-in; returns whether it is the expected one. */
static bool report(const hostcall_message *message) {
  char greeting[128] = "no greeting";
  read_text(message->bytes, message->length, "greeting", greeting, sizeof greeting);
  printf("  user 7 logs in\n     → \"%s\"\n", greeting);
  return message->outcome == HOSTCALL_REPLY_OK && strcmp(greeting, "Welcome back, Ada") == 0;
}

int main(void) {
  printf("C host on poll: one thread takes the core's calls and the replies from a queue.\n");
  bridge = profile_core_open();
  if (bridge == 0 || hostcall_queue_enable(bridge, NULL, NULL) != HOSTCALL_OK ||
      hostcall_register(bridge, "read_clock", NULL, &read_clock) != HOSTCALL_OK ||
      hostcall_register(bridge, "fetch_profile", NULL, &fetch_profile) != HOSTCALL_OK) {
    printf("  the core could not be started\n");
    return 1;
  }
  struct message request = log_in_request(7, 0);
  hostcall_call(bridge, "log_in", request.bytes, request.length, NULL, &log_in, NULL);
  free(request.bytes);

  struct pollfd ready = {.fd = hostcall_queue_fd(bridge), .events = POLLIN};
  hostcall_message message = {.size = sizeof message};
  int greetings = 0, releases = 0;
  int32_t status = HOSTCALL_NOTHING;
  while (status != HOSTCALL_CLOSED && poll(&ready, 1, -1) >= 0) {
    while ((status = hostcall_next(bridge, &message, 0)) == HOSTCALL_OK) {
      if (message.kind == HOSTCALL_MESSAGE_INVOKE && message.user_data == &read_clock) {
        double seconds = 1700000000.5;
        hostcall_complete(bridge, message.call_id, HOSTCALL_REPLY_OK, (const uint8_t *)&seconds, sizeof seconds);
      } else if (message.kind == HOSTCALL_MESSAGE_INVOKE) {
        answer_fetch_profile(&message);
      } else if (message.kind == HOSTCALL_MESSAGE_REPLY) {
        greetings += report(&message);
        hostcall_close(bridge); /* the releases follow, and then HOSTCALL_CLOSED */
      } else if (message.kind == HOSTCALL_MESSAGE_RELEASE) {
        releases++;
      }
    }
  }
  bool is_right = greetings == 1 && releases == 2;
  printf("C host on poll: %s\n", is_right ? "every step did what it should." : "a step failed.");
  return is_right ? 0 : 1;
}
