// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import CHostBridge

// The functions of hostcall.h, which documents ownership, threads and statuses. The compiler checks each signature
// against its declaration there.

/// Returns the version of the C interface.
@c @implementation
public func hostcall_abi_version() -> UInt32 { HOSTCALL_ABI_VERSION }

/// Returns the minor version of the C interface, which says which functions exist.
@c @implementation
public func hostcall_abi_minor() -> UInt32 { HOSTCALL_ABI_MINOR }

/// Returns the name of a status.
@c @implementation
public func hostcall_status_name(_ status: Int32) -> UnsafePointer<CChar>! {
  unsafe APITable.statusName(status)
}

/// Copies the message of the last function that failed on this thread.
@c @implementation
public func hostcall_last_error(_ buffer: UnsafeMutablePointer<CChar>!, _ size: Int) -> Int {
  unsafe LastError.copy(to: buffer, size)
}

/// Registers a function of the host, or unregisters it if `invoke` is null.
@c @implementation
public func hostcall_register(
  _ bridge: hostcall_bridge, _ name: UnsafePointer<CChar>!, _ invoke: hostcall_invoke_fn!,
  _ user_data: UnsafeMutableRawPointer!
) -> Int32 {
  unsafe EntryPoint.register(bridge, name, invoke, user_data)
}

/// Registers a function of the host with cancellation, ownership and a schema check.
@c @implementation
public func hostcall_register_handler(
  _ bridge: hostcall_bridge, _ name: UnsafePointer<CChar>!, _ handler: UnsafePointer<hostcall_handler>!
) -> Int32 {
  unsafe EntryPoint.registerHandler(bridge, name, handler)
}

/// Unregisters a function of the host.
@c @implementation
public func hostcall_unregister(_ bridge: hostcall_bridge, _ name: UnsafePointer<CChar>!) -> Int32 {
  unsafe EntryPoint.unregister(bridge, name)
}

/// Answers a call to the host.
@c @implementation
public func hostcall_complete(
  _ bridge: hostcall_bridge, _ call_id: UInt64, _ outcome: Int32, _ payload: UnsafePointer<UInt8>!,
  _ payload_len: Int
) -> Int32 {
  unsafe EntryPoint.complete(bridge, call_id, outcome, payload, payload_len)
}

/// Unregisters every function of the host.
@c @implementation
public func hostcall_unregister_all(_ bridge: hostcall_bridge) -> Int32 {
  EntryPoint.unregisterAll(bridge)
}

/// Fails every pending call to the host.
@c @implementation
public func hostcall_fail_pending(
  _ bridge: hostcall_bridge, _ code: Int32, _ message: UnsafePointer<CChar>!
) -> Int32 {
  unsafe EntryPoint.failPending(bridge, code, message)
}

/// Describes a pending call to the host.
@c @implementation
public func hostcall_get_call_info(
  _ bridge: hostcall_bridge, _ call_id: UInt64, _ info: UnsafeMutablePointer<hostcall_call_info>!
) -> Int32 {
  unsafe EntryPoint.callInfo(bridge, call_id, info)
}

/// Looks up the metadata of a pending call to the host.
@c @implementation
public func hostcall_get_metadata(
  _ bridge: hostcall_bridge, _ call_id: UInt64, _ key: UnsafePointer<CChar>!, _ value: UnsafeMutablePointer<UInt8>!,
  _ size: Int, _ length: UnsafeMutablePointer<Int>!
) -> Int32 {
  unsafe EntryPoint.getMetadata(bridge, call_id, key, value, size, length)
}

/// Copies the next entry of the metadata of a pending call to the host.
@c @implementation
public func hostcall_next_metadata(
  _ bridge: hostcall_bridge, _ call_id: UInt64, _ index: UnsafeMutablePointer<Int>!,
  _ key: UnsafeMutablePointer<CChar>!, _ key_size: Int, _ value: UnsafeMutablePointer<UInt8>!, _ size: Int,
  _ length: UnsafeMutablePointer<Int>!
) -> Int32 {
  unsafe EntryPoint.nextMetadata(bridge, call_id, index, key, key_size, value, size, length)
}

/// Copies the counters of a bridge.
@c @implementation
public func hostcall_get_statistics(
  _ bridge: hostcall_bridge, _ statistics: UnsafeMutablePointer<hostcall_statistics>!
) -> Int32 {
  unsafe EntryPoint.getStatistics(bridge, statistics)
}

/// Describes the calls that the core makes and the functions that it exposes.
@c @implementation
public func hostcall_describe(
  _ bridge: hostcall_bridge, _ buffer: UnsafeMutablePointer<UInt8>!, _ size: Int, _ length: UnsafeMutablePointer<Int>!
) -> Int32 {
  unsafe EntryPoint.describe(bridge, buffer, size, length)
}

/// Calls a function of the core.
@c @implementation
public func hostcall_call(
  _ bridge: hostcall_bridge, _ name: UnsafePointer<CChar>!, _ request: UnsafePointer<UInt8>!, _ request_len: Int,
  _ reply: hostcall_reply_fn!, _ user_data: UnsafeMutableRawPointer!, _ call_id_out: UnsafeMutablePointer<UInt64>!
) -> Int32 {
  unsafe EntryPoint.call(bridge, name, request, request_len, nil, reply, user_data, call_id_out)
}

