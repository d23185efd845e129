// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A function of the core that the host may call, in bytes.
public typealias ExposedFunction = @Sendable (BridgeRequest) async -> BridgeAnswer
