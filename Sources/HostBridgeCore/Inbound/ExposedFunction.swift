/// A function of the core that the host may call, in bytes.
public typealias ExposedFunction = @Sendable (BridgeRequest) async -> BridgeAnswer
