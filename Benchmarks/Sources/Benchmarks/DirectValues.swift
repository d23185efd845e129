// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import HostCall

// The types of CodecValues.swift as types that encode and decode themselves. The extensions are what @HostCodable
// writes for the types that are marked, as text, so that the benchmarks build without swift-syntax; a test of the
// macros compares them.

// @HostCodable
struct DirectSmall: Codable, Equatable, Sendable {
  var id: UInt64
  var name: String
  var flag: Bool

  init(_ value: Small) { (id, name, flag) = (value.id, value.name, value.flag) }
}

extension DirectSmall: CBOREncodable, CBORDecodable, HostSchemaProviding {
  func encode(to writer: inout CBORWriter) throws {
    try writer.beginMap(3)
    try writer.encode(id, forKey: "id")
    try writer.encode(name, forKey: "name")
    try writer.encode(flag, forKey: "flag")
    writer.endMap()
  }

  init(from reader: inout CBORReader) throws {
    var id: UInt64?
    var name: String?
    var flag: Bool?
    var map = try reader.beginMap()
    if reader.nextKey("id", 0, in: &map) { id = try reader.decode(UInt64.self) }
    if reader.nextKey("name", 1, in: &map) { name = try reader.decode(String.self) }
    if reader.nextKey("flag", 2, in: &map) { flag = try reader.decode(Bool.self) }
    while let field = try reader.nextField(in: &map, of: ["id", "name", "flag"] as InlineArray<3, StaticString>) {
      switch field {
      case 0: id = try reader.decode(UInt64.self)
      case 1: name = try reader.decode(String.self)
      default: flag = try reader.decode(Bool.self)
      }
    }
    guard let id else { throw reader.keyNotFound("id", in: map) }
    guard let name else { throw reader.keyNotFound("name", in: map) }
    guard let flag else { throw reader.keyNotFound("flag", in: map) }
    self.id = id
    self.name = name
    self.flag = flag
  }

  static var hostSchema: HostTypeSchema {
    .record([
      HostFieldSchema("id", UInt64.self),
      HostFieldSchema("name", String.self),
      HostFieldSchema("flag", Bool.self),
    ])
  }
}

// @HostCodable
struct DirectProfile: Codable, Equatable {
  // @HostCodable
  struct Address: Codable, Equatable {
    var street: String
    var city: String
    var zip: UInt32

    private enum HostFieldTypes {
      typealias _0 = String
      typealias _1 = String
      typealias _2 = UInt32
    }
  }

  var id: UInt64
  var name: String
  var email: String
  var age: Int
  var score: Double
  var isActive: Bool
  var created: Date
  var tags: [String]
  var address: Address
  var nickname: String?
  var manager: UInt64?
  var rating: Float

  init(_ value: Profile) {
    (id, name, email, age, score) = (value.id, value.name, value.email, value.age, value.score)
    (isActive, created, tags) = (value.isActive, value.created, value.tags)
    address = Address(street: value.address.street, city: value.address.city, zip: value.address.zip)
    (nickname, manager, rating) = (value.nickname, value.manager, value.rating)
  }
}

extension DirectProfile.Address: CBOREncodable, CBORDecodable, HostSchemaProviding {
  func encode(to writer: inout CBORWriter) throws {
    try writer.beginMap(3)
    try writer.encode(street, forKey: "street")
    try writer.encode(city, forKey: "city")
    try writer.encode(zip, forKey: "zip")
    writer.endMap()
  }

  init(from reader: inout CBORReader) throws {
    var street: HostFieldTypes._0?
    var city: HostFieldTypes._1?
    var zip: HostFieldTypes._2?
    var map = try reader.beginMap()
    if reader.nextKey("street", 0, in: &map) { street = try reader.decode(HostFieldTypes._0.self) }
    if reader.nextKey("city", 1, in: &map) { city = try reader.decode(HostFieldTypes._1.self) }
    if reader.nextKey("zip", 2, in: &map) { zip = try reader.decode(HostFieldTypes._2.self) }
    while let field = try reader.nextField(in: &map, of: ["street", "city", "zip"] as InlineArray<3, StaticString>) {
      switch field {
      case 0: street = try reader.decode(HostFieldTypes._0.self)
      case 1: city = try reader.decode(HostFieldTypes._1.self)
      default: zip = try reader.decode(HostFieldTypes._2.self)
      }
    }
    guard let street else { throw reader.keyNotFound("street", in: map) }
    guard let city else { throw reader.keyNotFound("city", in: map) }
    guard let zip else { throw reader.keyNotFound("zip", in: map) }
    self.street = street
    self.city = city
    self.zip = zip
  }

  static var hostSchema: HostTypeSchema {
    .record([
      HostFieldSchema("street", HostFieldTypes._0.self),
      HostFieldSchema("city", HostFieldTypes._1.self),
      HostFieldSchema("zip", HostFieldTypes._2.self),
    ])
  }
}

extension DirectProfile: CBOREncodable, CBORDecodable, HostSchemaProviding {
  func encode(to writer: inout CBORWriter) throws {
    var count = 10
    if nickname != nil { count += 1 }
    if manager != nil { count += 1 }
    try writer.beginMap(count)
    try writer.encode(id, forKey: "id")
    try writer.encode(name, forKey: "name")
    try writer.encode(email, forKey: "email")
    try writer.encode(age, forKey: "age")
    try writer.encode(score, forKey: "score")
    try writer.encode(isActive, forKey: "isActive")
    try writer.encode(created, forKey: "created")
    try writer.encode(tags, forKey: "tags")
    try writer.encode(address, forKey: "address")
    if let nickname { try writer.encode(nickname, forKey: "nickname") }
    if let manager { try writer.encode(manager, forKey: "manager") }
    try writer.encode(rating, forKey: "rating")
    writer.endMap()
  }

