/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Two libraries, each with a copy of the package, in one program, each used through its own table. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "hostcall.h"

struct core {
  hostcall_bridge (*open)(void);
  const hostcall_api *api;
};

static struct core first, second;

/* Both are loaded with RTLD_GLOBAL, the harder case: names that they share could be bound to the first. */
static struct core load(const char *path, const char *open_name, const char *api_name) {
  void *library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  if (library == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    exit(1);
  }
  const hostcall_api *(*api)(void);
  struct core core;
  *(void **)&core.open = dlsym(library, open_name);
  *(void **)&api = dlsym(library, api_name);
  if (core.open == NULL || api == NULL) {
    fprintf(stderr, "%s lacks %s or %s\n", path, open_name, api_name);
    exit(1);
  }
  core.api = api();
  return core;
}

struct answer {
  _Atomic int count;
  int32_t outcome;
  uint8_t payload[64];
  size_t length;
};

static void keep(int32_t outcome, const uint8_t *payload, size_t length, void *user_data) {
  struct answer *answer = user_data;
  answer->outcome = outcome;
  answer->length = length < sizeof answer->payload ? length : sizeof answer->payload;
  memcpy(answer->payload, payload, answer->length);
  answer->count++;
}

static void ignore(uint64_t call_id, const uint8_t *request, size_t length, void *user_data) {
  (void)call_id, (void)request, (void)length, (void)user_data;
}

/* {"text": "hello"} */
static const uint8_t hello[] = "\xa1\x64text\x65hello";

static void both_work(void) {
  hostcall_bridge a = first.open(), b = second.open();
  struct answer answer = {0};
  CHECK(a != 0 && b != 0 && a != b);
  CHECK(first.api != second.api && first.api->call != second.api->call);
  CHECK_STATUS(second.api->call(b, "echo", hello, sizeof hello - 1, keep, &answer, NULL), HOSTCALL_OK);
  EVENTUALLY(answer.count == 1);
  CHECK_STATUS(answer.outcome, HOSTCALL_REPLY_OK);
  CHECK(answer.length == sizeof hello - 1 && memcmp(answer.payload, hello, answer.length) == 0);
  /* The first exposes log_in but no echo; the second the reverse. */
  CHECK_STATUS(first.api->call(a, "echo", hello, sizeof hello - 1, keep, &answer, NULL), HOSTCALL_NOT_REGISTERED);
  CHECK_STATUS(second.api->call(b, "log_in", hello, sizeof hello - 1, keep, &answer, NULL), HOSTCALL_NOT_REGISTERED);
  CHECK_STATUS(first.api->call(a, "log_in", hello, sizeof hello - 1, keep, &answer, NULL), HOSTCALL_OK);
  EVENTUALLY(answer.count == 2);
  CHECK_STATUS(answer.outcome, HOSTCALL_REPLY_CODE(3));
  CHECK_STATUS(first.api->close(a), HOSTCALL_OK);
  CHECK_STATUS(second.api->close(b), HOSTCALL_OK);
}

static void refused(const hostcall_api *api, hostcall_bridge bridge) {
  hostcall_call_info info = {.size = sizeof info};
  struct answer answer = {0};
  hostcall_handler handler = {sizeof handler, ignore, NULL, NULL, NULL, 0};
  CHECK_STATUS(api->register_function(bridge, "f", ignore, NULL), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(api->register_handler(bridge, "f", &handler), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(api->unregister(bridge, "f"), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(api->complete(bridge, 1, HOSTCALL_REPLY_OK, NULL, 0), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(api->get_call_info(bridge, 1, &info), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(api->describe(bridge, NULL, 0, &(size_t){0}), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(api->call(bridge, "echo", NULL, 0, keep, &answer, NULL), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(api->cancel(bridge, 1), HOSTCALL_INVALID_BRIDGE);
  CHECK_STATUS(api->close(bridge), HOSTCALL_INVALID_BRIDGE);
  CHECK(answer.count == 0);
}

static void handles_are_apart(void) {
  for (int i = 0; i < 100; i++) {
    hostcall_bridge a = first.open(), b = second.open();
    refused(first.api, b);
    refused(second.api, a);
    CHECK_STATUS(first.api->close(a), HOSTCALL_OK);
    CHECK_STATUS(second.api->close(b), HOSTCALL_OK);
  }
}

int main(int count, char **arguments) {
  if (count != 3) {
    fprintf(stderr, "usage: two_cores PROFILE_CORE SECOND_CORE\n");
    return 2;
  }
  first = load(arguments[1], "profile_core_open", "profile_core_api");
  second = load(arguments[2], "second_core_open", "second_core_api");
  static const struct test tests[] = {
      {"each library answers through its own table", both_work},
      {"each library refuses a handle of the other", handles_are_apart},
  };
  RUN("two cores in one program", tests);
  return finish_tests();
}
