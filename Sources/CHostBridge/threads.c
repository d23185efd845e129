#ifndef _GNU_SOURCE
#define _GNU_SOURCE  // sched_getaffinity
#endif
#include "hostcall_shim.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// -- Memory -------------------------------------------------------------------------------------

void *hostcall_zeroed_memory(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

void hostcall_free_memory(void *memory, size_t size) { munmap(memory, size); }

// -- Starting a thread --------------------------------------------------------------------------

struct start {
  void (*body)(void *context);
  void *context;
};

static void *run(void *argument) {
  struct start start = *(struct start *)argument;
  free(argument);
  start.body(start.context);
  return NULL;
}

bool hostcall_thread_start(void (*body)(void *context), void *context) {
  struct start *start = malloc(sizeof *start);
  if (start == NULL) return false;
  *start = (struct start){body, context};

  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  sigset_t all, before;
  sigfillset(&all);
  // Not those that a fault on the thread itself raises: the host's crash reporter has to see them.
  const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT};
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) sigdelset(&all, faults[i]);
  pthread_sigmask(SIG_SETMASK, &all, &before);  // the new thread inherits it
  pthread_t thread;
  int error = pthread_create(&thread, &attributes, run, start);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  if (error != 0) free(start);
  return error == 0;
}

int hostcall_processor_count(void) {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? (int)count : 1;
}

void hostcall_error_output(const char *text, size_t length) {
  ssize_t ignored = write(STDERR_FILENO, text, length);
  (void)ignored;
}

// -- A lock -------------------------------------------------------------------------------------

struct hostcall_lock {
  pthread_mutex_t mutex;
};

hostcall_lock *hostcall_lock_create(void) {
  hostcall_lock *lock = malloc(sizeof *lock);
  if (lock != NULL) pthread_mutex_init(&lock->mutex, NULL);
  return lock;
}

void hostcall_lock_destroy(hostcall_lock *lock) {
  pthread_mutex_destroy(&lock->mutex);
  free(lock);
}

void hostcall_lock_acquire(hostcall_lock *lock) { pthread_mutex_lock(&lock->mutex); }

void hostcall_lock_release(hostcall_lock *lock) { pthread_mutex_unlock(&lock->mutex); }

// -- The callbacks that run on this thread -------------------------------------------------------

static _Thread_local hostcall_callback_frame *innermost;

void hostcall_callback_enter(hostcall_callback_frame *frame, uint64_t bridge) {
  frame->bridge = bridge;
  frame->outer = innermost;
  innermost = frame;
}

void hostcall_callback_leave(hostcall_callback_frame *frame) { innermost = frame->outer; }

bool hostcall_callback_is_inside(uint64_t bridge) {
  for (const hostcall_callback_frame *frame = innermost; frame != NULL; frame = frame->outer) {
    if (frame->bridge == bridge) return true;
  }
  return false;
}

// -- The last error of this thread ----------------------------------------------------------------

enum { error_capacity = 1024 };
static _Thread_local char error_text[error_capacity];
static _Thread_local size_t error_length;

static bool is_continuation(char byte) { return ((unsigned char)byte & 0xC0) == 0x80; }

void hostcall_error_set(const char *utf8, size_t length) {
  if (length > error_capacity - 1) {
    length = error_capacity - 1;
    while (length > 0 && is_continuation(utf8[length])) length--;
  }
  memcpy(error_text, utf8, length);
  error_text[length] = '\0';
  error_length = length;
}

size_t hostcall_error_get(char *buffer, size_t size) {
  if (buffer != NULL && size > 0) {
    size_t count = error_length < size ? error_length : size - 1;
    memcpy(buffer, error_text, count);
    buffer[count] = '\0';
  }
  return error_length;
}

// -- Fork ----------------------------------------------------------------------------------------

static atomic_bool is_child;

static void mark_child(void) { atomic_store_explicit(&is_child, true, memory_order_relaxed); }

static void install_watch(void) { pthread_atfork(NULL, NULL, mark_child); }

void hostcall_fork_watch(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, install_watch);
}

bool hostcall_fork_is_child(void) { return atomic_load_explicit(&is_child, memory_order_relaxed); }
