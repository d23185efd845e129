/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The C code of the documentation, in a host of ProfileCore that runs it and logs users in. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile_core.h"

#define FETCH_PROFILE_FINGERPRINT PROFILE_CORE_FETCH_PROFILE_FINGERPRINT

/* The code in the documentation may leave parameters unused. */
#pragma GCC diagnostic ignored "-Wunused-parameter"

static hostcall_bridge bridge;

/* {"name": "Ada", "tags": [], "balanceCents": 0} */
static const uint8_t response[] = {0xa3, 0x64, 'n', 'a', 'm', 'e', 0x63, 'A', 'd', 'a', 0x64, 't', 'a', 'g', 's', 0x80, 0x6c,
                                   'b',  'a',  'l', 'a', 'n', 'c', 'e',  'C', 'e', 'n', 't',  's', 0x00};
static const size_t response_len = sizeof response;

static void expect(int is_right, const char *what) {
  if (is_right) return;
  fprintf(stderr, "c_snippets: %s\n", what);
  exit(1);
}

/* -- Raw values ------------------------------------------------------------------------------------ */

struct sample {
  double seconds;
  uint32_t channel, flags;
};
_Static_assert(sizeof(struct sample) == 16, "as in Swift");

/* -- Answering ------------------------------------------------------------------------------------- */

static void fetch_profile(uint64_t call_id, const uint8_t *request, size_t request_len, void *user_data) {
  /* copy the request and return; later, from any thread: */
  hostcall_complete(bridge, call_id, HOSTCALL_REPLY_OK, response, response_len);
}

static void read_clock(uint64_t call_id, const uint8_t *request, size_t request_len, void *user_data) {
  double seconds = 1700000000.5;
  hostcall_complete(bridge, call_id, HOSTCALL_REPLY_OK, (const uint8_t *)&seconds, sizeof seconds);
}

/* -- Errors ---------------------------------------------------------------------------------------- */

static void refuse(uint64_t call_id, const uint8_t *request, size_t request_len, void *user_data) {
  const char *message = "this user is locked";
  hostcall_complete(bridge, call_id, HOSTCALL_REPLY_CODE(7), (const uint8_t *)message, strlen(message));
}

/* -- Handlers with cancellation and ownership ------------------------------------------------------ */

struct database {
  atomic_int cancelled, released;
  int64_t remaining_ns;
};

static void look_up(uint64_t call_id, const uint8_t *request, size_t request_len, void *user_data) {
  struct database *database = user_data;
  hostcall_call_info info = {.size = sizeof info};
  if (hostcall_get_call_info(bridge, call_id, &info) == HOSTCALL_OK) {
    database->remaining_ns = info.remaining_ns; /* INT64_MAX without a deadline */
  }
  /* ... start the work, and record call_id with it ... */
}

static void cancel_look_up(uint64_t call_id, void *user_data) {
  struct database *database = user_data;
  database->cancelled++; /* ... stop the work for call_id ... */
}

static void release_database(void *user_data) {
  struct database *database = user_data;
  database->released++; /* no call uses the database any more, so it may be freed here */
}

static int32_t register_look_up(struct database *database) {
  hostcall_handler handler = {
      .size = sizeof handler,
      .invoke = look_up,
      .cancel = cancel_look_up,
      .release = release_database,
      .user_data = database,
      .fingerprint = PROFILE_CORE_FETCH_PROFILE_FINGERPRINT,
  };
  return hostcall_register_handler(bridge, "fetch_profile", &handler);
}

/* -- Calling the core ------------------------------------------------------------------------------ */

struct reply {
  pthread_mutex_t mutex;
  pthread_cond_t arrived;
  int has_arrived;
  int32_t outcome;
  char text[256];
};

static void keep(int32_t outcome, const uint8_t *payload, size_t payload_len, void *user_data) {
  struct reply *reply = user_data;
  size_t count = payload_len < sizeof reply->text ? payload_len : sizeof reply->text - 1;
  memcpy(reply->text, payload, count);
  for (size_t i = 0; i < count; i++) {
    if (reply->text[i] == '\0') reply->text[i] = ' '; /* to be searched as text */
  }
  reply->outcome = outcome;
  pthread_mutex_lock(&reply->mutex);
  reply->has_arrived = 1;
  pthread_cond_signal(&reply->arrived);
  pthread_mutex_unlock(&reply->mutex);
}

/* {"userID": 7, "timeoutMilliseconds": 50} */
static const uint8_t request[] = {0xa2, 0x66, 'u', 's', 'e', 'r', 'I', 'D', 0x07, 0x73, 't', 'i', 'm', 'e', 'o', 'u', 't',
                                  'M',  'i',  'l', 'l', 'i', 's', 'e', 'c', 'o',  'n',  'd', 's', 0x18, 50};

