import CBORCodec

/// What is known of a key or a signature, outside of what is signed (RFC 9052, section 3.1).
struct COSEHeader: Codable {
  var algorithm: Int?
  var keyID: [UInt8]?

  enum CodingKeys: Int, CodingKey {
    case algorithm = 1
    case keyID = 4
  }
}

/// A COSE_Sign1: an array of four.
///
/// The protected header and the payload are signed as they are written, so their bytes are kept.
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

/// What an authenticator says when it makes a key (WebAuthn, section 6.5).
struct AttestationObject: Codable {
  var fmt: String
  /// What is in it depends on the format.
  var attStmt: CBORValue
  var authData: [UInt8]
}

/// One value of an mdoc, with what keeps others from guessing it (ISO 18013-5, section 9.1.2.5).
///
/// The issuer signs the hash of its bytes, tag 24 included.
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

/// The key of a new credential, a COSE_Key, after 55 bytes and the credential's ID; nil if there is none.
func publicKey(in object: AttestationObject) throws -> CBORValue? {
  guard object.authData.count > 55 else { return nil }
  let idSize = Int(object.authData[53]) << 8 | Int(object.authData[54])
  return try CBORDecoder().decodePrefix(CBORValue.self, from: object.authData.dropFirst(55 + idSize)).value
}
