#include "profiles.h"

static void fetch_profile(accounts_fetch_profile_call call, const accounts_fetch_profile_request *request, void *data) {
  (void)data;
  if (request->user_id == 7) {
    const hostcall_text tags[] = {HOSTCALL_TEXT("admin"), HOSTCALL_TEXT("beta")};
    accounts_fetch_profile_reply(call, &(accounts_profile){.name = HOSTCALL_TEXT("Ada"), .tags = {tags, 2}});
  } else {
    accounts_fetch_profile_fail(call, &(accounts_profile_failure){.code = HOSTCALL_TEXT("not_found")});
  }
}

int32_t accounts_host_register(const hostcall_api *api, hostcall_bridge bridge) {
  const accounts_handlers handlers = {.fetch_profile = fetch_profile};
  accounts_use_api(api);
  return accounts_register(bridge, &handlers, NULL);
}
