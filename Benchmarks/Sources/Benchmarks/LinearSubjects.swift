import CBORCodec

/// What would take very long if its time were not linear in the message; counted in instructions only.
enum LinearSubjects {
  private static let count = 2000

  static var all: [Subject] {
    get throws {
      let (encoder, decoder) = (CBOREncoder(), CBORDecoder())
      let open = [0x9f] + [UInt8](repeating: 1, count: count) + [0xff]
      let chunks = (0..<count).flatMap { _ in [0x63, 0x61, 0x61, 0x61] as [UInt8] }
      let chunked: [UInt8] = [0xa1, 0x7f] + chunks + [0xff, 0]
      return [
        subject("codec.encode.replaced") { keep(try encoder.encode(Replaced()) as [UInt8]) },
        subject("codec.decode.counted") { keep(try decoder.decode(Counted.self, from: open)) },
        subject("codec.decode.chunkedkey") { keep(try decoder.decode(Fields.self, from: chunked)) },
      ]
    }
  }

  private static func subject(_ name: String, _ body: @escaping () throws -> Void) -> Subject {
    Subject(name: name, floorName: "", operations: 1, run: { for _ in 0..<$0 { try body() } }, floor: nil)
  }

  /// Each key is encoded twice.
  private struct Replaced: Encodable {
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      for _ in 0..<2 {
        for number in 0..<count { try container.encode(number, forKey: Key(stringValue: "key \(number)")) }
      }
    }
  }

  /// The count is asked for before each element.
  private struct Counted: Decodable {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      while container.currentIndex < container.count ?? 0 { _ = try container.decode(Int.self) }
    }
  }

  private struct Fields: Decodable { var a, b, c, d: Int? }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
  }
}
