// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import HostBridgeCore

/// Maps wire names to gRPC methods: `service.method` is that method of that service, and a name without a dot is a
/// method of the service `hostcall`.
///
///     fetch_profile          /hostcall/fetch_profile
///     acme.users.find        /acme.users/find
///     hostcall.x             /hostcall/hostcall%2Ex      since /hostcall/x is the name x
///
/// Bytes that do not belong in a path are percent-encoded, so each wire name is one method, and no two names share a
/// method.
package enum GRPCMethod {
  static let defaultService = "hostcall"

  /// Returns `service/method` for a wire name.
  package static func path(of wireName: String) -> String { descriptor(of: wireName).fullyQualifiedMethod }

  static func descriptor(of wireName: String) -> MethodDescriptor {
    if let dot = wireName.lastIndex(of: ".") {
      let (service, method) = (wireName[..<dot], wireName[wireName.index(after: dot)...])
      if !service.isEmpty, !method.isEmpty, service != defaultService, service.first != ".", service.last != "." {
        return MethodDescriptor(
          fullyQualifiedService: encode(service, isService: true), method: encode(method), type: .unary)
      }
    }
    return MethodDescriptor(fullyQualifiedService: defaultService, method: encode(wireName), type: .unary)
  }

  /// Returns the wire name of a method; `nil` if its path is not exactly the path of a name.
  static func wireName(of descriptor: MethodDescriptor) -> String? {
    guard let service = decode(descriptor.service.fullyQualifiedService), let method = decode(descriptor.method)
    else {
      return nil
    }
    let name = service == defaultService ? method : "\(service).\(method)"
    // Other spellings of the path are refused, since a proxy that allows only certain paths compares them as text.
    return path(of: name) == descriptor.fullyQualifiedMethod ? name : nil
  }

  private static func encode(_ text: some StringProtocol, isService: Bool = false) -> String {
    if text.utf8.allSatisfy({ isPlain($0, isService) }) { return String(text) }
    var encoded = ""
    for byte in text.utf8 {
      if isPlain(byte, isService) {
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        encoded += "%" + Hexadecimal.digits(of: byte, count: 2, uppercase: true)
      }
    }
    return encoded
  }

  private static func isPlain(_ byte: UInt8, _ isService: Bool) -> Bool {
    switch Unicode.Scalar(byte) {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "~": true
    case ".": isService
    default: false
    }
  }

  private static func decode(_ text: String) -> String? {
    if !text.utf8.contains(UInt8(ascii: "%")) { return text }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2)
      // `UInt8(_:radix:)` would accept a sign.
      guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
#endif
