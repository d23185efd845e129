/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* Platform functions that HostBridgeCore needs and Swift does not offer portably: parking and starting threads, running
 * a host's callback so that its thread survives anything the callback does, thread-local state, and facts about the
 * process. Private to the package: `import HostCall` does not export this module, and all symbols are hidden, so a
 * library built on the package does not export them either. */
#ifndef BRIDGE_PLATFORM_H
#define BRIDGE_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hostcall.h"

#define HOSTCALL_HIDDEN __attribute__((visibility("hidden")))

/* -- Parking: parking.c ---------------------------------------------------------------------------- */

/* A place where one thread sleeps until another wakes it.
 *
 *     the sleeper:  prepare; check for work again; park, or cancel if there is some
 *     a waker:      publish the work; wake
 *
 * A wake before `prepare` has no effect and costs one load. */
typedef struct hostcall_parker hostcall_parker;

/* Returns a parker; hostcall_parker_none() if memory is lacking. Parkers are recycled and their memory is never freed,
 * so a late wake is harmless: at most it wakes the next owner early. */
HOSTCALL_HIDDEN hostcall_parker *hostcall_parker_acquire(void);
/* Returns the shared placeholder for threads that cannot park. */
HOSTCALL_HIDDEN hostcall_parker *hostcall_parker_none(void);
/* Returns the parker for reuse. */
HOSTCALL_HIDDEN void hostcall_parker_release(hostcall_parker *parker);
HOSTCALL_HIDDEN void hostcall_parker_prepare(hostcall_parker *parker);
HOSTCALL_HIDDEN void hostcall_parker_cancel(hostcall_parker *parker);
/* Sleeps until a wake since `prepare`, or until the monotonic clock reads `deadline_ns`; INT64_MAX is never. */
HOSTCALL_HIDDEN void hostcall_parker_park(hostcall_parker *parker, int64_t deadline_ns);
/* Wakes the sleeper if it sleeps, even if another thread has claimed it, since that thread may be suspended before its
 * wake. */
HOSTCALL_HIDDEN void hostcall_parker_wake(hostcall_parker *parker);
/* Wakes the sleeper, if it sleeps and no other thread has claimed it; returns whether it did. */
HOSTCALL_HIDDEN bool hostcall_parker_claim(hostcall_parker *parker);

/* Returns the time of the monotonic clock in nanoseconds. */
HOSTCALL_HIDDEN int64_t hostcall_monotonic_ns(void);

/* -- Threads: threads.c ---------------------------------------------------------------------------- */

/* Runs `body(context)` on a new detached thread. `name` has at most 15 bytes; `stack_size` is in bytes, 0 for the
 * system's default. The thread blocks all signals except those that its own faults and system calls raise, so that the
 * host's handlers run on the host's threads. Returns false if the system refuses a thread. */
HOSTCALL_HIDDEN bool hostcall_thread_start(const char *name, size_t stack_size, void (*body)(void *context),
                                           void *context);

/* Sleeps for about a millisecond. */
HOSTCALL_HIDDEN void hostcall_thread_sleep_briefly(void);

/* Returns the number of processors that this process may use, at least 1. */
HOSTCALL_HIDDEN int hostcall_processor_count(void);

/* Hints to the processor that this thread is spinning. */
static inline void hostcall_spin_hint(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
  __asm__ volatile("yield");
#endif
}

/* Entry points of Swift's runtime that are part of its ABI. */
extern void *swift_task_getCurrent(void) __attribute__((swiftcall));
extern bool swift_task_isCancelled(void *task) __attribute__((swiftcall));

/* Returns whether the current Swift task is cancelled; false without a task. Does not retain the task, which is half of
 * the cost of Swift's function. */
static inline bool hostcall_task_is_cancelled(void) {
  void *task = swift_task_getCurrent();
  return task != NULL && swift_task_isCancelled(task);
}

/* Returns whether a task-local value is set for the current task; `key` is the address of its TaskLocal. Costs less
 * than reading the value, which most tasks have not set. */
HOSTCALL_HIDDEN bool hostcall_task_has_local(const void *key);

/* A pthread mutex, for builds with the thread sanitizer, which does not understand the standard library's lock. */
typedef struct hostcall_lock hostcall_lock;
HOSTCALL_HIDDEN hostcall_lock *hostcall_lock_create(void);
HOSTCALL_HIDDEN void hostcall_lock_destroy(hostcall_lock *lock);
HOSTCALL_HIDDEN void hostcall_lock_acquire(hostcall_lock *lock);
HOSTCALL_HIDDEN void hostcall_lock_release(hostcall_lock *lock);

