/// A step of a probe's coding path that is no key of a type's own: an element's index, or a superclass.
struct ProbeKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
  init(intValue: Int) { (stringValue, self.intValue) = ("\(intValue)", intValue) }

  static let superKey = ProbeKey(stringValue: "super")
}
