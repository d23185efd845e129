// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// A host in C++ whose bridge is closed by the destructor of a static object, inside exit(), with calls in flight.
#include <atomic>
#include <cstdio>

#include "profile_core.h"

namespace {

struct Host {
  hostcall_bridge bridge = profile_core_open();
  std::atomic<int> replies{0};

  ~Host() {
    int32_t status = hostcall_close(bridge);
    // Every accepted call has had its reply, and nothing uses this object any more.
    if (status != HOSTCALL_OK || replies != 100) std::fprintf(stderr, "status %d, %d replies\n", status, replies.load());
    std::puts(status == HOSTCALL_OK && replies == 100 ? "  a static object of C++ closes its bridge inside exit" : "");
  }
};

Host host;

void read_clock(uint64_t call_id, const uint8_t *, size_t, void *) {
  const double seconds = 12.5;
  hostcall_complete(host.bridge, call_id, HOSTCALL_REPLY_OK, reinterpret_cast<const uint8_t *>(&seconds), sizeof seconds);
}

void reply(int32_t, const uint8_t *, size_t, void *) { host.replies++; }

void keep_waiting(uint64_t, const uint8_t *, size_t, void *) {}

}  // namespace

int main() {
  static const uint8_t request[] = "\xa1\x66userID\x07";
  if (hostcall_register(host.bridge, "read_clock", read_clock, nullptr) != HOSTCALL_OK) return 1;
  if (hostcall_register(host.bridge, "fetch_profile", keep_waiting, nullptr) != HOSTCALL_OK) return 1;
  for (int i = 0; i < 100; i++) {
    if (hostcall_call(host.bridge, "log_in", request, sizeof request - 1, reply, nullptr, nullptr) != HOSTCALL_OK) return 1;
  }
  return 0;
}
