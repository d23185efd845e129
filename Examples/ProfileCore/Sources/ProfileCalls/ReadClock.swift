public import HostCall

/// Asks the host for the time.
///
/// Both ways it is plain data: four bytes there, the eight of a `Double` in seconds back.
public struct ReadClock: HostCallable, PlainData {
  /// Seconds.
  public typealias Response = Double

  /// Asking twice changes nothing.
  public static var isIdempotent: Bool { true }

  /// Which of the host's clocks.
  public var clock: UInt32

  /// A request for one clock.
  public init(clock: UInt32 = 0) {
    self.clock = clock
  }
}
