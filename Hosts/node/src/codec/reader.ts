// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {CodingError} from "../errors";
import {fromHalf} from "./half";
import {Major} from "./writer";

const deepest = 128;
const utf8 = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});
const kinds = ["an integer", "a negative integer", "bytes", "text", "an array", "a map", "a tag", "a simple value"];

/** Reads CBOR in place. The bytes must not change until the message is read; what it returns is copied. */
export class Reader {
  private readonly view: DataView;
  /** The major type and the argument of the head that was read last; -1 for an indefinite length. */
  major: Major = Major.unsigned;
  argument = 0;
  private additional = 0;
  private depth = 0;

  /**
   * @param bytes The memory.
   * @param at The offset of the next byte.
   * @param end The offset after the message.
   */
  constructor(private readonly bytes: Uint8Array, public at = 0, private end = bytes.length) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Begins another message in the same memory. */
  reset(at: number, end: number): void {
    this.at = at;
    this.end = end;
    this.depth = 0;
  }

  /** Throws unless the message is at its end. */
  finish(): void {
    if (this.at !== this.end) throw new CodingError(`expected the end of the message, found ${this.rest()} more bytes`);
  }

  /** The number of bytes that were not read. */
  rest(): number {
    return this.end - this.at;
  }

  /** Reads a head. An argument of 2^53 or more is rounded; `wide` has its exact value. */
  head(): void {
    const at = this.at;
    if (at >= this.end) throw new CodingError("the message ends early");
    const first = this.bytes[at]!;
    this.major = first >> 5;
    const additional = (this.additional = first & 31);
    if (additional < 24) {
      this.argument = additional;
      this.at = at + 1;
      return;
    }
    if (additional > 27 && (additional < 31 || this.major < Major.bytes || this.major === Major.tag)) {
      throw new CodingError(`the message is malformed at byte ${at}`);
    }
    const size = additional === 31 ? 0 : 1 << (additional - 24);
    if (at + 1 + size > this.end) throw new CodingError("the message ends early");
    this.at = at + 1 + size;
    const {view} = this;
    if (this.major === Major.simple && additional === 24 && view.getUint8(at + 1) < 32) {
      throw new CodingError(`the message is malformed at byte ${at}`);
    }
    switch (size) {
      case 1: this.argument = view.getUint8(at + 1); break;
      case 2: this.argument = view.getUint16(at + 1); break;
      case 4: this.argument = view.getUint32(at + 1); break;
      case 8: this.argument = view.getUint32(at + 1) * 0x100000000 + view.getUint32(at + 5); break;
      default: this.argument = -1;
    }
  }

  /** The exact argument of the last head. */
  wide(): bigint {
    return this.additional === 27 ? this.view.getBigUint64(this.at - 8) : BigInt(this.argument);
  }

  /** Whether the next item is null or undefined, which count as the same; reads it if so. */
  isNull(): boolean {
    if (this.at >= this.end || (this.bytes[this.at]! | 1) !== 0xf7) return false;
    this.at++;
    return true;
  }

  /** Whether the next bytes are `expected`; reads them if so. */
  matches(expected: Uint8Array): boolean {
    const {bytes, at} = this;
    const count = expected.length;
    if (at + count > this.end) return false;
    for (let index = 0; index < count; index++) {
      if (bytes[at + index] !== expected[index]) return false;
    }
    this.at = at + count;
    return true;
  }

  /** Begins an array or a map; returns the number of its items or pairs, -1 if it has none. */
  begin(major: Major.array | Major.map): number {
    this.head();
    this.expect(major);
    if (++this.depth > deepest) throw tooDeep();
    const least = major === Major.map ? 2 * this.argument : this.argument;
    if (least > this.rest()) throw new CodingError("the message ends early");
    return this.argument;
  }

  /** Whether item `index` of a container of `count` items follows; if not, the container ends. */
  hasNext(index: number, count: number): boolean {
    if (count >= 0 ? index < count : this.at >= this.end || this.bytes[this.at] !== 0xff) return true;
    if (count < 0) this.at++;
    this.depth--;
    return false;
  }

