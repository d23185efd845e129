// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {Codec} from "./codec/codec";
import {Reader} from "./codec/reader";
import {Writer} from "./codec/writer";

/** Encodes and decodes whole messages, with one buffer that is used again. */
export class Coder {
  private idle: Writer | undefined = new Writer();

  /** Returns an encoded message, in memory that is valid until the next one is encoded. */
  encode<Value>(codec: Codec<Value>, value: Value): Uint8Array {
    // A value's own getters may encode another message in between.
    const writer = this.idle ?? new Writer();
    this.idle = undefined;
    try {
      writer.reset();
      codec.write(writer, value);
      return writer.bytes();
    } finally {
      this.idle = writer;
    }
  }

  decode<Value>(codec: Codec<Value>, bytes: Uint8Array): Value {
    const reader = new Reader(bytes);
    const value = codec.read(reader);
    reader.finish();
    return value;
  }
}
