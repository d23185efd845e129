// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {Codec, unexpected, within, writeEach} from "./codec";
import {fromHalf, halfBits, roundToHalf} from "./half";

/** The numbers of plain memory. */
export type RawType = "bool" | "int8" | "int16" | "int32" | "int64" | "int128" | "uint8" | "uint16" | "uint32" |
    "uint64" | "uint128" | "float16" | "float32" | "float64";

/** A number in plain memory, or a vector of numbers: its path, type, offset, and count of a vector. */
export type RawField = readonly [path: readonly string[], type: RawType, offset: number, count?: number];

interface Access {
  readonly size: number;
  get(view: DataView, offset: number, isLittle: boolean): unknown;
  set(view: DataView, offset: number, value: unknown, isLittle: boolean): void;
}

function integer(
    size: number, least: number, greatest: number, get: (view: DataView, offset: number, isLittle: boolean) => number,
    set: (view: DataView, offset: number, value: number, isLittle: boolean) => void): Access {
  return {
    size,
    get,
    set(view, offset, value, isLittle) {
      if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > greatest) {
        throw unexpected(value, `an integer from ${least} to ${greatest}`);
      }
      set(view, offset, value, isLittle);
    },
  };
}

function bigint(words: 1 | 2, isSigned: boolean): Access {
  const bits = words * 64;
  const wrap = isSigned ? BigInt.asIntN : BigInt.asUintN;
  return {
    size: words * 8,
    get(view, offset, isLittle) {
      if (words === 1) return wrap(bits, view.getBigUint64(offset, isLittle));
      const [low, high] = isLittle ? [offset, offset + 8] : [offset + 8, offset];
      return wrap(bits, view.getBigUint64(low, isLittle) | (view.getBigUint64(high, isLittle) << 64n));
    },
    set(view, offset, value, isLittle) {
      const number = typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
      if (typeof number !== "bigint" || wrap(bits, number) !== number) {
        throw unexpected(value, `a${isSigned ? "" : "n unsigned"} bigint of ${bits} bits`);
      }
      view.setBigUint64(isLittle || words === 1 ? offset : offset + 8, BigInt.asUintN(64, number), isLittle);
      if (words === 2) view.setBigUint64(isLittle ? offset + 8 : offset, BigInt.asUintN(64, number >> 64n), isLittle);
    },
  };
}

function float(
    size: number, get: (view: DataView, offset: number, isLittle: boolean) => number,
    set: (view: DataView, offset: number, value: number, isLittle: boolean) => void): Access {
  return {
    size,
    get,
    set(view, offset, value, isLittle) {
      if (typeof value !== "number") throw unexpected(value, "a number");
      set(view, offset, value, isLittle);
    },
  };
}

const bool: Access = {
  size: 1,
  get: (view, offset) => view.getUint8(offset) !== 0,
  set(view, offset, value) {
    if (typeof value !== "boolean") throw unexpected(value, "a boolean");
    view.setUint8(offset, value ? 1 : 0);
  },
};

const accesses: Record<RawType, Access> = {
  bool,
  int8: integer(1, -0x80, 0x7f, (view, at) => view.getInt8(at), (view, at, value) => view.setInt8(at, value)),
  int16: integer(2, -0x8000, 0x7fff, (view, at, little) => view.getInt16(at, little),
      (view, at, value, little) => view.setInt16(at, value, little)),
  int32: integer(4, -0x80000000, 0x7fffffff, (view, at, little) => view.getInt32(at, little),
      (view, at, value, little) => view.setInt32(at, value, little)),
  int64: bigint(1, true),
  int128: bigint(2, true),
  uint8: integer(1, 0, 0xff, (view, at) => view.getUint8(at), (view, at, value) => view.setUint8(at, value)),
  uint16: integer(2, 0, 0xffff, (view, at, little) => view.getUint16(at, little),
      (view, at, value, little) => view.setUint16(at, value, little)),
  uint32: integer(4, 0, 0xffffffff, (view, at, little) => view.getUint32(at, little),
      (view, at, value, little) => view.setUint32(at, value, little)),
  uint64: bigint(1, false),
  uint128: bigint(2, false),
  float16: float(2, (view, at, little) => fromHalf(view.getUint16(at, little)),
      (view, at, value, little) => view.setUint16(at, halfBits(roundToHalf(value))!, little)),
  float32: float(4, (view, at, little) => view.getFloat32(at, little),
      (view, at, value, little) => view.setFloat32(at, value, little)),
  float64: float(8, (view, at, little) => view.getFloat64(at, little),
      (view, at, value, little) => view.setFloat64(at, value, little)),
};

/** A number that crosses as its memory. */
export function rawNumber<Value>(type: RawType, isLittle = true): Codec<Value> {
  const access = accesses[type];
  return {
    isRaw: true,
    write: (writer, value) => access.set(writer.memory(access.size), 0, value, isLittle),
    read: reader => access.get(reader.memory(access.size), 0, isLittle) as Value,
  };
}

/** A struct that crosses as its memory of `size` bytes. */
export function rawStruct<Value>(size: number, fields: readonly RawField[], isLittle = true): Codec<Value> {
  return {
    isRaw: true,
    write(writer, value) {
      const view = writer.memory(size);
      for (const field of fields) writeField(view, field, value, isLittle);
    },
    read(reader) {
      const view = reader.memory(size);
      const value: Record<string, unknown> = {};
      for (const field of fields) readField(view, field, value, isLittle);
      return value as unknown as Value;
    },
  };
}

function writeField(view: DataView, [path, type, offset, count]: RawField, whole: unknown, isLittle: boolean): void {
  const access = accesses[type];
  try {
    let value = whole;
    for (const name of path) value = (value as Record<string, unknown> | null | undefined)?.[name];
    if (count === undefined) return access.set(view, offset, value, isLittle);
    if (!Array.isArray(value) || value.length !== count) throw unexpected(value, `an array of ${count} numbers`);
    writeEach(value, (each, index) => access.set(view, offset + index * access.size, each, isLittle));
  } catch (error) {
    throw within(error, `.${path.join(".")}`);
  }
}

function readField(
    view: DataView, [path, type, offset, count]: RawField, whole: Record<string, unknown>, isLittle: boolean): void {
  const access = accesses[type];
  let parent = whole;
  for (const name of path.slice(0, -1)) parent = (parent[name] ??= {}) as Record<string, unknown>;
  parent[path[path.length - 1]!] = count === undefined
      ? access.get(view, offset, isLittle)
      : Array.from({length: count}, (_, index) => access.get(view, offset + index * access.size, isLittle));
}

/** A vector of numbers that crosses as its memory of `size` bytes. */
export function rawVector<Value>(size: number, type: RawType, count: number, isLittle = true): Codec<Value> {
  const vector = rawStruct<{value: Value}>(size, [[["value"], type, 0, count]], isLittle);
  return {
    isRaw: true,
    write: (writer, value) => vector.write(writer, {value}),
    read: reader => vector.read(reader).value,
  };
}

/** Bytes that cross as they are. */
export const rawBytes: Codec<Uint8Array> = {
  isRaw: true,
  write(writer, value) {
    if (!(value instanceof Uint8Array)) throw unexpected(value, "a Uint8Array");
    writer.raw(value);
  },
  read(reader) {
    const view = reader.memory(reader.rest());
    return new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice(); // a copy
  },
};
