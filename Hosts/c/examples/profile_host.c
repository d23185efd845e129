/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "profile_host.h"

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

int32_t profile_host_register(const hostcall_api *api, hostcall_bridge bridge) {
  profile_core_use_api(api);
  const profile_core_handlers handlers = {.read_clock = read_clock, .fetch_profile = fetch_profile};
  return profile_core_register(bridge, &handlers, NULL);
}
