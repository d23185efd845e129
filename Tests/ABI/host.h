/* A host for the tests. It registers ProfileCore's two functions, and does with their calls what a test says. Its CBOR is
 * written by hand, so that it owes nothing to the codec that is tested. */
#ifndef HOST_H
#define HOST_H

#include <pthread.h>
#include <stdatomic.h>

#include "check.h"
#include "profile_core.h"

struct host;
/* What a test does with a call of fetch_profile. */
typedef void (*on_fetch)(struct host *host, uint64_t call_id, const uint8_t *request, size_t length);

enum { most_calls = 4096 };

struct host {
  hostcall_bridge bridge;
  on_fetch fetch;
  /* What read_clock answers with: eight bytes unless a test says otherwise. */
  const uint8_t *clock_answer;
  size_t clock_length;
  /* What happened. */
  _Atomic uint64_t fetched[most_calls]; /* call IDs, in order */
  atomic_int fetch_count, clock_count, cancel_count, release_count, misaligned_count;
  _Atomic uint64_t last_cancelled;
  /* For the test's own use. */
  atomic_int note;
};

/* Opens a bridge and registers both functions, the second with cancel and release. */
void host_open(struct host *host, on_fetch fetch);
/* A handler of fetch_profile for `host`. */
hostcall_handler host_handler(struct host *host);
/* Closes the bridge, and checks that it was open. */
void host_close(struct host *host);

/* What a call of the core's was answered. */
struct reply {
  atomic_int count; /* how often `reply` was called */
  int32_t outcome;
  size_t length;
  uint8_t payload[512]; /* what there was room for */
};

/* A hostcall_reply_fn whose user_data is a struct reply. */
void keep_reply(int32_t outcome, const uint8_t *payload, size_t length, void *user_data);
/* Calls log_in for user 7; the status. A timeout of 0 is none. */
int32_t log_in_start(struct host *host, struct reply *reply, uint8_t timeout_ms, uint64_t *call_id);
/* Calls log_in and waits for the reply. */
void log_in(struct host *host, struct reply *reply, uint8_t timeout_ms);
/* Whether the reply is a failure whose bytes have `text` in them. */
bool reply_fails_with(const struct reply *reply, const char *text);
/* Logs in and checks that it works: whatever a test did, the bridge goes on. */
void check_still_works(struct host *host);

/* -- Ways to deal with a call of fetch_profile ----------------------------------------------------- */

void answer_ada(struct host *host, uint64_t call_id, const uint8_t *request, size_t length);
void never_answer(struct host *host, uint64_t call_id, const uint8_t *request, size_t length);
/* Completes with the profile of Ada; the status. */
int32_t complete_ada(struct host *host, uint64_t call_id);

/* Runs `body(argument)` on `count` threads at once, and waits for them. */
void on_threads(int count, void *(*body)(void *), void *argument);

extern const uint8_t ada[];
extern const size_t ada_length;

#endif
