// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {CodingError} from "../errors";
import {halfBits} from "./half";

/** The major types of CBOR. */
export const enum Major {
  unsigned = 0,
  negative = 1,
  bytes = 2,
  text = 3,
  array = 4,
  map = 5,
  tag = 6,
  simple = 7,
}

const largestKept = 1 << 20;
const largestUnsigned = (1n << 64n) - 1n;

/** Writes CBOR in its preferred form into a buffer that grows. */
export class Writer {
  private buffer = Buffer.allocUnsafeSlow(1024);
  private view = new DataView(this.buffer.buffer);
  /** The number of bytes that were written; decrease it to drop the last ones. */
  length = 0;

  /** Begins a new message. */
  reset(): void {
    this.length = 0;
    if (this.buffer.length > largestKept) this.resize(1024);
  }

  /** Returns the message, in memory that is valid until the writer is used again. */
  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  /** Writes a head with an argument from 0 to 2^53 - 1. */
  head(major: Major, argument: number): void {
    if (this.length + 9 > this.buffer.length) this.grow(9);
    const first = major << 5;
    if (argument < 24) {
      this.buffer[this.length++] = first | argument;
    } else if (argument < 0x100) {
      this.buffer[this.length++] = first | 24;
      this.buffer[this.length++] = argument;
    } else if (argument < 0x10000) {
      this.buffer[this.length++] = first | 25;
      this.view.setUint16(this.length, argument);
      this.length += 2;
    } else if (argument < 0x100000000) {
      this.buffer[this.length++] = first | 26;
      this.view.setUint32(this.length, argument);
      this.length += 4;
    } else {
      this.buffer[this.length++] = first | 27;
      this.view.setUint32(this.length, Math.floor(argument / 0x100000000));
      this.view.setUint32(this.length + 4, argument >>> 0);
      this.length += 8;
    }
  }

  /** Writes an integer whose magnitude is below 2^53. */
  integer(value: number): void {
    if (value >= 0) {
      this.head(Major.unsigned, value);
    } else {
      this.head(Major.negative, -1 - value);
    }
  }

  /** Writes an integer of any size; beyond 64 bits it becomes a bignum. */
  bigint(value: bigint): void {
    const major = value < 0n ? Major.negative : Major.unsigned;
    const argument = value < 0n ? -1n - value : value;
    if (argument <= Number.MAX_SAFE_INTEGER) {
      this.head(major, Number(argument));
    } else if (argument <= largestUnsigned) {
      if (this.length + 9 > this.buffer.length) this.grow(9);
      this.buffer[this.length++] = (major << 5) | 27;
      this.view.setBigUint64(this.length, argument);
      this.length += 8;
    } else {
      this.head(Major.tag, major === Major.unsigned ? 2 : 3);
      const digits = argument.toString(16);
      const padded = digits.length % 2 === 0 ? digits : "0" + digits;
      this.head(Major.bytes, padded.length / 2);
      this.raw(Uint8Array.from(padded.match(/../g)!, pair => parseInt(pair, 16)));
    }
  }

  /** Writes a floating-point number in the fewest bytes that hold it. */
  float(value: number): void {
    if (this.length + 9 > this.buffer.length) this.grow(9);
    const half = halfBits(value);
    if (half !== undefined) {
      this.buffer[this.length++] = 0xf9;
      this.view.setUint16(this.length, half);
      this.length += 2;
    } else if (Math.fround(value) === value) {
      this.buffer[this.length++] = 0xfa;
      this.view.setFloat32(this.length, value);
      this.length += 4;
    } else {
      this.buffer[this.length++] = 0xfb;
      this.view.setFloat64(this.length, value);
      this.length += 8;
    }
  }

  /** Writes a simple value, such as `false`, `true`, `null` and `undefined`: 20 to 23. */
  simple(value: number): void {
    this.head(Major.simple, value);
  }

  /** Writes text; a lone surrogate becomes U+FFFD. */
  text(value: string): void {
    if (value.length < 24 && this.shortText(value)) return;
    const length = Buffer.byteLength(value);
    this.head(Major.text, length);
    if (this.length + length > this.buffer.length) this.grow(length);
    this.length += this.buffer.write(value, this.length, "utf8");
  }

  /** Writes a byte string. */
  byteString(value: Uint8Array): void {
    this.head(Major.bytes, value.length);
    this.raw(value);
  }

  /** Writes encoded bytes. */
  raw(value: Uint8Array): void {
    if (this.length + value.length > this.buffer.length) this.grow(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
  }

  /** Reserves bytes, which are 0, for plain memory; returns a view of them, which is valid until the next write. */
  memory(size: number): DataView {
    if (this.length + size > this.buffer.length) this.grow(size);
    this.buffer.fill(0, this.length, this.length + size);
    this.length += size;
    return new DataView(this.buffer.buffer, this.length - size, size);
  }

  /** Writes text in ASCII byte by byte, which is faster for names; returns `false` if it contains other characters. */
  private shortText(value: string): boolean {
    if (this.length + 24 > this.buffer.length) this.grow(24);
    const {buffer, length: start} = this;
    const count = value.length;
    for (let index = 0; index < count; index++) {
      const unit = value.charCodeAt(index);
      if (unit >= 0x80) return false;
      buffer[start + 1 + index] = unit;
    }
    buffer[start] = 0x60 | count;
    this.length = start + 1 + count;
    return true;
  }

  private grow(count: number): void {
    this.resize(Math.max(this.buffer.length * 2, this.length + count));
  }

  private resize(size: number): void {
    if (size > 0xffffffff) throw new CodingError("the message is larger than 4 GiB");
    const old = this.buffer;
    this.buffer = Buffer.allocUnsafeSlow(size);
    this.buffer.set(old.subarray(0, this.length));
    this.view = new DataView(this.buffer.buffer);
  }
}
