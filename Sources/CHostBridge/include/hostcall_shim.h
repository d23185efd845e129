/* What HostBridgeCore needs from the platform and Swift does not offer portably: a parking spot for a thread,
 * a thread, a monotonic clock, thread-local state, and the knowledge of having been forked. Not for hosts: every
 * symbol is hidden, so a library built on the package does not export it. */
#ifndef HOSTCALL_SHIM_H
#define HOSTCALL_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HOSTCALL_HIDDEN __attribute__((visibility("hidden")))

/* -- Parking ------------------------------------------------------------------------------------- */

/* Where one thread waits until another wakes it. It holds at most one permit: an unpark that comes before the
 * park is not lost, and two count as one. */
typedef struct hostcall_parker hostcall_parker;

/* NULL if there is no memory for it. */
HOSTCALL_HIDDEN hostcall_parker *hostcall_parker_create(void);
/* Nobody may use it any more. NULL is fine. */
HOSTCALL_HIDDEN void hostcall_parker_destroy(hostcall_parker *parker);
/* Waits for a permit and takes it, or gives up when the monotonic clock reads `deadline_ns`; INT64_MAX is never. */
HOSTCALL_HIDDEN void hostcall_parker_park(hostcall_parker *parker, int64_t deadline_ns);
HOSTCALL_HIDDEN void hostcall_parker_unpark(hostcall_parker *parker);

/* -- Memory -------------------------------------------------------------------------------------- */

/* `size` bytes of zeros at the start of a page, which the system provides as they are touched; NULL if there are none.
 * Straight from the system: an allocator may give memory that was used before, and clear all of it. */
HOSTCALL_HIDDEN void *hostcall_zeroed_memory(size_t size);
/* Gives back what hostcall_zeroed_memory gave, of the same size. */
HOSTCALL_HIDDEN void hostcall_free_memory(void *memory, size_t size);

/* Nanoseconds of a clock that never goes back. */
HOSTCALL_HIDDEN int64_t hostcall_monotonic_ns(void);

/* -- Threads ------------------------------------------------------------------------------------- */

/* Runs `body(context)` on a new detached thread that has signals blocked, but for those of faults, so that the
 * host's signal handlers run on the host's threads. False if the system has no thread to give. */
HOSTCALL_HIDDEN bool hostcall_thread_start(void (*body)(void *context), void *context);

/* How many processors this process may run on, at least 1. */
HOSTCALL_HIDDEN int hostcall_processor_count(void);

/* Tells the processor that this thread waits in a loop. */
static inline void hostcall_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
  __asm__ volatile("yield");
#endif
}

/* Writes to the standard error output, whole or not at all. */
HOSTCALL_HIDDEN void hostcall_error_output(const char *text, size_t length);

/* A plain pthread mutex, for the build that the thread sanitizer checks: it does not see through the standard
 * library's own lock. */
typedef struct hostcall_lock hostcall_lock;
HOSTCALL_HIDDEN hostcall_lock *hostcall_lock_create(void);
HOSTCALL_HIDDEN void hostcall_lock_destroy(hostcall_lock *lock);
HOSTCALL_HIDDEN void hostcall_lock_acquire(hostcall_lock *lock);
HOSTCALL_HIDDEN void hostcall_lock_release(hostcall_lock *lock);

/* -- What this thread is doing ------------------------------------------------------------------- */

/* The callbacks that run on this thread now, innermost first; the frames live on its stack. Swift can't keep this
 * itself: the compiler may take a thread's identity for constant across a suspension. */
typedef struct hostcall_callback_frame {
  uint64_t bridge;
  struct hostcall_callback_frame *outer;
} hostcall_callback_frame;

HOSTCALL_HIDDEN void hostcall_callback_enter(hostcall_callback_frame *frame, uint64_t bridge);
HOSTCALL_HIDDEN void hostcall_callback_leave(hostcall_callback_frame *frame);
/* Whether a callback of `bridge` runs on this thread, at any depth. */
HOSTCALL_HIDDEN bool hostcall_callback_is_inside(uint64_t bridge);

/* The message that hostcall_last_error gives out. Cut to what fits, at a character's border. */
HOSTCALL_HIDDEN void hostcall_error_set(const char *utf8, size_t length);
HOSTCALL_HIDDEN size_t hostcall_error_get(char *buffer, size_t size);

/* -- Fork ---------------------------------------------------------------------------------------- */

/* From now on a forked child knows that it is one. Call it before the first bridge is made. */
HOSTCALL_HIDDEN void hostcall_fork_watch(void);
/* Whether this process was forked off one that had called hostcall_fork_watch. */
HOSTCALL_HIDDEN bool hostcall_fork_is_child(void);

#endif /* HOSTCALL_SHIM_H */
