// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {readFileSync} from "node:fs";
import {join} from "node:path";

import {any} from "../codec/any";
import {AnyCodec} from "../codec/codec";
import {Coder} from "../coder";
import {CodingError} from "../errors";
import {line} from "../outcome";
import {difference} from "./difference";

const coder = new Coder();
const rawKeys = ["byteOrder", "bytes", "fields", "size"];

/** A golden file: an item in CBOR. That of a raw value states the layout of the memory, and its bytes. */
export class GoldenFile {
  private readonly bytes: Uint8Array;
  private readonly item: unknown;

  /** @throws CodingError if the file cannot be read, or is malformed. */
  constructor(folder: string, readonly name: string) {
    try {
      this.bytes = readFileSync(join(folder, name));
      this.item = coder.decode(any, this.bytes);
    } catch (error) {
      throw new CodingError(`${name}: ${line(error)}`);
    }
  }

  /** Returns the value that a receiver reads; throws a CodingError that begins with `place` if the type is another. */
  value(codec: AnyCodec, place = this.name): unknown {
    try {
      return coder.decode(codec, (codec.isRaw === true ? this.memory() : undefined) ?? this.bytes);
    } catch (error) {
      throw new CodingError(`${place}: ${line(error)}`);
    }
  }

  /**
   * Returns the first difference between the file and a payload, `undefined` if there is none. Unless the type is raw,
   * fields that it lacks count too.
   */
  difference(codec: AnyCodec, payload: Uint8Array): string | undefined {
    if (codec.isRaw !== true) return difference(this.item, coder.decode(any, payload));
    return difference(this.value(codec), coder.decode(codec, payload));
  }

  private memory(): Uint8Array | undefined {
    if (typeof this.item !== "object" || this.item === null) return undefined;
    if (Object.keys(this.item).sort().join() !== rawKeys.join()) return undefined;
    const {bytes} = this.item as {readonly bytes: unknown};
    return bytes instanceof Uint8Array ? bytes : undefined;
  }
}
