/* A host of Accounts: answers the call that the core makes, and logs two users in. */
#include <stdio.h>

#include "accounts_host.h"

static void fetch_profile(accounts_fetch_profile_call call, const accounts_fetch_profile_request *request, void *data) {
  (void)data;
  if (request->user_id == 7) {
    const hostcall_text tags[] = {HOSTCALL_TEXT("admin"), HOSTCALL_TEXT("beta")};
    accounts_fetch_profile_reply(call, &(accounts_profile){.name = HOSTCALL_TEXT("Ada"), .tags = {tags, 2}});
  } else {
    accounts_fetch_profile_fail(call, &(accounts_profile_failure){.code = HOSTCALL_TEXT("not_found")});
  }
}

int main(void) {
  hostcall_bridge bridge = accounts_open();
  accounts_handlers handlers = {.fetch_profile = fetch_profile};
  if (accounts_register(bridge, &handlers, NULL) != HOSTCALL_OK) {
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
