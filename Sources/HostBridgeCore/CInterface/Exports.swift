public import CHostBridge

// The functions of hostcall.h, where they are documented in full: ownership, threads, and every status. The compiler
// holds each to its declaration there.

/// The version of the C interface.
@c @implementation
public func hostcall_abi_version() -> UInt32 { HOSTCALL_ABI_VERSION }

/// Which functions the C interface has.
@c @implementation
public func hostcall_abi_minor() -> UInt32 { HOSTCALL_ABI_MINOR }

/// The spelling of a status.
@c @implementation
public func hostcall_status_name(_ status: Int32) -> UnsafePointer<CChar>! {
  unsafe APITable.statusName(status)
}

/// What the last function that failed on this thread had to say.
@c @implementation
public func hostcall_last_error(_ buffer: UnsafeMutablePointer<CChar>!, _ size: Int) -> Int {
  unsafe LastError.copy(to: buffer, size)
}

/// Registers a function of the host, or with a nil `invoke` unregisters it.
@c @implementation
public func hostcall_register(
  _ bridge: hostcall_bridge, _ name: UnsafePointer<CChar>!, _ invoke: hostcall_invoke_fn!,
  _ user_data: UnsafeMutableRawPointer!
) -> Int32 {
  unsafe EntryPoint.register(bridge, name, invoke, user_data)
}

/// Registers a function of the host, with cancellation and ownership.
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

/// Answers a call of the core's.
@c @implementation
public func hostcall_complete(
  _ bridge: hostcall_bridge, _ call_id: UInt64, _ outcome: Int32, _ payload: UnsafePointer<UInt8>!,
  _ payload_len: Int
) -> Int32 {
  unsafe EntryPoint.complete(bridge, call_id, outcome, payload, payload_len)
}

/// Removes every function of the host.
@c @implementation
public func hostcall_unregister_all(_ bridge: hostcall_bridge) -> Int32 {
  EntryPoint.unregisterAll(bridge)
}

/// Ends every pending call of the core's with an error.
@c @implementation
public func hostcall_fail_pending(
  _ bridge: hostcall_bridge, _ code: Int32, _ message: UnsafePointer<CChar>!
) -> Int32 {
  unsafe EntryPoint.failPending(bridge, code, message)
}

/// Describes a pending call of the core's.
@c @implementation
public func hostcall_get_call_info(
  _ bridge: hostcall_bridge, _ call_id: UInt64, _ info: UnsafeMutablePointer<hostcall_call_info>!
) -> Int32 {
  unsafe EntryPoint.callInfo(bridge, call_id, info)
}

/// Describes the calls that the core makes and exposes.
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
  unsafe EntryPoint.call(bridge, name, request, request_len, reply, user_data, call_id_out)
}

/// Gives up a call of the host's.
@c @implementation
public func hostcall_cancel(_ bridge: hostcall_bridge, _ call_id: UInt64) -> Int32 {
  EntryPoint.cancel(bridge, call_id)
}

/// Closes a bridge, and waits until no callback of it runs.
@c @implementation
public func hostcall_close(_ bridge: hostcall_bridge) -> Int32 {
  EntryPoint.close(bridge, grace: nil)
}

/// Closes a bridge once the functions that its host has called have ended, or some time has passed.
@c @implementation
public func hostcall_close_within(_ bridge: hostcall_bridge, _ grace_ns: Int64) -> Int32 {
  EntryPoint.close(bridge, grace: grace_ns)
}
