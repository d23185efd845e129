/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The parts of decoding a value. Each reads one value of `type` at the decoder's place. */
#ifndef HOSTCALL_TYPED_DECODE_VALUE_H
#define HOSTCALL_TYPED_DECODE_VALUE_H

#include "hostcall_typed_types.h"

bool hostcall_typed_decode_array_value(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value);
bool hostcall_typed_decode_entries(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value);
bool hostcall_typed_decode_enum(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value);
bool hostcall_typed_decode_union(hostcall_typed_decoder *decoder, const hostcall_typed_type *type, void *value);

/* Fails if two entries of a map have the same key: text, or an int64_t. Sorts them, so takes n log n comparisons. */
bool hostcall_typed_check_keys(hostcall_typed_decoder *decoder, const hostcall_typed_type *entry, const char *entries,
                               size_t count);

#endif
