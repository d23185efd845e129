#include <stddef.h>

#include "bridge_platform.h"

// Entry points of Swift's runtime that are part of its ABI.

/* An executor as the runtime passes it: an object, and how it is used; 0 and 0 for the runtime's own. */
struct executor {
  uintptr_t identity;
  uintptr_t implementation;
};

extern void *swift_task_getCurrent(void) __attribute__((swiftcall));
extern bool swift_task_isCancelled(void *task) __attribute__((swiftcall));
extern struct executor swift_task_getPreferredTaskExecutor(void) __attribute__((swiftcall));
extern struct executor swift_task_getCurrentExecutor(void) __attribute__((swiftcall));

void *hostcall_task(void) { return swift_task_getCurrent(); }

bool hostcall_task_is_cancelled(void *task) { return task != NULL && swift_task_isCancelled(task); }

uintptr_t hostcall_task_executor(void) { return swift_task_getPreferredTaskExecutor().identity; }

bool hostcall_task_has_custom_actor(void) { return swift_task_getCurrentExecutor().implementation != 0; }
