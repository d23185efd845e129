/// The owner of the memory that a ``DecodingMessage`` points to.
///
/// All contexts of the message reference it.
final class DecodingMemory {
  let message = DecodingMessage()

  deinit { message.deallocate() }
}
