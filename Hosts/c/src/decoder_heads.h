/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* How a decoder moves from head to head. */
#ifndef HOSTCALL_TYPED_DECODER_HEADS_H
#define HOSTCALL_TYPED_DECODER_HEADS_H

#include "cbor_heads.h"
#include "hostcall_typed_codec.h"

/* Takes the next head. */
bool hostcall_typed_take_head(hostcall_typed_decoder *decoder, hostcall_cbor_head *head);
/* Takes `length` bytes of a string's content. */
bool hostcall_typed_take_content(hostcall_typed_decoder *decoder, uint64_t length, const uint8_t **content);
/* Fails with what was expected and what was found. */
bool hostcall_typed_mismatch(hostcall_typed_decoder *decoder, const char *expected, const hostcall_cbor_head *head);

#endif
