// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import Testing

@Suite("Foundation's types in CBOR")
struct FoundationTypesTests {
  private func decode<Value: Decodable>(
    _ type: Value.Type, _ bytes: String, dates: CBORDecoder.DateDecodingStrategy = .tagged
  ) throws -> Value {
    var decoder = CBORDecoder()
    decoder.dateDecodingStrategy = dates
    return try decoder.decode(type, from: hex(bytes))
  }

  private func encode(_ value: some Encodable, dates: CBOREncoder.DateEncodingStrategy = .epochTag) throws
    -> String
  {
    var encoder = CBOREncoder()
    encoder.dateEncodingStrategy = dates
    return hex(try encoder.encode(value))
  }

  @Test("dates encode as in Appendix A, according to the strategy")
  func datesOut() throws {
    let whole = Date(timeIntervalSince1970: 1_363_896_240)
    let half = Date(timeIntervalSince1970: 1_363_896_240.5)
    #expect(try encode(whole) == "c11a514b67b0")
    #expect(try encode(half) == "c1fb41d452d9ec200000")
    #expect(try encode(whole, dates: .iso8601) == "c074323031332d30332d32315432303a30343a30305a")
    #expect(try encode(half, dates: .iso8601) == "c07818" + hex(Array("2013-03-21T20:04:00.500Z".utf8)))
    #expect(try encode(whole, dates: .secondsSince1970) == "1a514b67b0")
    #expect(try encode(half, dates: .millisecondsSince1970) == "1b0000013d8e8d0974")
    #expect(
      try encode(
        [half],
        dates: .custom { date, encoder in
          var container = encoder.singleValueContainer()
          try container.encode("\(date.timeIntervalSince1970)")
        }) == "81" + "6c" + hex(Array("1363896240.5".utf8)))
    #expect(try encode(whole, dates: .custom { _, _ in }) == "a0")
  }

  @Test("tagged dates decode with any strategy, and untagged numbers according to it")
  func datesIn() throws {
    let whole = Date(timeIntervalSince1970: 1_363_896_240)
    for strategy in [CBORDecoder.DateDecodingStrategy.tagged, .secondsSince1970, .millisecondsSince1970] {
      #expect(try decode(Date.self, "c11a514b67b0", dates: strategy) == whole)
      #expect(try decode(Date.self, "c1fb41d452d9ec200000", dates: strategy) == whole + 0.5)
      #expect(
        try decode(Date.self, "c074323031332d30332d32315432303a30343a30305a", dates: strategy) == whole)
      #expect(try decode(Date.self, "74323031332d30332d32315432303a30343a30305a", dates: strategy) == whole)
      #expect(try decode(Date.self, "d9d9f7c11a514b67b0", dates: strategy) == whole)
    }
    #expect(try decode(Date.self, "1a514b67b0", dates: .secondsSince1970) == whole)
    #expect(try decode(Date.self, "1b0000013d8e8d0974", dates: .millisecondsSince1970) == whole + 0.5)
    #expect(throws: DecodingError.self) { try decode(Date.self, "1a514b67b0") }
    #expect(throws: DecodingError.self) { try decode(Date.self, "c06130") }
    #expect(throws: DecodingError.self) { try decode(Date.self, "c16130") }
    #expect(throws: DecodingError.self) { try decode(Date.self, "c000") }
    let custom = CBORDecoder.DateDecodingStrategy.custom { decoder in
      Date(timeIntervalSince1970: try decoder.singleValueContainer().decode(Double.self) + 1)
    }
    #expect(try decode(Date.self, "c11a514b67b0", dates: custom) == whole + 1)
  }

  @Test(
    "a calendar day (RFC 8943) is not a Date, with any strategy",
    arguments: ["d8641948e0", "d903ec6a313934302d31302d3039"])
  func calendarDays(_ bytes: String) {
    for strategy in [CBORDecoder.DateDecodingStrategy.tagged, .secondsSince1970, .millisecondsSince1970] {
      var decoder = CBORDecoder()
      decoder.dateDecodingStrategy = strategy
      #expect(throws: DecodingError.self) { try decoder.decode(Date.self, from: hex(bytes)) }
      #expect(throws: DecodingError.self) { try decoder.decode([Date].self, from: [0x81] + hex(bytes)) }
    }
  }

  @Test("dates that RFC 3339 cannot express are an error, but encode as numbers")
  func extremeDates() throws {
    for seconds in [1e300, -1e300, 253_402_300_800, -62_167_219_201] as [Double] {
      let date = Date(timeIntervalSince1970: seconds)
      #expect(throws: EncodingError.self) { try encode(date, dates: .iso8601) }
      #expect(try decode(Date.self, try encode(date)) == date)
    }
    #expect(try decode(Date.self, "c13bffffffffffffffff").timeIntervalSince1970 == -18446744073709551616)
  }

  @Test("dates that are infinite or not a number are an error in both directions")
  func nonFiniteDates() throws {
    for seconds in [.infinity, -.infinity, .nan] as [Double] {
      let date = Date(timeIntervalSince1970: seconds)
      for strategy in [CBOREncoder.DateEncodingStrategy.epochTag, .iso8601, .millisecondsSince1970] {
        #expect(throws: EncodingError.self) { try encode(date, dates: strategy) }
      }
    }
    for bytes in ["c1f97e00", "c1f97c00", "c1f9fc00"] {
      #expect(throws: DecodingError.self) { try decode(Date.self, bytes) }
    }
  }

  @Test("a UUID encodes as 16 bytes in tag 37, and also decodes from untagged bytes and from text")
  func uuids() throws {
    let identifier = try #require(UUID(uuidString: "00112233-4455-6677-8899-AABBCCDDEEFF"))
    #expect(try encode(identifier) == "d8255000112233445566778899aabbccddeeff")
    #expect(try decode(UUID.self, "d8255000112233445566778899aabbccddeeff") == identifier)
    #expect(try decode(UUID.self, "5000112233445566778899aabbccddeeff") == identifier)
    #expect(try decode(UUID.self, "7824" + hex(Array(identifier.uuidString.utf8))) == identifier)
    #expect(throws: DecodingError.self) { try decode(UUID.self, "d82541ff") }
    #expect(throws: DecodingError.self) { try decode(UUID.self, "6178") }
  }

  @Test("a URL encodes as text in tag 32, and also decodes from untagged text")
  func urls() throws {
    let url = try #require(URL(string: "http://www.example.com"))
    let tagged = "d82076687474703a2f2f7777772e6578616d706c652e636f6d"
    #expect(try encode(url) == tagged)
    #expect(try decode(URL.self, tagged) == url)
    #expect(try decode(URL.self, String(tagged.dropFirst(4))) == url)
    #expect(throws: DecodingError.self) { try decode(URL.self, "d82060") }
  }

  @Test("a Decimal encodes as a decimal fraction in tag 4, as in RFC 8949 §3.4.4")
  func decimals() throws {
    // The RFC's example, 273.15.
    #expect(try encode(#require(Decimal(string: "273.15"))) == "c48221196ab3")
    #expect(try decode(Decimal.self, "c48221196ab3") == Decimal(string: "273.15"))
    #expect(try decode(Decimal.self, "0a") == 10)
    #expect(try decode(Decimal.self, "29") == -10)
    #expect(try decode(Decimal.self, "fb3fb999999999999a") == Decimal(string: "0.1"))
    #expect(try decode(Decimal.self, "642d312e32") == Decimal(string: "-1.2"))
    #expect(try decode(Decimal.self, "63316532") == 100)
    // An array of indefinite length, and a mantissa in chunks.
    #expect(try decode(Decimal.self, "c49f21196ab3ff") == Decimal(string: "273.15"))
    #expect(try decode(Decimal.self, "c48221c25f416a41b3ff") == Decimal(string: "273.15"))
    #expect(throws: (any Error).self) { try decode(Decimal.self, "c49f2119 6ab300ff") }
    #expect(throws: EncodingError.self) { try encode(Decimal.nan) }
  }

  @Test("extreme decimals survive a round trip, and numbers that a Decimal cannot hold are an error")
  func extremeDecimals() throws {
    let edges = [
      Decimal.greatestFiniteMagnitude, -Decimal.greatestFiniteMagnitude, .leastNonzeroMagnitude, 0, -1, .pi,
    ]
    for value in edges + [
      Decimal(string: "1e127"), Decimal(string: "-340282366920938463463374607431768211455"),
    ] {
      #expect(try CBORDecoder().decode(Decimal?.self, from: CBOREncoder().encode(value) as [UInt8]) == value)
    }
    let hostile = [
      "c4821b7fffffffffffffff01", "c4823b7fffffffffffffff01", "c4821bffffffffffffffff01", "c48101", "c401",
      "c483010203", "c482f90000" + "01", "c48201f6", "c4820051" + String(repeating: "ff", count: 17),
      "c48200c251" + String(repeating: "ff", count: 17), "c48200c350" + String(repeating: "ff", count: 16),
      "f97e00", "f97c00", "6178", "60", "61 2e", "69 316539393939393939", "62 2e31", "62 312e",
      "66 316539393939",
    ]
    for bytes in hostile {
      #expect(throws: (any Error).self, "\(bytes)") { try decode(Decimal.self, bytes) }
    }
  }

  @Test("Foundation's types encode and decode the same way inside structs, optionals and arrays")
  func inside() throws {
    struct Record: Codable, Equatable {
      var date = Date(timeIntervalSince1970: 1)
      var identifier: UUID? = UUID()
      var link = [URL(string: "a:b")!]
      var price: Decimal? = 1.25
      var payload: Data? = Data([1])
    }
    let record = Record()
    #expect(try CBORDecoder().decode(Record.self, from: CBOREncoder().encode(record) as [UInt8]) == record)
  }
}
