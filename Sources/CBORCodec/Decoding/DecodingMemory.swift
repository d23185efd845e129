/// The owner of what a ``DecodingMessage`` points to: all contexts of the message have it.
final class DecodingMemory {
  let message = DecodingMessage()

  deinit { message.deallocate() }
}
