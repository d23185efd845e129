// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("What @HostInterface writes")
struct HostInterfaceExpansionTests {
  @Test("a protocol gets a list of its calls, and a client that makes them")
  func interface() {
    expectExpansion(
      of: """
        @HostInterface
        public protocol Clock: Sendable {
          /// The time.
          @HostCall("clock.read", .idempotent, .raw, .timeout(.seconds(2)))
          func read(of _clock: UInt32) async throws(HostCallError<Never>) -> Double
          func set(_ time: Double?) async throws(HostCallError<Failed>)
        }
        """,
      #"""
      public protocol Clock: Sendable {
        /// The time.
        func read(of _clock: UInt32) async throws(HostCallError<Never>) -> Double
        func set(_ time: Double?) async throws(HostCallError<Failed>)
      }
      /// The calls of ``Clock``.
      public enum ClockInterface: HostInterface {
        public typealias Implementation = any Clock
        /// The call `read`.
        public struct ReadCall: HostCallable, CBOREncodable, CBORDecodable, HostSchemaProviding, PlainData {
          public typealias Response = Double
          public typealias Failure = Never
          public static var wireName: String { "clock.read" }
          public static var wireFormat: WireFormat { .raw }
          public static var isIdempotent: Bool { true }
          public static var documentation: String? { "The time." }
          public var _clock: UInt32
          public init(_clock: UInt32) {
            self._clock = _clock
          }
          public func encode(to writer: inout CBORWriter) throws {
            try writer.beginMap(1)
            try writer.encode(_clock, forKey: "_clock")
            writer.endMap()
          }
          public init(from reader: inout CBORReader) throws {
            var _clock: UInt32?
            var map = try reader.beginMap()
            if reader.nextKey("_clock", 0, in: &map) { _clock = try reader.decode(UInt32.self) }
            while try reader.nextField(in: &map, of: ["_clock"] as InlineArray<1, StaticString>) != nil {
              _clock = try reader.decode(UInt32.self)
            }
            guard let _clock else { throw reader.keyNotFound("_clock", in: map) }
            self._clock = _clock
          }
          public static var hostSchema: HostTypeSchema {
            .record([
              HostFieldSchema("_clock", UInt32.self),
            ], documentation: "The time.")
          }
        }
        /// The call `set`.
        public struct SetCall: HostCallable, CBOREncodable, CBORDecodable, HostSchemaProviding {
          public typealias Response = Empty
          public typealias Failure = Failed
          public static var wireName: String { "set" }
          public var time: Double?
          public init(time: Double?) {
            self.time = time
          }
          public func encode(to writer: inout CBORWriter) throws {
            var count = 0
            if time != nil { count += 1 }
            try writer.beginMap(count)
            if let time { try writer.encode(time, forKey: "time") }
            writer.endMap()
          }
          public init(from reader: inout CBORReader) throws {
            var time: Double?
            var map = try reader.beginMap()
            if reader.nextKey("time", 0, in: &map) { time = try reader.decode(Double?.self) }
            while try reader.nextField(in: &map, of: ["time"] as InlineArray<1, StaticString>) != nil {
              time = try reader.decode(Double?.self)
            }
            self.time = time
          }
          public static var hostSchema: HostTypeSchema {
            .record([
              HostFieldSchema("time", Double.self, isOptional: true),
            ])
          }
        }
        public static var calls: [HostInterfaceCall<any Clock>] {
          [
            HostInterfaceCall(ReadCall.self) { implementation, call in
              try await implementation.read(of: call._clock)
            },
            HostInterfaceCall(SetCall.self) { implementation, call in
              try await implementation.set(call.time)
              return Empty()
            },
          ]
        }
      }
      /// Makes the calls of ``Clock``, over a bridge or a client.
      public struct ClockClient<Caller: HostCaller>: Clock {
        /// The bridge or the client that makes the calls.
        public let caller: Caller
        /// The maximum time to wait for each answer; `nil` for the calls' own timeouts.
        public let timeout: Duration?
        /// Creates a client.
        ///
        /// - Parameters:
        ///   - caller: The bridge or the client that makes the calls.
        ///   - timeout: The maximum time to wait for each answer; `nil`, the default, for the calls' own timeouts.
        public init(_ caller: Caller, timeout: Duration? = nil) {
          self.caller = caller
          self.timeout = timeout
        }
        /// Returns a client that waits for each answer for at most `timeout`.
        public func with(timeout: Duration) -> Self { Self(caller, timeout: timeout) }
        /// The time.
        public func read(of _clock: UInt32) async throws(HostCallError<Never>) -> Double {
          try await self.caller.call(
            ClockInterface.ReadCall(_clock: _clock), timeout: self.timeout ?? (.seconds(2)))
        }
        public func set(_ time: Double?) async throws(HostCallError<Failed>) {
          _ = try await self.caller.call(
            ClockInterface.SetCall(time: time), timeout: self.timeout)
        }
      }
      """#)
  }

  @Test("a timeout is one operand, whatever expression states it")
  func timeout() {
    let call = "@HostCall(.timeout(isSlow ? .seconds(9) : .seconds(2))) func f() async throws(HostCallError<Never>)"
    let expansion = Expansion(of: "@HostInterface protocol T: Sendable { \(call) }")
    #expect(expansion.diagnostics == [])
    #expect(expansion.source.contains("timeout: self.timeout ?? (isSlow ? .seconds(9) : .seconds(2)))"))
  }

  @Test("a method that returns a stream becomes one, for both sides")
  func stream() {
    let expansion = Expansion(
      of: """
        @HostInterface
        protocol Bank: Sendable {
          @HostCall("bank.watch", .timeout(.seconds(60)))
          func watch(_ account: String) -> HostStream<Balance, Failed>
        }
        """)
    #expect(expansion.diagnostics == [])
    for line in [
      "struct WatchCall: HostStreamable, CBOREncodable, CBORDecodable, HostSchemaProviding {",
      "typealias Element = Balance", "typealias Failure = Failed",
      "static var wireName: String { \"bank.watch\" }",
      "HostInterfaceCall(WatchCall.self) { implementation, call in",
      "    implementation.watch(call.account)",
      "func watch(_ account: String) -> HostStream<Balance, Failed> {",
      "  self.caller.stream(",
      "BankInterface.WatchCall(account: account), buffer: 16, timeout: .seconds(60), silence: nil)",
    ] { #expect(expansion.source.contains(line), "\(line)") }
    #expect(!expansion.source.contains("idempotent") && !expansion.source.contains("typealias Response"))
  }

  @Test("a method that neither waits nor has a result becomes an event, which the client emits")
  func event() {
    let expansion = Expansion(
      of: """
        @HostInterface
        public protocol Themes: Sendable {
          /// The theme is another one.
          @HostCall("theme.changed", .dropNewest, .capacity(16))
          func themeChanged(to isDark: Bool) throws(HostCallError<Never>)
          func closed() throws(HostCall.HostCallError<Swift.Never>) -> Void
        }
        """)
    #expect(expansion.diagnostics == [])
    for text in [
      """
        /// The event `themeChanged`.
        public struct ThemeChangedEvent: HostEvent, CBOREncodable, CBORDecodable, HostSchemaProviding {
          public static var wireName: String { "theme.changed" }
          public static var policy: EventPolicy { .dropNewest }
          public static var documentation: String? { "The theme is another one." }

          public var isDark: Bool
      """,
      """
            HostInterfaceCall(ThemeChangedEvent.self, capacity: 16) { implementation, call in
              try implementation.themeChanged(to: call.isDark)
            },
            HostInterfaceCall(ClosedEvent.self) { implementation, _ in
              try implementation.closed()
            },
      """,
      """
        /// The theme is another one.
        public func themeChanged(to isDark: Bool) throws(HostCallError<Never>) {
          try self.caller.emit(ThemesInterface.ThemeChangedEvent(isDark: isDark))
        }

        public func closed() throws(HostCallError<Never>) {
          try self.caller.emit(ThemesInterface.ClosedEvent())
        }
      """,
      "public static var wireName: String { \"closed\" }",
    ] { #expect(expansion.source.contains(text), "\(text)") }
    #expect(!expansion.source.contains("typealias Failure") && !expansion.source.contains("isIdempotent"))
    #expect(expansion.source.ranges(of: "EventPolicy").count == 1)
  }

  @Test("an interface without calls has an empty list")
  func empty() {
    let expansion = Expansion(of: "@HostInterface protocol Nothing: Sendable {}")
    #expect(expansion.diagnostics == [])
    #expect(expansion.source.contains("enum NothingInterface: HostInterface {"))
    #expect(expansion.source.contains("static var calls: [HostInterfaceCall<any Nothing>] {\n    []\n  }"))
  }
}
