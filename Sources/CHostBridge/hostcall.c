/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

#include "hostcall.h"

// The functions are implemented in Swift, in HostBridgeCore/CInterface. These assertions ensure that no struct moves a
// field of an older version, against which hosts were compiled.

#define AT(type, field, offset) _Static_assert(offsetof(type, field) == (offset), #type "." #field " has moved")

#if UINTPTR_MAX == UINT64_MAX
AT(hostcall_handler, size, 0);
AT(hostcall_handler, invoke, 8);
AT(hostcall_handler, cancel, 16);
AT(hostcall_handler, release, 24);
AT(hostcall_handler, user_data, 32);
AT(hostcall_handler, fingerprint, 40);
AT(hostcall_call_info, size, 0);
AT(hostcall_call_info, request_encoding, 8);
AT(hostcall_call_info, response_encoding, 12);
AT(hostcall_call_info, remaining_ns, 16);
AT(hostcall_call_info, credit, 24);
AT(hostcall_api, size, 0);
AT(hostcall_api, abi_version, 8);
AT(hostcall_api, get_abi_version, 16);
AT(hostcall_api, describe, 104);
AT(hostcall_api, abi_minor, 112);
AT(hostcall_api, unregister_all, 136);
#endif
