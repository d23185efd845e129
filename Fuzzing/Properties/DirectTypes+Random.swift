// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension DirectTypes.Everything: RandomValue {
  init(_ choices: inout Choices) {
    text = String(&choices)
    flag = Bool(&choices)
    whole = Int(&choices)
    wide = UInt64?(&choices)
    narrow = Int8?(&choices)
    huge = Int128?(&choices)
    number = Double(&choices)
    single = Float?(&choices)
    bytes = [UInt8](&choices)
    data = .init(&choices)
    date = .init(&choices)
    id = .init(&choices)
    link = .init(&choices)
    price = .init(&choices)
    list = [DirectTypes.Point](&choices)
    names = Set<String>?(&choices)
    byName = [String: Int]?(&choices)
    byNumber = [Int: DirectTypes.Point?]?(&choices)
    shape = DirectTypes.Shape?(&choices)
    boxed = DirectTypes.Box<[Double]>?(&choices)
    plain = DirectTypes.Plain?(&choices)
  }
}

extension DirectTypes.Point: RandomValue {
  init(_ choices: inout Choices) { self.init(x: Int(&choices), y: Double?(&choices)) }
}

extension DirectTypes.Box: RandomValue where Content: RandomValue {
  init(_ choices: inout Choices) { self.init(content: Content(&choices)) }
}

extension DirectTypes.Plain: RandomValue {
  init(_ choices: inout Choices) { self.init(a: Int?(&choices), b: [String: Bool]?(&choices)) }
}

extension DirectTypes.Shape: RandomValue {
  init(_ choices: inout Choices) {
    switch choices.below(3) {
    case 0: self = .empty
    case 1: self = .circle(radius: Double(&choices))
    default: self = .named(Int(&choices), label: String?(&choices))
    }
  }
}

extension DirectTypes.Header: RandomValue {
  init(_ choices: inout Choices) { self.init(algorithm: Int(&choices), key: [UInt8]?(&choices)) }
}

extension DirectTypes.Wide: RandomValue {
  init(_ choices: inout Choices) {
    fields = [Int?](repeating: nil, count: 70)
    for _ in 0..<choices.below(90) { fields[choices.below(70)] = Int(&choices) }
  }
}

extension DirectTypes.Form: RandomValue {
  init(_ choices: inout Choices) {
    switch choices.below(5) {
    case 0: self = .plain
    case 1: self = .at(.init(&choices))
    case 2: self = .points([DirectTypes.Point](&choices), note: String?(&choices))
    case 3: self = .boxed(DirectTypes.Box<DirectTypes.Plain>(&choices))
    default: self = .shape(DirectTypes.Shape(&choices))
    }
  }
}

extension DirectTypes.Pair: RandomValue {
  init(_ choices: inout Choices) { self.init(left: Int(&choices), right: String(&choices)) }
}

extension DirectTypes.Derived: RandomValue {
  convenience init(_ choices: inout Choices) {
    self.init(number: Int(&choices), point: DirectTypes.Point?(&choices))
  }
}

extension DirectTypes.Node: RandomValue {
  init(_ choices: inout Choices) {
    form = DirectTypes.Form?(&choices)
    derived = DirectTypes.Derived?(&choices)
    pair = DirectTypes.Pair?(&choices)
    payload = .init(&choices)
    due = .init(&choices)
    children = choices.below(4) == 3 ? [Self](&choices) : []
  }
}

extension DirectTypes.Holder: RandomValue {
  init(_ choices: inout Choices) {
    node = DirectTypes.Node(&choices)
    everything = DirectTypes.Everything?(&choices)
    header = DirectTypes.Header?(&choices)
    forms = [String: DirectTypes.Form](&choices)
    pairs = [DirectTypes.Pair?](&choices)
    dates = .init(&choices)
    payload = .init(&choices)
  }
}
