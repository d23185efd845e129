internal import Synchronization

/// What it takes to scan and decode a message.
///
/// It serves for the next one, since its lists have the size that messages of this program need; one is kept between
/// calls, by whoever is done first.
final class DecodingWorkspace {
  private(set) var context = DecodingContext()
  /// The lists of the scan, empty.
  var frames: [ScanFrame] = []
  var keys: [ScannedKey] = []

  /// The bits of the workspace that is kept, or 0.
  private static let kept = Atomic<UInt>(0)

  static func take() -> DecodingWorkspace {
    guard let pointer = unsafe UnsafeRawPointer(bitPattern: kept.exchange(0, ordering: .acquiring)) else {
      return DecodingWorkspace()
    }
    return unsafe Unmanaged<DecodingWorkspace>.fromOpaque(pointer).takeRetainedValue()
  }

  /// The most that a list that is kept has room for: what one large message needed is not held for ever.
  private static let mostKept = 4096

  /// Keeps a workspace whose message is finished, unless it is large, or somebody still holds a decoder or a container
  /// of it.
  static func keep(_ workspace: DecodingWorkspace) {
    guard DecodingContext.isFree(&workspace.context),
      max(workspace.frames.capacity, workspace.keys.capacity, workspace.context.message.extentCapacity) <= mostKept
    else { return }
    workspace.context.clear()
    let bits = UInt(bitPattern: unsafe Unmanaged.passRetained(workspace).toOpaque())
    if !kept.compareExchange(expected: 0, desired: bits, ordering: .releasing).exchanged {
      unsafe Unmanaged<DecodingWorkspace>.fromOpaque(UnsafeRawPointer(bitPattern: bits)!).release()
    }
  }
}