/// Calls a function of the core with a timeout, a fingerprint and metadata.
@c @implementation
public func hostcall_call_with(
  _ bridge: hostcall_bridge, _ name: UnsafePointer<CChar>!, _ request: UnsafePointer<UInt8>!, _ request_len: Int,
  _ options: UnsafePointer<hostcall_call_options>!, _ reply: hostcall_reply_fn!,
  _ user_data: UnsafeMutableRawPointer!, _ call_id_out: UnsafeMutablePointer<UInt64>!
) -> Int32 {
  unsafe EntryPoint.call(bridge, name, request, request_len, options, reply, user_data, call_id_out)
}

/// Cancels a call that the host made.
@c @implementation
public func hostcall_cancel(_ bridge: hostcall_bridge, _ call_id: UInt64) -> Int32 {
  EntryPoint.cancel(bridge, call_id)
}

/// Gives a bridge a queue of messages instead of functions of its host.
@c @implementation
public func hostcall_queue_enable(
  _ bridge: hostcall_bridge, _ wake: hostcall_wake_fn!, _ user_data: UnsafeMutableRawPointer!
) -> Int32 {
  unsafe EntryPoint.enableQueue(bridge, wake, user_data)
}

/// Takes the next message from a bridge's queue.
@c @implementation
public func hostcall_next(
  _ bridge: hostcall_bridge, _ message: UnsafeMutablePointer<hostcall_message>!, _ timeout_ns: Int64
) -> Int32 {
  unsafe EntryPoint.next(bridge, message, timeout_ns)
}

/// Gives back the memory of a message.
@c @implementation
public func hostcall_message_done(_ message: UnsafeMutablePointer<hostcall_message>!) {
  unsafe EntryPoint.messageDone(message)
}

/// Returns a descriptor that is readable while a bridge's queue has something to return.
@c @implementation
public func hostcall_queue_fd(_ bridge: hostcall_bridge) -> Int32 {
  EntryPoint.queueDescriptor(bridge)
}

/// Closes a bridge and waits until no callback of it runs.
@c @implementation
public func hostcall_close(_ bridge: hostcall_bridge) -> Int32 {
  EntryPoint.close(bridge, grace: nil)
}

/// Closes a bridge after the functions that its host called have ended, or after a grace time.
@c @implementation
public func hostcall_close_within(_ bridge: hostcall_bridge, _ grace_ns: Int64) -> Int32 {
  EntryPoint.close(bridge, grace: grace_ns)
}

/// Registers a stream of the host.
@c @implementation
public func hostcall_register_stream(
  _ bridge: hostcall_bridge, _ name: UnsafePointer<CChar>!, _ handler: UnsafePointer<hostcall_stream_handler>!
) -> Int32 {
  unsafe EntryPoint.registerStream(bridge, name, handler)
}

/// Sends an item of a stream of the host.
@c @implementation
public func hostcall_send(
  _ bridge: hostcall_bridge, _ call_id: UInt64, _ item: UnsafePointer<UInt8>!, _ item_len: Int
) -> Int32 {
  unsafe EntryPoint.send(bridge, call_id, item, item_len)
}

/// Calls a stream of the core.
@c @implementation
public func hostcall_call_stream(
  _ bridge: hostcall_bridge, _ name: UnsafePointer<CChar>!, _ request: UnsafePointer<UInt8>!, _ request_len: Int,
  _ options: UnsafePointer<hostcall_call_options>!, _ item: hostcall_item_fn!, _ reply: hostcall_reply_fn!,
  _ user_data: UnsafeMutableRawPointer!, _ call_id_out: UnsafeMutablePointer<UInt64>!
) -> Int32 {
  unsafe EntryPoint.call(
    .stream, bridge, name, request, request_len, options, item, reply, user_data, call_id_out)
}

/// Grants credit to a stream of the core.
@c @implementation
public func hostcall_grant(_ bridge: hostcall_bridge, _ call_id: UInt64, _ items: UInt32) -> Int32 {
  EntryPoint.grant(bridge, call_id, items)
}

/// Subscribes a listener of the host to events.
@c @implementation
public func hostcall_subscribe(
  _ bridge: hostcall_bridge, _ name: UnsafePointer<CChar>!, _ listener: UnsafePointer<hostcall_listener>!,
  _ subscription_out: UnsafeMutablePointer<UInt64>!
) -> Int32 {
  unsafe EntryPoint.subscribe(bridge, name, listener, subscription_out)
}

/// Ends a subscription of the host.
@c @implementation
public func hostcall_unsubscribe(_ bridge: hostcall_bridge, _ subscription: UInt64) -> Int32 {
  EntryPoint.unsubscribe(bridge, subscription)
}

/// Emits an event of the host.
@c @implementation
public func hostcall_emit(
  _ bridge: hostcall_bridge, _ name: UnsafePointer<CChar>!, _ event: UnsafePointer<UInt8>!, _ event_len: Int
) -> Int32 {
  unsafe EntryPoint.emit(bridge, name, event, event_len)
}
