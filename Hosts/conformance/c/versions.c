/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Behaviours 33 to 39: cores of other versions. */
#include "behaviours.h"

static const conformance_malformation accepted[] = {
    CONFORMANCE_MALFORMATION_EXTRA_FIELD, CONFORMANCE_MALFORMATION_REORDERED, CONFORMANCE_MALFORMATION_WIDE_HEADS,
    CONFORMANCE_MALFORMATION_MISSING_OPTIONAL, CONFORMANCE_MALFORMATION_NULL_OPTIONAL};

static const struct {
  conformance_malformation malformation;
  const char *field;
} refused[] = {{CONFORMANCE_MALFORMATION_MISSING_FIELD, "text"},
               {CONFORMANCE_MALFORMATION_WRONG_TYPE, "text"},
               {CONFORMANCE_MALFORMATION_OUT_OF_RANGE, "small"},
               {CONFORMANCE_MALFORMATION_UNKNOWN_CASE, "mood"},
               {CONFORMANCE_MALFORMATION_UNKNOWN_SHAPE, "shape"}};

/* Compares all fields; the first three differences leave the note. */
static bool is_evolving(conformance_evolving value, size_t difference) {
  bool has_note = difference < 3;
  return value.small == 7 && hostcall_text_equals(value.text, "seven") && value.mood == CONFORMANCE_MOOD_MERRY &&
         (has_note ? value.note != NULL && hostcall_text_equals(*value.note, "n") : value.note == NULL) &&
         value.shape != NULL && value.shape->kind == CONFORMANCE_SHAPE_EMPTY;
}

static const char *requests(struct host *host) {
  for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
    CALL(result, send_evolving, &(conformance_send_evolving_request){accepted[i]}, NULL);
    EXPECT_OK(result);
    EXPECT_IN(hostcall_text_equals(result.response->outcome, "ok"), result.response->message.data);
    EXPECT(result.response->value != NULL && is_evolving(*result.response->value, i));
    FREE(result, send_evolving);
  }
  EXPECT(atomic_load(&host->invoked) == 5);
  return NULL;
}

static const char *wrong_requests(struct host *host) {
  for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
    CALL(result, send_evolving, &(conformance_send_evolving_request){refused[i].malformation}, NULL);
    EXPECT_OK(result);
    EXPECT_IN(hostcall_text_equals(result.response->outcome, "invalidArgument"), result.response->outcome.data);
    EXPECT_IN(strstr(result.response->message.data, refused[i].field) != NULL, result.response->message.data);
    FREE(result, send_evolving);
  }
  EXPECT(atomic_load(&host->invoked) == 0);
  return NULL;
}

static const char *malformed_requests(struct host *host) {
  for (int i = CONFORMANCE_MALFORMATION_INDEFINITE_UNENDED; i <= CONFORMANCE_MALFORMATION_NO_BYTES; i++) {
    CALL(result, send_evolving, &(conformance_send_evolving_request){(conformance_malformation)i}, NULL);
    EXPECT_OK(result);
    EXPECT_IN(hostcall_text_equals(result.response->outcome, "invalidArgument"), result.response->outcome.data);
    FREE(result, send_evolving);
  }
  EXPECT(atomic_load(&host->invoked) == 0);
  return NULL;
}

static const char *answers(struct host *host) {
  for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
    CALL(result, answer_evolving, &(conformance_answer_evolving_request){accepted[i]}, NULL);
    EXPECT_OK(result);
    const conformance_answered_evolving *found = result.response;
    conformance_evolving value = {found->small, found->text, found->mood, found->note, found->shape};
    EXPECT(is_evolving(value, i));
    FREE(result, answer_evolving);
  }
  return NULL;
}

static const char *wrong_answers(struct host *host) {
  for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
    CALL(result, answer_evolving, &(conformance_answer_evolving_request){refused[i].malformation}, NULL);
    EXPECT(result.outcome == HOSTCALL_REPLY_CODE(13) && result.response == NULL);
    EXPECT_IN(strstr(result.message, refused[i].field) != NULL, result.message);
    FREE(result, answer_evolving);
  }
  return answers(host);
}

static const char *changed_host(struct host *whole) {
  (void)whole;
  struct host host;
  EXPECT(host_open(&host, open_changed) == HOSTCALL_SCHEMA_MISMATCH);
  const char *words = hostcall_typed_last_error();
  EXPECT_IN(strstr(words, "fetch_profile") != NULL && strstr(words, "locale") != NULL, words);
  host_close(&host);
  EXPECT(atomic_load(&host.released) == 1);
  return NULL;
}

static const char *changed_core(struct host *whole) {
  (void)whole;
  struct host partial, *host = &partial;
  EXPECT_IN(host_open(host, open_partial) == HOSTCALL_OK, hostcall_typed_last_error());
  CALL(result, log_in, &(conformance_log_in_request){.user_id = 7}, NULL);
  EXPECT(result.status == HOSTCALL_SCHEMA_MISMATCH);
  EXPECT_IN(strstr(result.message, "log_in") != NULL, result.message);
  FREE(result, log_in);
  host_close(host);
  return NULL;
}

const struct behaviour versions[] = {{33, requests},      {34, wrong_requests}, {35, malformed_requests}, {36, answers},
                                     {37, wrong_answers}, {38, changed_host},   {39, changed_core},       {0, NULL}};
