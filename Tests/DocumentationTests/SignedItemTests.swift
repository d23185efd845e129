// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Testing

/// Tests the code of the page on signed items, with messages constructed from the specifications.
@Suite("Signed items")
struct SignedItemTests {
  private func text(_ text: String) -> [UInt8] { [0x60 | UInt8(text.utf8.count)] + Array(text.utf8) }

  private func bytes(_ count: Int, _ byte: UInt8) -> [UInt8] {
    (count < 24 ? [0x40 | UInt8(count)] : [0x58, UInt8(count)]) + [UInt8](repeating: byte, count: count)
  }

  /// Protected: {1: -7}, ES256; unprotected: {4: '11'}; payload and signature.
  private var sign1: [UInt8] {
    [0x84, 0x43, 0xa1, 0x01, 0x26, 0xa1, 0x04, 0x42, 0x31, 0x31] + bytes(20, 0x70) + bytes(64, 0x5a)
  }

  @Test("a COSE_Sign1 keeps the bytes of its protected header, and encodes to its original bytes")
  func cose() throws {
    let decoded = try CBORDecoder().decode(CBORCapturedTags<Sign1>.self, from: [0xd2] + sign1)
    #expect(decoded.tags == [18])
    #expect(decoded.value.protected.value.algorithm == -7 && decoded.value.protected.bytes == [0xa1, 0x01, 0x26])
    #expect(!decoded.value.protected.isTagged)
    #expect(decoded.value.unprotected.keyID == [0x31, 0x31] && decoded.value.signature.count == 64)
    var encoder = CBOREncoder()
    encoder.keyEncoding = .integerIfPresent
    #expect(try encoder.encode(decoded) as [UInt8] == [0xd2] + sign1)
    // A header that is longer than necessary is signed as it is.
    let wide = [0x84, 0x45, 0xb8, 0x01, 0x18, 0x01, 0x26] + sign1.dropFirst(5)
    #expect(try CBORDecoder().decode(Sign1.self, from: wide).protected.bytes == [0xb8, 0x01, 0x18, 0x01, 0x26])
  }

  @Test("the key of a WebAuthn attestation object is found after the credential's ID")
  func webAuthn() throws {
    let key = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21] + bytes(32, 0x11) + [0x22] + bytes(32, 0x22)
    let data =
      [UInt8](repeating: 0xee, count: 32) + [0x45, 0, 0, 0, 7] + [UInt8](repeating: 0, count: 16) + [0, 4, 1, 2, 3, 4]
      + key
    let message =
      [0xa3] + text("fmt") + text("none") + text("attStmt") + [0xa0] + text("authData") + [0x58, UInt8(data.count)]
      + data
    var decoder = CBORDecoder()
    decoder.limits.rejectsNondeterministic = true
    decoder.limits.keyOrder = .lengthFirst
    decoder.rejectsUnknownKeys = true
    let object = try decoder.decode(AttestationObject.self, from: message)
    #expect(object.fmt == "none" && object.attStmt == .map([]))
    let found = try #require(try publicKey(in: object))
    #expect(found[key: 3] == -7 && found[key: -1] == 1 && found[key: -2]?.bytes?.count == 32)
    #expect(try publicKey(in: AttestationObject(fmt: "none", attStmt: .map([]), authData: [1])) == nil)
  }

  @Test("an issuer-signed item of an mdoc keeps the bytes whose hash is signed")
  func mdoc() throws {
    let item =
      [0xa4] + text("digestID") + [0x00] + text("random") + bytes(16, 0x42) + text("elementIdentifier")
      + text("family_name")
      + text("elementValue") + text("Doe")
    let message =
      [0xa2] + text("nameSpaces") + [0xa1] + text("org.iso.18013.5.1") + [0x81, 0xd8, 0x18, 0x58, UInt8(item.count)]
      + item
      + text("issuerAuth") + sign1
    let signed = try CBORDecoder().decode(IssuerSigned.self, from: message)
    let found = try #require(signed.nameSpaces["org.iso.18013.5.1"]?.first)
    #expect(found.bytes == item && found.isTagged)
    #expect(found.value.elementIdentifier == "family_name" && found.value.elementValue.text == "Doe")
    #expect(signed.issuerAuth.protected.value.algorithm == -7)
  }
}
