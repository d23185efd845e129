/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "hostcall_typed_types.h"

#define SCALAR(type_name, kind_, c_type) \
  const hostcall_typed_type hostcall_typed_##type_name = {.kind = HOSTCALL_TYPED_##kind_, .size = sizeof(c_type)}

SCALAR(bool, BOOL, bool);
SCALAR(int8, INT, int8_t);
SCALAR(int16, INT, int16_t);
SCALAR(int32, INT, int32_t);
SCALAR(int64, INT, int64_t);
SCALAR(uint8, UINT, uint8_t);
SCALAR(uint16, UINT, uint16_t);
SCALAR(uint32, UINT, uint32_t);
SCALAR(uint64, UINT, uint64_t);
SCALAR(int128, INT128, hostcall_int128);
SCALAR(uint128, UINT128, hostcall_uint128);
SCALAR(float, FLOAT, float);
SCALAR(double, DOUBLE, double);
SCALAR(text, TEXT, hostcall_text);
SCALAR(bytes, BYTES, hostcall_bytes);
SCALAR(time, TIME, double);
SCALAR(uuid, UUID, hostcall_uuid);
SCALAR(uri, URI, hostcall_text);
SCALAR(decimal, DECIMAL, hostcall_decimal);
SCALAR(item, ITEM, hostcall_item);
SCALAR(payload, PAYLOAD, hostcall_bytes);

const hostcall_typed_type hostcall_typed_empty = {.kind = HOSTCALL_TYPED_RECORD, .size = 1};
