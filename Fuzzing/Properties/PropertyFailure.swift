/// A property of the codec that an input has shown not to hold.
public struct PropertyFailure: Error, CustomStringConvertible {
  /// Which property, and what was found.
  public let description: String

  init(_ description: String) {
    self.description = description
  }

  /// Fails if a condition does not hold.
  static func unless(_ condition: Bool, _ description: @autoclosure () -> String) throws(PropertyFailure) {
    if !condition { throw PropertyFailure(description()) }
  }
}
