/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Tests of the C interface, written against hostcall.h and run through ProfileCore. */
#include "check.h"
#include "suites.h"

int main(void) {
  answer_tests();
  argument_tests();
  call_tests();
  handler_tests();
  schema_tests();
  callback_tests();
  copy_tests();
  extreme_tests();
  closing_tests();
  during_close_tests();
  thread_tests();
  race_tests();
  hostile_tests();
  metadata_tests();
  option_tests();
  stream_tests();
  stream_end_tests();
  stream_race_tests();
  event_tests();
  queue_tests();
  queue_wait_tests();
  queue_stream_tests();
  queue_event_tests();
  fault_tests();
  fork_tests();
  return finish_tests();
}
