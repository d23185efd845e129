// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An entry for a call, by its slot, or for a ``WorkItem``, in one of a bridge's two queues.
///
/// A call needs no allocation to be queued. It may be in both queues at once, so each has a link of its own in the
/// slot.
struct CallEntry<Link: CallLink>: IntrusiveEntry {
  private static var itemBit: UInt { 1 }

  let bits: UInt

  init(bits: UInt) {
    self.bits = bits
  }

  /// Creates an entry for a call, whose slot stays taken until the entry has been handled.
  init(_ slot: CallSlot) {
    bits = slot.address
  }

  /// Creates an entry for a work item; retains it until ``takeItem()``.
  init(retaining item: WorkItem) {
    bits = WorkEntry(retaining: item).bits | Self.itemBit
  }

  private var workEntry: WorkEntry { WorkEntry(bits: bits & ~Self.itemBit) }

  /// The call's slot; `nil` for a work item.
  var slot: CallSlot? { bits & Self.itemBit == 0 ? CallSlot(address: bits) : nil }

  /// Returns the item, releasing the queue's reference.
  func takeItem() -> WorkItem { workEntry.take() }

  var link: UInt {
    get {
      if let slot { Link.link(of: slot) } else { workEntry.link }
    }
    nonmutating set {
      if let slot { Link.setLink(of: slot, to: newValue) } else { workEntry.link = newValue }
    }
  }
}

/// Selects the link of a slot that a queue uses.
protocol CallLink {
  static func link(of slot: CallSlot) -> UInt
  static func setLink(of slot: CallSlot, to link: UInt)
}

/// An entry of a ``CallbackThread``'s queue: a call whose host is to be notified, a handler to release, or a call from
/// the host to answer.
typealias CallbackEntry = CallEntry<CallbackLink>

enum CallbackLink: CallLink {
  static func link(of slot: CallSlot) -> UInt { slot.callbackLink }
  static func setLink(of slot: CallSlot, to link: UInt) { slot.callbackLink = link }
}

/// An entry of a ``CompletionQueue``: the caller of a decided call, or a ``Suspension``.
typealias CompletionEntry = CallEntry<CompletionLink>

enum CompletionLink: CallLink {
  static func link(of slot: CallSlot) -> UInt { slot.completionLink }
  static func setLink(of slot: CallSlot, to link: UInt) { slot.completionLink = link }
}
