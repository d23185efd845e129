/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The suites, one per file. */
#ifndef SUITES_H
#define SUITES_H

void answer_tests(void);
void argument_tests(void);
void call_tests(void);
void callback_tests(void);
void closing_tests(void);
void copy_tests(void);
void during_close_tests(void);
void event_tests(void);
void extreme_tests(void);
void fault_tests(void);
void fork_tests(void);
void handler_tests(void);
void hostile_tests(void);
void metadata_tests(void);
void option_tests(void);
void queue_event_tests(void);
void queue_stream_tests(void);
void queue_tests(void);
void queue_wait_tests(void);
void race_tests(void);
void schema_tests(void);
void stream_end_tests(void);
void stream_race_tests(void);
void stream_tests(void);
void thread_tests(void);

#endif
