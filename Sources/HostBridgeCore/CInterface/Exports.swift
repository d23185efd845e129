public import CHostBridge

// The functions of hostcall.h. The compiler holds each to its declaration there.

@c @implementation
public func hostcall_abi_version() -> UInt32 { HOSTCALL_ABI_VERSION }

@c @implementation
public func hostcall_status_name(_ status: Int32) -> UnsafePointer<CChar>! {
  unsafe APITable.statusName(status)
}

@c @implementation
public func hostcall_last_error(_ buffer: UnsafeMutablePointer<CChar>!, _ size: Int) -> Int {
  unsafe hostcall_error_get(buffer, size)
}

@c @implementation
public func hostcall_register(
  _ bridge: hostcall_bridge, _ name: UnsafePointer<CChar>!, _ invoke: hostcall_invoke_fn!,
  _ user_data: UnsafeMutableRawPointer!
) -> Int32 {
  unsafe EntryPoint.register(bridge, name, invoke, user_data)
}

@c @implementation
public func hostcall_register_handler(
  _ bridge: hostcall_bridge, _ name: UnsafePointer<CChar>!, _ handler: UnsafePointer<hostcall_handler>!
) -> Int32 {
  unsafe EntryPoint.registerHandler(bridge, name, handler)
}

@c @implementation
public func hostcall_unregister(_ bridge: hostcall_bridge, _ name: UnsafePointer<CChar>!) -> Int32 {
  unsafe EntryPoint.unregister(bridge, name)
}

@c @implementation
public func hostcall_complete(
  _ bridge: hostcall_bridge, _ call_id: UInt64, _ outcome: Int32, _ payload: UnsafePointer<UInt8>!,
  _ payload_len: Int
) -> Int32 {
  unsafe EntryPoint.complete(bridge, call_id, outcome, payload, payload_len)
}

@c @implementation
public func hostcall_get_call_info(
  _ bridge: hostcall_bridge, _ call_id: UInt64, _ info: UnsafeMutablePointer<hostcall_call_info>!
) -> Int32 {
  unsafe EntryPoint.callInfo(bridge, call_id, info)
}

@c @implementation
public func hostcall_call(
  _ bridge: hostcall_bridge, _ name: UnsafePointer<CChar>!, _ request: UnsafePointer<UInt8>!, _ request_len: Int,
  _ reply: hostcall_reply_fn!, _ user_data: UnsafeMutableRawPointer!, _ call_id_out: UnsafeMutablePointer<UInt64>!
) -> Int32 {
  unsafe EntryPoint.call(bridge, name, request, request_len, reply, user_data, call_id_out)
}

@c @implementation
public func hostcall_cancel(_ bridge: hostcall_bridge, _ call_id: UInt64) -> Int32 {
  EntryPoint.cancel(bridge, call_id)
}

@c @implementation
public func hostcall_close(_ bridge: hostcall_bridge) -> Int32 {
  EntryPoint.close(bridge)
}
