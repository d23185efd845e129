/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include <pthread.h>
#include <setjmp.h>
#include <string.h>

#include "bridge_platform.h"

// -- The callbacks that run on this thread ------------------------------------------------------------

// Frames live on the thread's stack, innermost first.
struct frame {
  uint64_t bridge;
  struct frame *outer;
};

static _Thread_local struct frame *innermost;

bool hostcall_is_inside_callback(uint64_t bridge) {
  for (const struct frame *frame = innermost; frame != NULL; frame = frame->outer) {
    if (frame->bridge == bridge) return true;
  }
  return false;
}

// RUN(HANDLE, CALL) returns from the enclosing function: true if CALL has returned, false if it tried to end its
// thread. A macro, because setjmp must be called in the frame to which control returns.
#if defined(__GLIBC__)

// The parts of pthread_cleanup_push, except that the thread continues after the clean-up.
#define RUN(handle, call)                                                                          \
  do {                                                                                             \
    struct frame **volatile place = &innermost;                                                    \
    struct frame frame = {.bridge = handle, .outer = *place};                                      \
    __pthread_unwind_buf_t way_back;                                                               \
    bool returned = __sigsetjmp((struct __jmp_buf_tag *)(void *)way_back.__cancel_jmp_buf, 0) == 0; \
    if (returned) {                                                                                \
      __pthread_register_cancel(&way_back);                                                        \
      *place = &frame;                                                                             \
      call;                                                                                        \
    }                                                                                              \
    __pthread_unregister_cancel(&way_back);                                                        \
    *place = frame.outer;                                                                          \
    return returned;                                                                               \
  } while (0)

#else

static void come_back(void *way_back) { _longjmp(*(jmp_buf *)way_back, 1); }

#define RUN(handle, call)                                     \
  do {                                                        \
    struct frame **volatile place = &innermost;               \
    struct frame frame = {.bridge = handle, .outer = *place}; \
    jmp_buf way_back;                                         \
    volatile bool returned = false;                           \
    if (_setjmp(way_back) == 0) {                             \
      *place = &frame;                                        \
      pthread_cleanup_push(come_back, &way_back);             \
      call;                                                   \
      returned = true;                                        \
      pthread_cleanup_pop(0);                                 \
    }                                                         \
    *place = frame.outer;                                     \
    return returned;                                          \
  } while (0)

#endif

// -- The host's functions -----------------------------------------------------------------------------

enum { alignment = 16, small = 256 };

static bool is_aligned(const void *bytes) { return bytes != NULL && (uintptr_t)bytes % alignment == 0; }

static bool invoke_in_place(hostcall_invoke_fn invoke, uint64_t bridge, uint64_t call_id, const void *request,
                            size_t request_len, void *user_data) {
  RUN(bridge, invoke(call_id, request, request_len, user_data));
}

static __attribute__((noinline)) bool invoke_with_copy(hostcall_invoke_fn invoke, uint64_t bridge, uint64_t call_id,
                                                       const void *request, size_t request_len, void *user_data) {
  _Alignas(alignment) uint8_t copy[small];
  if (request_len > 0) memcpy(copy, request, request_len);
  return invoke_in_place(invoke, bridge, call_id, copy, request_len, user_data);
}

// The Swift caller aligns larger requests.
bool hostcall_run_invoke(hostcall_invoke_fn invoke, uint64_t bridge, uint64_t call_id, const void *request,
                         size_t request_len, void *user_data) {
  if (is_aligned(request) || request_len > small) {
    return invoke_in_place(invoke, bridge, call_id, request, request_len, user_data);
  }
  return invoke_with_copy(invoke, bridge, call_id, request, request_len, user_data);
}

bool hostcall_run_cancel(hostcall_cancel_fn cancel, uint64_t bridge, uint64_t call_id, void *user_data) {
  RUN(bridge, cancel(call_id, user_data));
}

bool hostcall_run_reply(hostcall_reply_fn reply, uint64_t bridge, int32_t outcome, const void *payload,
                        size_t payload_len, void *user_data) {
  RUN(bridge, reply(outcome, payload, payload_len, user_data));
}

bool hostcall_run_credit(hostcall_credit_fn credit, uint64_t bridge, uint64_t call_id, uint32_t more,
                         void *user_data) {
  RUN(bridge, credit(call_id, more, user_data));
}

bool hostcall_run_stream_cancel(hostcall_stream_cancel_fn cancel, uint64_t bridge, uint64_t call_id, uint64_t taken,
                                void *user_data) {
  RUN(bridge, cancel(call_id, taken, user_data));
}

bool hostcall_run_item(hostcall_item_fn item, uint64_t bridge, const void *bytes, size_t length, void *user_data) {
  RUN(bridge, item(bytes, length, user_data));
}

static void run_events(hostcall_event_fn event, const char *name, void *user_data, hostcall_next_event_fn next,
                       void *context) {
  hostcall_next_event taken;
  while (next(context, &taken)) event(name, taken.bytes, taken.length, taken.dropped, user_data);
}

bool hostcall_run_events(hostcall_event_fn event, uint64_t bridge, const char *name, void *user_data,
                         hostcall_next_event_fn next, void *context) {
  RUN(bridge, run_events(event, name, user_data, next, context));
}

bool hostcall_run_release(hostcall_release_fn release, uint64_t bridge, void *user_data) {
  RUN(bridge, release(user_data));
}

bool hostcall_run_wake(hostcall_wake_fn wake, uint64_t bridge, void *user_data) { RUN(bridge, wake(user_data)); }
