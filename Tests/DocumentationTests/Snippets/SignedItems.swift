// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec

/// The COSE header parameters that this example uses (RFC 9052, section 3.1).
struct COSEHeader: Codable {
  var algorithm: Int?
  var keyID: [UInt8]?

  enum CodingKeys: Int, CodingKey {
    case algorithm = 1
    case keyID = 4
  }
}

/// A COSE_Sign1: an array of four elements.
///
/// The signature covers the encoded bytes of the protected header and the payload, so these are preserved.
struct Sign1: Codable {
  var protected: CBOREmbedded<COSEHeader>
  var unprotected: COSEHeader
  var payload: [UInt8]?
  var signature: [UInt8]

  init(from decoder: any Decoder) throws {
    var array = try decoder.unkeyedContainer()
    protected = try array.decode(CBOREmbedded<COSEHeader>.self)
    unprotected = try array.decode(COSEHeader.self)
    payload = try array.decode([UInt8]?.self)
    signature = try array.decode([UInt8].self)
  }

  func encode(to encoder: any Encoder) throws {
    var array = encoder.unkeyedContainer()
    try array.encode(protected)
    try array.encode(unprotected)
    try array.encode(payload)
    try array.encode(signature)
  }
}

/// An authenticator's response to the creation of a key (WebAuthn, section 6.5).
struct AttestationObject: Codable {
  var fmt: String
  /// The attestation statement, whose content depends on the format.
  var attStmt: CBORValue
  var authData: [UInt8]
}

/// One value of an mdoc, with a random salt against guessing (ISO 18013-5, section 9.1.2.5).
///
/// The issuer signs the hash of its bytes, including tag 24.
struct IssuerSignedItem: Codable {
  var digestID: UInt
  var random: [UInt8]
  var elementIdentifier: String
  var elementValue: CBORValue
}

struct IssuerSigned: Codable {
  var nameSpaces: [String: [CBOREmbedded<IssuerSignedItem>]]
  var issuerAuth: Sign1
}

/// Returns the COSE_Key of a new credential, which follows 55 bytes and the credential's ID; nil if there is none.
func publicKey(in object: AttestationObject) throws -> CBORValue? {
  guard object.authData.count > 55 else { return nil }
  let idSize = Int(object.authData[53]) << 8 | Int(object.authData[54])
  return try CBORDecoder().decodePrefix(CBORValue.self, from: object.authData.dropFirst(55 + idSize)).value
}
