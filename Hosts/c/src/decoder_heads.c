/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "decoder_heads.h"

#include <string.h>

bool hostcall_typed_take_head(hostcall_typed_decoder *decoder, hostcall_cbor_head *head) {
  if (decoder->fault.has_failed) return false;
  *head = hostcall_reread_cbor_head(decoder->bytes + decoder->offset, decoder->length - decoder->offset);
  if (head->status == HOSTCALL_CBOR_READ) {
    decoder->offset += head->length;
    return true;
  }
  const char *what = head->status == HOSTCALL_CBOR_TRUNCATED ? "the message ends" : "the message is malformed";
  return hostcall_typed_fail(&decoder->fault, "%s at byte %zu", what, decoder->offset);
}

bool hostcall_typed_take_content(hostcall_typed_decoder *decoder, uint64_t length, const uint8_t **content) {
  if (length > decoder->length - decoder->offset) {
    return hostcall_typed_fail(&decoder->fault, "the message ends at byte %zu", decoder->length);
  }
  *content = decoder->bytes + decoder->offset;
  decoder->offset += (size_t)length;
  return true;
}

bool hostcall_typed_mismatch(hostcall_typed_decoder *decoder, const char *expected, const hostcall_cbor_head *head) {
  static const char *const kinds[] = {
      "an integer", "a negative integer", "bytes", "text", "an array", "a map", "a tag", "",
      "a float",    "the end of an item"};
  const char *found = kinds[head->kind];
  if (head->kind == HOSTCALL_CBOR_SIMPLE) {
    found = head->argument == 20 || head->argument == 21 ? "a Boolean value"
            : head->argument == 22                       ? "null"
                                                         : "a simple value";
  }
  return hostcall_typed_fail(&decoder->fault, "expected %s, but found %s", expected, found);
}
