#if GRPC
  import HostCall

  struct Greet: HostCallable, Equatable {
    static var wireName: String { "acme.people.greet" }
    static var isIdempotent: Bool { true }

    struct Response: Codable, Equatable, Sendable {
      var text: String
      var tags: [UInt8]
    }

    struct Failure: Error, Codable, Equatable, Sendable {
      var code: String
      var detail: String
    }

    var name: String
  }

  /// Another version of the same call.
  struct OldGreet: HostCallable {
    static var wireName: String { Greet.wireName }

    struct Response: Codable, Sendable {
      var text: String
      var tags: String
    }

    typealias Failure = Greet.Failure
    var name: String
  }

  /// Plain in both directions: raw in one process, CBOR elsewhere.
  struct Measure: HostCallable, PlainData {
    typealias Response = Double
    var sensor: UInt32
  }

  struct Count: HostCallable {
    typealias Response = Int
  }

  struct OddError: Error, CustomStringConvertible {
    var description: String { "the odd one" }
  }

  /// As `Greet`, but not to be made twice.
  struct OldGreetOnce: HostCallable {
    static var wireName: String { Greet.wireName }
    typealias Response = Greet.Response
    typealias Failure = Greet.Failure
    var name: String
  }
#endif
