// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A type whose values are sent as their memory: in this machine's byte order and layout, within one process.
///
/// The fixed-width integers, `Float16`, `Float`, `Double`, `Bool`, and SIMD vectors of them are plain. A struct is
/// plain only if it declares the conformance, which fixes its layout for every host that is compiled against it:
///
///     struct Sample: Codable, PlainData {
///       var time: Double
///       var channel: UInt32
///       var flags: UInt32
///     }
///
/// Its fields must be plain as well, without padding between or after them, so that the struct has the same layout in C
/// and reveals no other memory. The first use of a type checks this; the error for an unsuitable type names the field.
/// Enums, optionals, pointers and classes are not plain, because not every pattern of bytes is a value of theirs; nor
/// are `Int` and `UInt`, whose width depends on the machine.
///
/// (The protocol does not refine `BitwiseCopyable`, with which the compiler would check some of these rules, because
/// the SIMD vectors of the standard library could then not conform.)
public protocol PlainData: Sendable {}

/// A plain type that consists of one number or a vector of numbers.
protocol PlainScalar: PlainData {
  /// The number of bytes that hold the value, without padding.
  static var plainSize: Int { get }
}

extension PlainScalar {
  static var plainSize: Int { MemoryLayout<Self>.size }
}

extension SIMD where Self: PlainScalar {
  static var plainSize: Int { scalarCount * MemoryLayout<Scalar>.size }
}

extension Bool: PlainData, PlainScalar {}
extension Int8: PlainData, PlainScalar {}
extension Int16: PlainData, PlainScalar {}
extension Int32: PlainData, PlainScalar {}
extension Int64: PlainData, PlainScalar {}
extension Int128: PlainData, PlainScalar {}
extension UInt8: PlainData, PlainScalar {}
extension UInt16: PlainData, PlainScalar {}
extension UInt32: PlainData, PlainScalar {}
extension UInt64: PlainData, PlainScalar {}
extension UInt128: PlainData, PlainScalar {}
extension Float: PlainData, PlainScalar {}
extension Double: PlainData, PlainScalar {}
#if !(os(macOS) && arch(x86_64))
extension Float16: PlainData, PlainScalar {}
#endif
extension SIMD2: PlainData, PlainScalar where Scalar: PlainData {}
extension SIMD3: PlainData, PlainScalar where Scalar: PlainData {}
extension SIMD4: PlainData, PlainScalar where Scalar: PlainData {}
extension SIMD8: PlainData, PlainScalar where Scalar: PlainData {}
extension SIMD16: PlainData, PlainScalar where Scalar: PlainData {}
extension SIMD32: PlainData, PlainScalar where Scalar: PlainData {}
extension SIMD64: PlainData, PlainScalar where Scalar: PlainData {}
