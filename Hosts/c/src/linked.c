/* Copyright 2026 the HostCall authors
 * SPDX-License-Identifier: Apache-2.0 */

/* The table of the core that the program is linked with. A file of its own, so that programs which load their core do
 * not refer to its functions. */
#include "hostcall_typed.h"

const hostcall_api *hostcall_typed_linked_api(void) {
  static const hostcall_api api = {
      .size = sizeof(hostcall_api),
      .abi_version = HOSTCALL_ABI_VERSION,
      .get_abi_version = hostcall_abi_version,
      .status_name = hostcall_status_name,
      .last_error = hostcall_last_error,
      .register_function = hostcall_register,
      .register_handler = hostcall_register_handler,
      .unregister = hostcall_unregister,
      .complete = hostcall_complete,
      .get_call_info = hostcall_get_call_info,
      .call = hostcall_call,
      .cancel = hostcall_cancel,
      .close = hostcall_close,
      .describe = hostcall_describe,
      .abi_minor = hostcall_abi_minor,
      .close_within = hostcall_close_within,
      .fail_pending = hostcall_fail_pending,
      .unregister_all = hostcall_unregister_all,
      .call_with = hostcall_call_with,
      .get_metadata = hostcall_get_metadata,
      .next_metadata = hostcall_next_metadata,
      .get_statistics = hostcall_get_statistics,
      .queue_enable = hostcall_queue_enable,
      .next = hostcall_next,
      .message_done = hostcall_message_done,
      .queue_fd = hostcall_queue_fd,
      .register_stream = hostcall_register_stream,
      .send = hostcall_send,
      .call_stream = hostcall_call_stream,
      .grant = hostcall_grant,
      .subscribe = hostcall_subscribe,
      .unsubscribe = hostcall_unsubscribe,
      .emit = hostcall_emit,
  };
  return &api;
}
