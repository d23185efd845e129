/* What HostBridgeCore needs of the platform and Swift does not offer portably: parking a thread, starting one, calling a
 * host's function so that its thread survives whatever the function does, thread-local state, and facts about the process.
 * Private to the package: `import HostCall` does not export it, and every symbol is hidden, so that a library built on the
 * package does not export it either. */
#ifndef BRIDGE_PLATFORM_H
#define BRIDGE_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hostcall.h"

#define HOSTCALL_HIDDEN __attribute__((visibility("hidden")))

/* -- Parking: parking.c ---------------------------------------------------------------------------- */

/* Where one thread sleeps until another thread wakes it.
 *
 *     the sleeper:  prepare; look for work once more; park, or cancel if there is some
 *     a waker:      publish the work; wake
 *
 * A wake before `prepare` does nothing, and costs one load. */
typedef struct hostcall_parker hostcall_parker;

/* Returns a parker; hostcall_parker_none() if there is no memory. Its memory is never given back to the system, only to
 * other parkers: so a waker may come late, and wakes another sleeper early. */
HOSTCALL_HIDDEN hostcall_parker *hostcall_parker_acquire(void);
/* The parker of threads that do not start. */
HOSTCALL_HIDDEN hostcall_parker *hostcall_parker_none(void);
/* Lets another thread have the parker. */
HOSTCALL_HIDDEN void hostcall_parker_release(hostcall_parker *parker);
HOSTCALL_HIDDEN void hostcall_parker_prepare(hostcall_parker *parker);
HOSTCALL_HIDDEN void hostcall_parker_cancel(hostcall_parker *parker);
/* Sleeps until a wake since `prepare`, or until the monotonic clock reads `deadline_ns`; INT64_MAX is never. */
HOSTCALL_HIDDEN void hostcall_parker_park(hostcall_parker *parker, int64_t deadline_ns);
/* Wakes the sleeper, if it sleeps: also if another thread was to wake it, and may have been stopped before it did. */
HOSTCALL_HIDDEN void hostcall_parker_wake(hostcall_parker *parker);
/* Wakes the sleeper, if it sleeps and no other thread is waking it; returns whether it has. */
HOSTCALL_HIDDEN bool hostcall_parker_claim(hostcall_parker *parker);

/* Returns the nanoseconds of a clock that never goes back. */
HOSTCALL_HIDDEN int64_t hostcall_monotonic_ns(void);

/* -- Threads: threads.c ---------------------------------------------------------------------------- */

/* Runs `body(context)` on a new detached thread called `name` (at most 15 bytes), whose stack has `stack_size` bytes, or as
 * many as the system gives for 0. Signals are blocked there, so that the host's handlers run on the host's threads; those
 * that a fault or a system call of the thread itself raises are not. Returns false if the system has no thread to give. */
HOSTCALL_HIDDEN bool hostcall_thread_start(const char *name, size_t stack_size, void (*body)(void *context), void *context);

/* Sleeps for about a millisecond. */
HOSTCALL_HIDDEN void hostcall_thread_pause(void);

/* Returns how many processors this process may run on, at least 1. */
HOSTCALL_HIDDEN int hostcall_processor_count(void);

/* Tells the processor that this thread waits in a loop. */
static inline void hostcall_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
  __asm__ volatile("yield");
#endif
}

/* Whether the current Swift task is cancelled, without retaining it, which is half of what Swift's function for it costs;
 * false where there is no task. */
HOSTCALL_HIDDEN bool hostcall_task_is_cancelled(void);

/* A pthread mutex, for the build that the thread sanitizer checks: it does not see through the standard library's lock. */
typedef struct hostcall_lock hostcall_lock;
HOSTCALL_HIDDEN hostcall_lock *hostcall_lock_create(void);
HOSTCALL_HIDDEN void hostcall_lock_destroy(hostcall_lock *lock);
HOSTCALL_HIDDEN void hostcall_lock_acquire(hostcall_lock *lock);
HOSTCALL_HIDDEN void hostcall_lock_release(hostcall_lock *lock);

/* -- Functions of the host: callbacks.c ------------------------------------------------------------- */

/* Each runs one function of the host on this thread, as a callback of `bridge`. Returns false if the function ended its
 * thread (pthread_exit, or a cancellation) instead of returning: the thread goes on all the same, since the frames that it
 * would unwind are Swift's and a thread pool's, which do not survive that. */
HOSTCALL_HIDDEN bool hostcall_run_invoke(hostcall_invoke_fn invoke, uint64_t bridge, uint64_t call_id, const void *request,
                                         size_t request_len, void *user_data);
HOSTCALL_HIDDEN bool hostcall_run_cancel(hostcall_cancel_fn cancel, uint64_t bridge, uint64_t call_id, void *user_data);
HOSTCALL_HIDDEN bool hostcall_run_reply(hostcall_reply_fn reply, uint64_t bridge, int32_t outcome, const void *payload,
                                        size_t payload_len, void *user_data);
HOSTCALL_HIDDEN bool hostcall_run_release(hostcall_release_fn release, uint64_t bridge, void *user_data);

/* Returns whether a callback of `bridge` runs on this thread, at any depth. */
HOSTCALL_HIDDEN bool hostcall_is_inside_callback(uint64_t bridge);

/* -- The last error of this thread: errors.c -------------------------------------------------------- */

/* What went wrong, before it is put into words: `reason` says which words, `first` and `second` are numbers in them, and
 * `text` is a name in them. */
typedef struct hostcall_error {
  int32_t reason;
  uint64_t first;
  uint64_t second;
  size_t text_len;
  char text[1024];
} hostcall_error;

/* Returns the error of this thread, to be read or replaced. */
HOSTCALL_HIDDEN hostcall_error *hostcall_thread_error(void);
/* Copies at most `length` bytes of UTF-8 into the text of `error`, cut at a character's border if they are too many. */
HOSTCALL_HIDDEN void hostcall_error_set_text(hostcall_error *error, const char *utf8, size_t length);

/* Writes to the standard error output, whole or not at all. */
HOSTCALL_HIDDEN void hostcall_write_error(const char *text, size_t length);

/* -- The process: process.c ------------------------------------------------------------------------- */

/* Returns `size` bytes of zeros at the start of a page, which become memory as they are touched; NULL if there are none. */
HOSTCALL_HIDDEN void *hostcall_pages_map(size_t size);
/* Makes pages zero again and gives their memory back; their addresses stay valid. False if the system keeps them as they
 * are, such as where a host has locked its memory. */
HOSTCALL_HIDDEN bool hostcall_pages_clear(void *pages, size_t size);
HOSTCALL_HIDDEN void hostcall_pages_unmap(void *pages, size_t size);

/* Whether malloc has `size` bytes to give now. */
HOSTCALL_HIDDEN bool hostcall_memory_is_available(size_t size);

/* From now on a forked child knows that it is one. */
HOSTCALL_HIDDEN void hostcall_fork_watch(void);
/* Returns whether this process was forked off one that had called hostcall_fork_watch. */
HOSTCALL_HIDDEN bool hostcall_fork_is_child(void);

/* Keeps the library that contains this code loaded until the process ends: its threads outlive every dlclose. */
HOSTCALL_HIDDEN void hostcall_library_pin(void);

/* Returns whether `count` more file descriptors can be opened now. */
HOSTCALL_HIDDEN bool hostcall_descriptors_available(int count);

#endif /* BRIDGE_PLATFORM_H */
