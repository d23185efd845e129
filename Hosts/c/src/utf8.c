/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "utf8.h"

#include <stdint.h>
#include <string.h>

bool hostcall_typed_is_utf8(const char *bytes, size_t length) {
  const uint8_t *at = (const uint8_t *)bytes;
  const uint8_t *end = at + length;
  while (at < end) {
    uint64_t word;
    if ((size_t)(end - at) >= sizeof word) {
      memcpy(&word, at, sizeof word);
      if ((word & UINT64_C(0x8080808080808080)) == 0) {
        at += sizeof word;
        continue;
      }
    }
    uint8_t first = *at++;
    if (first < 0x80) continue;
    /* The number of bytes that follow, and the bounds of the first of them (RFC 3629, section 4). */
    int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (first < 0xc2 || first > 0xf4 || end - at < more || *at < low || *at > high) return false;
    for (at++, more--; more > 0; at++, more--) {
      if (*at < 0x80 || *at > 0xbf) return false;
    }
  }
  return true;
}
