// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CBORCodec

@Suite("InternetDate")
struct InternetDateTests {
  @Test(
    "RFC 3339 text is read as its point in time",
    arguments: [
      // The examples of RFC 3339 §5.8; the times are from `date -u -d`.
      ("1985-04-12T23:20:50.52Z", 482_196_050.52), ("1996-12-19T16:39:57-08:00", 851_042_397),
      ("1990-12-31T23:59:60Z", 662_688_000), ("1990-12-31T15:59:60-08:00", 662_688_000),
      ("1937-01-01T12:00:27.87+00:20", -1_041_337_172.13), ("1970-01-01T00:00:00Z", 0),
      ("1970-01-01t00:00:01z", 1), ("1970-01-01 00:00:01Z", 1), ("0000-01-01T00:00:00Z", -62_167_219_200),
      ("9999-12-31T23:59:59Z", 253_402_300_799), ("2000-02-29T00:00:00Z", 951_782_400),
      ("1969-12-31T23:59:59.5Z", -0.5),
    ])
  func reads(_ text: String, _ seconds: Double) {
    #expect(InternetDate.secondsSince1970(text) == seconds)
  }

  @Test(
    "text that is not RFC 3339 is rejected",
    arguments: [
      "", "2013", "2013-03-21", "2013-03-21T20:04:00", "2013-03-21T20:04:00Zx", "2013-13-21T20:04:00Z",
      "2013-00-21T20:04:00Z", "2013-02-29T20:04:00Z", "1900-02-29T20:04:00Z", "2013-03-32T20:04:00Z",
      "2013-03-00T20:04:00Z", "2013-03-21T24:04:00Z", "2013-03-21T20:60:00Z", "2013-03-21T20:04:61Z",
      "2013-03-21T20:04:00.Z", "2013-03-21T20:04:00+24:00", "2013-03-21T20:04:00+1:00",
      "+013-03-21T20:04:00Z",
      "2013-03-21T20:04:00.5", "２013-03-21T20:04:00Z", "2013-3-21T20:04:00Z",
    ])
  func refuses(_ text: String) {
    #expect(InternetDate.secondsSince1970(text) == nil)
  }

  @Test("every day of four centuries survives a round trip")
  func roundTrips() throws {
    for day in stride(from: -80_000, through: 80_000, by: 1) {
      let seconds = Double(day) * 86_400 + 0.25
      let text = try #require(InternetDate.text(secondsSince1970: seconds))
      #expect(InternetDate.secondsSince1970(text) == seconds)
    }
  }

  @Test("text has milliseconds only if they are not zero, and ends just before year 10000")
  func writes() {
    #expect(InternetDate.text(secondsSince1970: 0) == "1970-01-01T00:00:00Z")
    #expect(InternetDate.text(secondsSince1970: -0.001) == "1969-12-31T23:59:59.999Z")
    #expect(InternetDate.text(secondsSince1970: 253_402_300_799.9999) == nil)
    #expect(InternetDate.text(secondsSince1970: .nan) == nil)
  }
}
