// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CHostBridge

/// The table of C functions.
///
/// Its members are closures of this library, not the exported symbols: when a program loads two libraries that contain
/// this package, the dynamic linker may bind both to the symbols of the first.
enum APITable {
  /// The table, allocated once and never freed.
  static var shared: UnsafePointer<hostcall_api> { unsafe storage.pointer }

  @safe private struct Storage: @unchecked Sendable {  // immutable once initialized
    let pointer: UnsafePointer<hostcall_api>
  }

  private static let storage: Storage = {
    let table = UnsafeMutablePointer<hostcall_api>.allocate(capacity: 1)
    unsafe table.initialize(
      to: hostcall_api(
        size: MemoryLayout<hostcall_api>.size, abi_version: HOSTCALL_ABI_VERSION, reserved: 0,
        get_abi_version: { HOSTCALL_ABI_VERSION },
        status_name: { unsafe APITable.statusName($0) },
        last_error: { unsafe LastError.copy(to: $0, $1) },
        register_function: { unsafe EntryPoint.register($0, $1, $2, $3) },
        register_handler: { unsafe EntryPoint.registerHandler($0, $1, $2) },
        unregister: { unsafe EntryPoint.unregister($0, $1) },
        complete: { unsafe EntryPoint.complete($0, $1, $2, $3, $4) },
        get_call_info: { unsafe EntryPoint.callInfo($0, $1, $2) },
        call: { unsafe EntryPoint.call($0, $1, $2, $3, nil, $4, $5, $6) },
        cancel: { EntryPoint.cancel($0, $1) },
        close: { EntryPoint.close($0, grace: nil) },
        describe: { unsafe EntryPoint.describe($0, $1, $2, $3) },
        abi_minor: { HOSTCALL_ABI_MINOR },
        close_within: { EntryPoint.close($0, grace: $1) },
        fail_pending: { unsafe EntryPoint.failPending($0, $1, $2) },
        unregister_all: { EntryPoint.unregisterAll($0) },
        call_with: { unsafe EntryPoint.call($0, $1, $2, $3, $4, $5, $6, $7) },
        get_metadata: { unsafe EntryPoint.getMetadata($0, $1, $2, $3, $4, $5) },
        next_metadata: { unsafe EntryPoint.nextMetadata($0, $1, $2, $3, $4, $5, $6, $7) },
        get_statistics: { unsafe EntryPoint.getStatistics($0, $1) },
        queue_enable: { unsafe EntryPoint.enableQueue($0, $1, $2) },
        next: { unsafe EntryPoint.next($0, $1, $2) },
        message_done: { unsafe EntryPoint.messageDone($0) },
        queue_fd: { EntryPoint.queueDescriptor($0) },
        register_stream: { unsafe EntryPoint.registerStream($0, $1, $2) },
        send: { unsafe EntryPoint.send($0, $1, $2, $3) },
        call_stream: { unsafe EntryPoint.call(.stream, $0, $1, $2, $3, $4, $5, $6, $7, $8) },
        grant: { EntryPoint.grant($0, $1, $2) },
        subscribe: { unsafe EntryPoint.subscribe($0, $1, $2, $3) },
        unsubscribe: { EntryPoint.unsubscribe($0, $1) },
        emit: { unsafe EntryPoint.emit($0, $1, $2, $3) }))
    return unsafe Storage(pointer: UnsafePointer(table))
  }()

  static func statusName(_ status: Int32) -> UnsafePointer<CChar> {
    let name = Status(rawValue: status)?.name ?? "HOSTCALL_UNKNOWN_STATUS"
    return unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
  }
}
