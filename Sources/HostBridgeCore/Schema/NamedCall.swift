/// A call by its name, with its schema where it has types.
package struct NamedCall: Sendable {
  package let name: WireName
  package let schema: (any CallSchema)?

  package init(_ name: WireName, _ schema: (any CallSchema)? = nil) {
    self.name = name
    self.schema = schema
  }
}
