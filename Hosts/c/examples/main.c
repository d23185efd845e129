/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* A program that is linked with ProfileCore, and logs the users in whose IDs it is given. */
#include <stdio.h>
#include <stdlib.h>

#include "profile_host.h"

int main(int count, char **arguments) {
  hostcall_bridge bridge = profile_core_open();
  int32_t status = profile_host_register(hostcall_typed_linked_api(), bridge);
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
