// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {CodingError} from "../errors";

import {Codec, unexpected} from "./codec";
import {roundToHalf} from "./half";
import {Reader} from "./reader";
import {Major} from "./writer";

/** An integer of at most 32 bits. */
function small(name: string, least: number, greatest: number): Codec<number> {
  return {
    write(writer, value) {
      if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > greatest) {
        throw unexpected(value, name);
      }
      writer.integer(value);
    },
    read(reader) {
      const start = reader.at;
      reader.head();
      let value = reader.major === Major.unsigned ? reader.argument : -1 - reader.argument;
      if (reader.major > Major.negative) {
        reader.at = start;
        value = Number(readBigint(reader, name));
      }
      if (value < least || value > greatest) throw new CodingError(`expected ${name}, found ${value}`);
      return value;
    },
  };
}

/** Returns a function that returns an integer of 64 or 128 bits, and accepts a number that is exact as well. */
function checked(name: string, least: bigint, greatest: bigint): (value: unknown) => bigint {
  return value => {
    const integer = typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
    if (typeof integer !== "bigint" || integer < least || integer > greatest) throw unexpected(value, name);
    return integer;
  };
}

/** An integer of 64 or 128 bits. */
function wide(name: string, least: bigint, greatest: bigint): Codec<bigint> {
  const check = checked(name, least, greatest);
  return {
    write: (writer, value) => writer.bigint(check(value)),
    read(reader) {
      const value = readBigint(reader, name);
      if (value < least || value > greatest) throw new CodingError(`expected ${name}, found ${value}`);
      return value;
    },
  };
}

/** Reads an integer of any size, up to bignums of 1024 bytes. */
export function readBigint(reader: Reader, name: string): bigint {
  reader.head();
  if (reader.major === Major.unsigned) return reader.wide();
  if (reader.major === Major.negative) return -1n - reader.wide();
  if (reader.major !== Major.tag || (reader.argument !== 2 && reader.argument !== 3)) throw reader.mismatch(name);
  const isNegative = reader.argument === 3;
  const bytes = reader.byteString();
  if (bytes.length > 1024) throw new CodingError("a bignum has more than 1024 bytes");
  let magnitude = 0n;
  for (const byte of bytes) magnitude = (magnitude << 8n) | BigInt(byte);
  return isNegative ? -1n - magnitude : magnitude;
}

export const int8 = small("an integer of 8 bits", -0x80, 0x7f);
export const int16 = small("an integer of 16 bits", -0x8000, 0x7fff);
export const int32 = small("an integer of 32 bits", -0x80000000, 0x7fffffff);
export const uint8 = small("an unsigned integer of 8 bits", 0, 0xff);
export const uint16 = small("an unsigned integer of 16 bits", 0, 0xffff);
export const uint32 = small("an unsigned integer of 32 bits", 0, 0xffffffff);
const range64 = ["a bigint of 64 bits", -(1n << 63n), (1n << 63n) - 1n] as const;
export const int64 = wide(...range64);
/** Returns an integer of 64 bits; throws if a value is none. */
export const int64Checked = checked(...range64);
export const uint64 = wide("an unsigned bigint of 64 bits", 0n, (1n << 64n) - 1n);
export const int128 = wide("a bigint of 128 bits", -(1n << 127n), (1n << 127n) - 1n);
export const uint128 = wide("an unsigned bigint of 128 bits", 0n, (1n << 128n) - 1n);

function float(round: (value: number) => number): Codec<number> {
  return {
    write(writer, value) {
      if (typeof value !== "number") throw unexpected(value, "a number");
      writer.float(round(value));
    },
    read: reader => reader.float(),
  };
}

export const float64 = float(value => value);
export const float32 = float(Math.fround);
export const float16 = float(roundToHalf);
