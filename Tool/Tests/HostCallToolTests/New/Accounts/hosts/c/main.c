/* A program that is linked with Accounts, and logs two users in. */
#include <stdio.h>

#include "profiles.h"

int main(void) {
  hostcall_bridge bridge = accounts_open();
  if (accounts_host_register(hostcall_typed_linked_api(), bridge) != HOSTCALL_OK) {
    return fprintf(stderr, "%s\n", hostcall_typed_last_error()), 1;
  }
  for (uint64_t user_id = 7; user_id <= 8; user_id++) {
    accounts_log_in_request request = {.user_id = user_id};
    accounts_log_in_result result = accounts_log_in_wait(bridge, &request, NULL);
    if (result.response != NULL) {
      printf("%s, %d tags\n", result.response->greeting.data, (int)result.response->tag_count);
    } else if (result.failure != NULL) {
      printf("%s: %s\n", result.failure->code.data, result.failure->message.data);
    } else {
      fprintf(stderr, "log_in: outcome %d\n", (int)result.outcome);
    }
    accounts_log_in_result_free(&result);
  }
  return hostcall_close(bridge) == HOSTCALL_OK ? 0 : 1;
}
