// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Users only need `import HostCall`: it includes the bridge, the C types for hosts, and the codec's errors and options.
@_exported public import CBORCodec
@_exported public import CHostBridge
@_exported public import HostBridgeCore