  /** Reads what a tag or a choice contains. After it, also after an error, the depth is that of before. */
  nested<Value>(read: () => Value): Value {
    const {depth} = this;
    if (++this.depth > deepest) throw tooDeep();
    try {
      return read();
    } finally {
      this.depth = depth;
    }
  }

  text(): string {
    this.head();
    this.expect(Major.text);
    if (this.argument < 0) return decodeText(this.chunks(Major.text));
    const start = this.take(this.argument);
    const {bytes, at: end} = this;
    if (end - start < 24) {
      let text = "";
      let index = start;
      for (; index < end && bytes[index]! < 0x80; index++) text += String.fromCharCode(bytes[index]!);
      if (index === end) return text;
    }
    return decodeText(bytes.subarray(start, end));
  }

  byteString(): Uint8Array {
    this.head();
    this.expect(Major.bytes);
    if (this.argument < 0) return this.chunks(Major.bytes);
    const start = this.take(this.argument);
    return new Uint8Array(this.bytes.subarray(start, this.at)); // a copy, even of a Buffer
  }

  /** Reads a floating-point number of any width, or an integer that is one exactly. */
  float(): number {
    this.head();
    if (this.major <= Major.negative) {
      const isNegative = this.major === Major.negative;
      const value = isNegative ? -1 - this.argument : this.argument;
      if (this.argument < 2 ** 53) return value;
      if (BigInt(value) === (isNegative ? -1n - this.wide() : this.wide())) return value;
      throw new CodingError("expected a number, found an integer that is none exactly");
    }
    if (this.major === Major.simple) {
      if (this.additional === 25) return fromHalf(this.argument);
      if (this.additional === 26) return this.view.getFloat32(this.at - 4);
      if (this.additional === 27) return this.view.getFloat64(this.at - 8);
    }
    throw this.mismatch("a number");
  }

  /** Whether the last head was that of a floating-point number. */
  isFloat(): boolean {
    return this.major === Major.simple && this.additional >= 25 && this.additional <= 27;
  }

  /** Skips an item. */
  skip(): void {
    this.head();
    for (let tags = 1; this.major === Major.tag; tags++) {
      if (this.depth + tags > deepest) throw tooDeep();
      this.head();
    }
    const {major, argument} = this;
    if (major < Major.bytes || major === Major.simple) {
      if (argument < 0) throw new CodingError("the message is malformed: a break is out of place");
    } else if (major < Major.array) {
      if (argument < 0) this.chunks(major as Major.bytes | Major.text);
      else this.take(argument);
    } else {
      if (++this.depth > deepest) throw tooDeep();
      for (let index = 0; this.hasNext(index, argument); index++) {
        this.skip();
        if (major === Major.map) this.skip();
      }
    }
  }

  /** Takes plain memory of a size. */
  memory(size: number): DataView {
    if (this.rest() !== size) throw new CodingError(`expected ${size} bytes, found ${this.rest()}`);
    const start = this.take(size);
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + start, size);
  }

  /** The error of the last head, in place of which something else was expected. */
  mismatch(expected: string): CodingError {
    const found = this.isFloat() ? "a floating-point number" : this.additional === 22 ? "null" : kinds[this.major];
    return new CodingError(`expected ${expected}, found ${found}`);
  }

  private expect(major: Major): void {
    if (this.major !== major) throw this.mismatch(kinds[major]!);
  }

  private take(count: number): number {
    if (count > this.rest()) throw new CodingError("the message ends early");
    const start = this.at;
    this.at += count;
    return start;
  }

  /** Reads the chunks of a string of indefinite length. */
  private chunks(major: Major.bytes | Major.text): Uint8Array {
    const parts: number[] = [];
    for (;;) {
      this.head();
      if (this.major === Major.simple && this.additional === 31) return Uint8Array.from(parts);
      if (this.major !== major || this.argument < 0) throw this.mismatch(`a part of ${kinds[major]}`);
      const start = this.take(this.argument);
      for (let index = start; index < this.at; index++) parts.push(this.bytes[index]!);
    }
  }
}

function tooDeep(): CodingError {
  return new CodingError(`the message is nested more than ${deepest} levels deep`);
}

function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new CodingError("text is not UTF-8");
  }
}
