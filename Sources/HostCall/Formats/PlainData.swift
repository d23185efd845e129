/// A type whose values cross as the bytes that they are in memory: in this machine's byte order and layout, inside one
/// process, for good.
///
/// The fixed-width integers, `Float16`, `Float`, `Double`, `Bool`, and SIMD vectors of them are plain. A struct is if
/// it says so, never by itself, because conforming fixes its layout for every host that was compiled against it:
///
///     struct Sample: Codable, PlainData {
///       var time: Double
///       var channel: UInt32
///       var flags: UInt32
///     }
///
/// Its fields have to be plain in turn, and there must be no padding between or after them, so that the struct is the
/// same in C and no old memory leaks out. This is checked once per type, when it is first used; a type that is refused
/// is an error that names the field. Enums, optionals, pointers and classes are refused: their bytes are Swift's own
/// affair. `Int` and `UInt` are, too, since their width depends on the machine.
///
/// (It does not refine `BitwiseCopyable`, which would have the compiler check a part of this, because the vectors of
/// the standard library could not conform to it then.)
public protocol PlainData: Sendable {}

/// A plain type that is one number, or a vector of numbers.
protocol PlainScalar: PlainData {
  /// How many of its bytes mean something.
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
