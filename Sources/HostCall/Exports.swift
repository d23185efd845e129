// `import HostCall` is all that a user writes: the bridge, the C types of its host's side, and the codec's errors and
// options come with it.
@_exported public import CBORCodec
@_exported public import CHostBridge
@_exported public import HostBridgeCore
