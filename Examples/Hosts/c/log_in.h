/* Logs a user in, and waits for what the core says. */
#ifndef LOG_IN_H
#define LOG_IN_H

#include "profile_core.h"

/* What came back. */
struct log_in {
  int32_t status;  /* of hostcall_call */
  int32_t outcome; /* what the core replied, if status is HOSTCALL_OK */
  char greeting[128];
  double logged_in_at;
  uint64_t tag_count;
  char code[64];
  char message[256];
};

struct log_in log_in(hostcall_bridge bridge, uint64_t user_id, uint64_t timeout_ms);

#endif