/* -- Functions of the host: callbacks.c ------------------------------------------------------------- */

/* Each runs one callback of the host on this thread, as a callback of `bridge`. Returns false if the callback ended its
 * thread (pthread_exit or cancellation) instead of returning. The thread continues nevertheless: unwinding would
 * destroy frames of Swift and of a thread pool, which do not support that. */
HOSTCALL_HIDDEN bool hostcall_run_invoke(hostcall_invoke_fn invoke, uint64_t bridge, uint64_t call_id,
                                         const void *request, size_t request_len, void *user_data);
HOSTCALL_HIDDEN bool hostcall_run_cancel(hostcall_cancel_fn cancel, uint64_t bridge, uint64_t call_id, void *user_data);
HOSTCALL_HIDDEN bool hostcall_run_reply(hostcall_reply_fn reply, uint64_t bridge, int32_t outcome, const void *payload,
                                        size_t payload_len, void *user_data);
HOSTCALL_HIDDEN bool hostcall_run_release(hostcall_release_fn release, uint64_t bridge, void *user_data);
HOSTCALL_HIDDEN bool hostcall_run_credit(hostcall_credit_fn credit, uint64_t bridge, uint64_t call_id, uint32_t more,
                                         void *user_data);
HOSTCALL_HIDDEN bool hostcall_run_stream_cancel(hostcall_stream_cancel_fn cancel, uint64_t bridge, uint64_t call_id,
                                                uint64_t taken, void *user_data);
HOSTCALL_HIDDEN bool hostcall_run_item(hostcall_item_fn item, uint64_t bridge, const void *bytes, size_t length,
                                       void *user_data);
HOSTCALL_HIDDEN bool hostcall_run_wake(hostcall_wake_fn wake, uint64_t bridge, void *user_data);

/* The next event of a listener. */
typedef struct hostcall_next_event {
  const void *bytes;
  size_t length;
  uint64_t dropped;
} hostcall_next_event;

/* Takes the next event, which is valid until the next call; returns false if there is none. */
typedef bool (*hostcall_next_event_fn)(void *context, hostcall_next_event *event);

/* Runs `event` for each event that `next` takes. Since no frame of `next` is on the stack while `event` runs, one
 * preparation for an `event` that ends its thread is enough for all; call it again if it returns false. */
HOSTCALL_HIDDEN bool hostcall_run_events(hostcall_event_fn event, uint64_t bridge, const char *name, void *user_data,
                                         hostcall_next_event_fn next, void *context);

/* Returns whether a callback of `bridge` runs on this thread, at any depth. */
HOSTCALL_HIDDEN bool hostcall_is_inside_callback(uint64_t bridge);

/* -- The last error of this thread: errors.c -------------------------------------------------------- */

/* The parts of an error message: `reason` selects the text, into which `first`, `second` and `text` are inserted. */
typedef struct hostcall_error {
  int32_t reason;
  uint64_t first;
  uint64_t second;
  size_t text_len;
  char text[1023];
} hostcall_error;

/* Returns this thread's error, to be read or replaced. */
HOSTCALL_HIDDEN hostcall_error *hostcall_thread_error(void);
/* Copies at most `length` bytes of UTF-8 into the text of `error`, truncating at a character boundary. */
HOSTCALL_HIDDEN void hostcall_error_set_text(hostcall_error *error, const char *utf8, size_t length);

/* Writes to the standard error output with a single write; ignores errors. */
HOSTCALL_HIDDEN void hostcall_write_error(const char *text, size_t length);

/* -- Memory: memory.c ------------------------------------------------------------------------------ */

/* Returns `size` zero bytes, page-aligned, which use memory only once touched; NULL if memory is lacking. */
HOSTCALL_HIDDEN void *hostcall_pages_map(size_t size);
/* Makes pages zero again and gives their memory back; their addresses stay valid. Returns false if the system keeps
 * them as they are, for example because the host has locked its memory. */
HOSTCALL_HIDDEN bool hostcall_pages_clear(void *pages, size_t size);
HOSTCALL_HIDDEN void hostcall_pages_unmap(void *pages, size_t size);

/* Returns whether malloc can provide `size` bytes now. */
HOSTCALL_HIDDEN bool hostcall_memory_is_available(size_t size);

