#if GRPC
  /// The limits that gRPC itself is given, and those of what can be set.
  enum GRPCLimits {
    /// The longest time that is told from endless: ten years.
    ///
    /// gRPC's eight digits of hours are eleven thousand, and clocks end before.
    static let longestTime = Duration.seconds(315_360_000)

    /// A limit for messages that may have `size` bytes, far enough beyond that what is a little too large is refused
    /// with an error that says so: what gRPC refuses it refuses without a word.
    static func beyond(_ size: Int) -> Int {
      // NIO counts the bytes that it has received in 32 bits, and receives more than the message.
      min(2 * Self.size(size) + 1024, Int(UInt32.max) - (1 << 24) - 5)
    }

    /// The nearest number of bytes that a message may be allowed.
    static func size(_ size: Int) -> Int { min(max(0, size), 1 << 31) }

    /// The nearest time that is not shorter than `shortest`, and that clocks can count.
    static func time(_ time: Duration, from shortest: Duration = .zero) -> Duration {
      min(max(shortest, time), longestTime)
    }
  }
#endif
