/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A host of ProfileCore: answers the two calls that the core makes, and logs the users in whose IDs it is given. */
#include <stdio.h>
#include <stdlib.h>

#include "profile_core_host.h"

static void read_clock(profile_core_read_clock_call call, const profile_core_read_clock_request *request, void *data) {
  (void)request, (void)data;
  profile_core_read_clock_reply(call, 1700000000.5);
}

static void fetch_profile(profile_core_fetch_profile_call call, const profile_core_fetch_profile_request *request,
                          void *data) {
  (void)data;
  if (request->user_id == 7) {
    const hostcall_text tags[] = {HOSTCALL_TEXT("admin"), HOSTCALL_TEXT("founder")};
    profile_core_profile profile = {.name = HOSTCALL_TEXT("Ada"), .tags = {tags, 2}, .balance_cents = 12345};
    profile_core_fetch_profile_reply(call, &profile);
  } else {
    profile_core_fetch_profile_fail(call, &(profile_core_profile_failure){.code = HOSTCALL_TEXT("not_found")});
  }
}

int main(int count, char **arguments) {
  hostcall_bridge bridge = profile_core_open();
  profile_core_handlers handlers = {.read_clock = read_clock, .fetch_profile = fetch_profile};
  int32_t status = profile_core_register(bridge, &handlers, NULL);
  if (status != HOSTCALL_OK) return fprintf(stderr, "%s\n", hostcall_typed_last_error()), 1;
  for (int i = 1; i < count; i++) {
    profile_core_log_in_request request = {.user_id = strtoull(arguments[i], NULL, 10)};
    profile_core_log_in_result result = profile_core_log_in_wait(bridge, &request, NULL);
    if (result.response != NULL) printf("%s\n", result.response->greeting.data);
    if (result.failure != NULL) printf("%s: %s\n", result.failure->code.data, result.failure->message.data);
    profile_core_log_in_result_free(&result);
  }
  return hostcall_close(bridge) == HOSTCALL_OK ? 0 : 1;
}