/* Returns a copy of `size` bytes that is aligned to 16, to be freed with free(); NULL if memory is lacking. */
HOSTCALL_HIDDEN void *hostcall_memory_copy_aligned(const void *bytes, size_t size);

/* -- Signals: signal.c ------------------------------------------------------------------------------ */

/* A flag that poll sees: its `reader` is readable while it is set. */
typedef struct hostcall_signal {
  int reader;
  int writer; /* the same on Linux */
} hostcall_signal;

/* Opens a signal that is not set; returns false if the system lacks descriptors. */
HOSTCALL_HIDDEN bool hostcall_signal_open(hostcall_signal *signal);
/* Each of the next two changes the flag, so `set` must follow `clear` and the other way round. */
HOSTCALL_HIDDEN void hostcall_signal_set(hostcall_signal signal);
HOSTCALL_HIDDEN void hostcall_signal_clear(hostcall_signal signal);
HOSTCALL_HIDDEN void hostcall_signal_close(hostcall_signal signal);

/* -- Forked children: fork.c ------------------------------------------------------------------------- */

/* Makes hostcall_fork_is_child return true in children that are forked from now on. */
HOSTCALL_HIDDEN void hostcall_fork_watch(void);
extern HOSTCALL_HIDDEN bool hostcall_fork_flag;
/* Returns whether this process was forked from one that had called hostcall_fork_watch. */
static inline bool hostcall_fork_is_child(void) { return __atomic_load_n(&hostcall_fork_flag, __ATOMIC_RELAXED); }

/* -- The library: library.c -------------------------------------------------------------------------- */

/* Keeps the library that contains this code loaded until the process ends, since its threads outlive every dlclose. */
HOSTCALL_HIDDEN void hostcall_library_pin(void);

/* -- Descriptors: descriptors.c ---------------------------------------------------------------------- */

/* Returns whether `count` more file descriptors can be opened now. */
HOSTCALL_HIDDEN bool hostcall_descriptors_available(int count);

/* -- Logs of calls: logfile.c ------------------------------------------------------------------------ */

/* Opens a file or a character device for appending, and creates a file that only its owner may read. Never waits.
 * Returns a descriptor; the negated errno, which is EEXIST for a file that does not begin with `header`, and ESPIPE for
 * a pipe, a socket or a block device. */
HOSTCALL_HIDDEN int hostcall_log_open(const char *path, const void *header, size_t length);
HOSTCALL_HIDDEN void hostcall_log_close(int descriptor);
#define HOSTCALL_LOG_DELETED (-1LL)
#define HOSTCALL_LOG_DEVICE (-2LL)
/* Returns the size in bytes, HOSTCALL_LOG_DELETED or HOSTCALL_LOG_DEVICE. */
HOSTCALL_HIDDEN int64_t hostcall_log_size(int descriptor);
/* Appends with a single write; returns 0, or errno. Then nothing is appended, unless the file is a device, or another
 * process has appended in the meantime. */
HOSTCALL_HIDDEN int hostcall_log_append(int descriptor, const void *bytes, size_t length);
/* Renames the file of `descriptor` unless another process has done so, it cannot be renamed, or `path` is a link to it.
 * The caller closes `descriptor` afterwards. */
HOSTCALL_HIDDEN void hostcall_log_rotate(int descriptor, const char *path, const char *previous);
/* Returns the path of an existing file from the root, without links, to be freed with hostcall_free; NULL if it has
 * none. */
HOSTCALL_HIDDEN char *hostcall_resolved_path(const char *path);
HOSTCALL_HIDDEN void hostcall_free(char *text);
/* Writes a description of an error into `text`, which has `size` bytes, truncating it. */
HOSTCALL_HIDDEN void hostcall_error_text(int error, char *text, size_t size);

/* Returns the value of an environment variable; NULL if it is not set, or the process has more rights than its user. */
HOSTCALL_HIDDEN const char *hostcall_environment(const char *name);
/* Returns the object that adds interceptors of the environment; NULL, unless HostCall is part of the program and
 * replaces this weak function by one of the same name. */
HOSTCALL_HIDDEN const void *hostcall_environment_interception(void);
/* Returns the seconds since 1970-01-01 UTC. */
HOSTCALL_HIDDEN double hostcall_wall_clock(void);
HOSTCALL_HIDDEN int64_t hostcall_process_id(void);

#endif /* BRIDGE_PLATFORM_H */