  init(from reader: inout CBORReader) throws {
    var id: UInt64?
    var name: String?
    var email: String?
    var age: Int?
    var score: Double?
    var isActive: Bool?
    var created: Date?
    var tags: [String]?
    var address: Address?
    var nickname: String?
    var manager: UInt64?
    var rating: Float?
    var map = try reader.beginMap()
    if reader.nextKey("id", 0, in: &map) { id = try reader.decode(UInt64.self) }
    if reader.nextKey("name", 1, in: &map) { name = try reader.decode(String.self) }
    if reader.nextKey("email", 2, in: &map) { email = try reader.decode(String.self) }
    if reader.nextKey("age", 3, in: &map) { age = try reader.decode(Int.self) }
    if reader.nextKey("score", 4, in: &map) { score = try reader.decode(Double.self) }
    if reader.nextKey("isActive", 5, in: &map) { isActive = try reader.decode(Bool.self) }
    if reader.nextKey("created", 6, in: &map) { created = try reader.decode(Date.self) }
    if reader.nextKey("tags", 7, in: &map) { tags = try reader.decode([String].self) }
    if reader.nextKey("address", 8, in: &map) { address = try reader.decode(Address.self) }
    if reader.nextKey("nickname", 9, in: &map) { nickname = try reader.decode(String?.self) }
    if reader.nextKey("manager", 10, in: &map) { manager = try reader.decode(UInt64?.self) }
    if reader.nextKey("rating", 11, in: &map) { rating = try reader.decode(Float.self) }
    while let field = try reader.nextField(
      in: &map,
      of: [
        "id", "name", "email", "age", "score", "isActive", "created", "tags", "address", "nickname", "manager",
        "rating",
      ] as InlineArray<12, StaticString>)
    {
      switch field {
      case 0: id = try reader.decode(UInt64.self)
      case 1: name = try reader.decode(String.self)
      case 2: email = try reader.decode(String.self)
      case 3: age = try reader.decode(Int.self)
      case 4: score = try reader.decode(Double.self)
      case 5: isActive = try reader.decode(Bool.self)
      case 6: created = try reader.decode(Date.self)
      case 7: tags = try reader.decode([String].self)
      case 8: address = try reader.decode(Address.self)
      case 9: nickname = try reader.decode(String?.self)
      case 10: manager = try reader.decode(UInt64?.self)
      default: rating = try reader.decode(Float.self)
      }
    }
    guard let id else { throw reader.keyNotFound("id", in: map) }
    guard let name else { throw reader.keyNotFound("name", in: map) }
    guard let email else { throw reader.keyNotFound("email", in: map) }
    guard let age else { throw reader.keyNotFound("age", in: map) }
    guard let score else { throw reader.keyNotFound("score", in: map) }
    guard let isActive else { throw reader.keyNotFound("isActive", in: map) }
    guard let created else { throw reader.keyNotFound("created", in: map) }
    guard let tags else { throw reader.keyNotFound("tags", in: map) }
    guard let address else { throw reader.keyNotFound("address", in: map) }
    guard let rating else { throw reader.keyNotFound("rating", in: map) }
    self.id = id
    self.name = name
    self.email = email
    self.age = age
    self.score = score
    self.isActive = isActive
    self.created = created
    self.tags = tags
    self.address = address
    self.nickname = nickname
    self.manager = manager
    self.rating = rating
  }

  static var hostSchema: HostTypeSchema {
    .record([
      HostFieldSchema("id", UInt64.self),
      HostFieldSchema("name", String.self),
      HostFieldSchema("email", String.self),
      HostFieldSchema("age", Int.self),
      HostFieldSchema("score", Double.self),
      HostFieldSchema("isActive", Bool.self),
      HostFieldSchema("created", Date.self),
      HostFieldSchema("tags", [String].self),
      HostFieldSchema("address", Address.self),
      HostFieldSchema("nickname", String.self, isOptional: true),
      HostFieldSchema("manager", UInt64.self, isOptional: true),
      HostFieldSchema("rating", Float.self),
    ])
  }
}

// @HostCodable
struct DirectBlob: Codable, Equatable {
  var name: String
  var data: Data

  init(_ value: Blob) { (name, data) = (value.name, value.data) }
}

extension DirectBlob: CBOREncodable, CBORDecodable, HostSchemaProviding {
  func encode(to writer: inout CBORWriter) throws {
    try writer.beginMap(2)
    try writer.encode(name, forKey: "name")
    try writer.encode(data, forKey: "data")
    writer.endMap()
  }

  init(from reader: inout CBORReader) throws {
    var name: String?
    var data: Data?
    var map = try reader.beginMap()
    if reader.nextKey("name", 0, in: &map) { name = try reader.decode(String.self) }
    if reader.nextKey("data", 1, in: &map) { data = try reader.decode(Data.self) }
    while let field = try reader.nextField(in: &map, of: ["name", "data"] as InlineArray<2, StaticString>) {
      switch field {
      case 0: name = try reader.decode(String.self)
      default: data = try reader.decode(Data.self)
      }
    }
    guard let name else { throw reader.keyNotFound("name", in: map) }
    guard let data else { throw reader.keyNotFound("data", in: map) }
    self.name = name
    self.data = data
  }

  static var hostSchema: HostTypeSchema {
    .record([
      HostFieldSchema("name", String.self),
      HostFieldSchema("data", Data.self),
    ])
  }
}