static void log_in(int32_t outcome, const char *words) {
  struct reply reply = {.mutex = PTHREAD_MUTEX_INITIALIZER, .arrived = PTHREAD_COND_INITIALIZER, .outcome = -1};
  expect(hostcall_call(bridge, "log_in", request, sizeof request, keep, &reply, NULL) == HOSTCALL_OK, "log_in refused");
  pthread_mutex_lock(&reply.mutex);
  while (!reply.has_arrived) pthread_cond_wait(&reply.arrived, &reply.mutex);
  pthread_mutex_unlock(&reply.mutex);
  expect(reply.outcome == outcome && strstr(reply.text, words) != NULL, words);
}

/* -- Metadata -------------------------------------------------------------------------------------- */

static char found_tenant[65];

static void fetch_for_tenant(uint64_t call_id, const uint8_t *request, size_t request_len, void *user_data) {
  uint8_t tenant[64];
  size_t length;
  if (hostcall_get_metadata(bridge, call_id, "tenant", tenant, sizeof tenant, &length) == HOSTCALL_OK) {
    memcpy(found_tenant, tenant, length); /* the text has no NUL */
  }
  hostcall_complete(bridge, call_id, HOSTCALL_REPLY_OK, response, response_len);
}

static void greeted(int32_t outcome, const uint8_t *payload, size_t payload_len, void *user_data) {
  keep(outcome, payload, payload_len, user_data);
}

static void log_in_for_tenant(void) {
  struct reply reply = {.mutex = PTHREAD_MUTEX_INITIALIZER, .arrived = PTHREAD_COND_INITIALIZER, .outcome = -1};
  hostcall_field fields[] = {{"tenant", 6, (const uint8_t *)"acme", 4}};
  hostcall_call_options options = {
      .size = sizeof options,
      .timeout_ns = 2000000000,
      .metadata = fields,
      .metadata_count = 1,
  };
  hostcall_call_with(bridge, "log_in", request, sizeof request, &options, greeted, &reply, NULL);
  pthread_mutex_lock(&reply.mutex);
  while (!reply.has_arrived) pthread_cond_wait(&reply.arrived, &reply.mutex);
  pthread_mutex_unlock(&reply.mutex);
  expect(reply.outcome == HOSTCALL_REPLY_OK && strcmp(found_tenant, "acme") == 0, "the tenant did not arrive");
}

/* -- Shutting down --------------------------------------------------------------------------------- */

static int32_t shut_down(void) {
  hostcall_fail_pending(bridge, 14, "the database is gone"); /* unavailable */
  return hostcall_close_within(bridge, 5000000000);          /* nanoseconds */
}

int main(void) {
  bridge = profile_core_open();
  expect(bridge != 0, "the bridge was not opened");
  hostcall_register(bridge, "read_clock", read_clock, NULL);

  hostcall_register(bridge, "fetch_profile", fetch_profile, NULL);
  log_in(HOSTCALL_REPLY_OK, "Welcome back, Ada");
  {
    hostcall_handler handler = {.size = sizeof handler, .invoke = fetch_profile, .fingerprint = FETCH_PROFILE_FINGERPRINT};
    int32_t status = hostcall_register_handler(bridge, "fetch_profile", &handler);
    expect(status == HOSTCALL_OK, "the fingerprint was refused");
    handler.fingerprint++;
    status = hostcall_register_handler(bridge, "fetch_profile", &handler);
    expect(status == HOSTCALL_SCHEMA_MISMATCH, "a wrong fingerprint was not refused");
  }
  log_in(HOSTCALL_REPLY_OK, "Welcome back, Ada");

  hostcall_register(bridge, "fetch_profile", refuse, NULL);
  log_in(HOSTCALL_REPLY_FAILURE, "this user is locked");

  hostcall_register(bridge, "fetch_profile", fetch_for_tenant, NULL);
  log_in_for_tenant();

  struct database database = {.remaining_ns = -1};
  expect(register_look_up(&database) == HOSTCALL_OK, "the handler was refused");
  log_in(HOSTCALL_REPLY_FAILURE, "deadlineExceeded");
  expect(database.remaining_ns > 0 && database.remaining_ns <= 50000000, "remaining_ns is not within 50 ms");

  int32_t status = hostcall_complete(bridge, 12345, HOSTCALL_REPLY_OK, NULL, 0);
  if (status != HOSTCALL_OK) {
    char words[512];
    hostcall_last_error(words, sizeof words);
    fprintf(stderr, "%s: %s\n", hostcall_status_name(status), words);
  }
  expect(status == HOSTCALL_UNKNOWN_CALL, "an answer with a made-up call ID was not refused");

  expect(shut_down() == HOSTCALL_OK, "the bridge was not closed");
  expect(database.cancelled == 1 && database.released == 1, "the handler was not cancelled once and released once");
  printf("c_snippets: the C code of the documentation works as described\n");
  return 0;
}
