// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {CodingError} from "../errors";

import {Codec, unexpected, within, writeEach} from "./codec";
import {readBigint} from "./numbers";
import {Reader} from "./reader";
import {Major, Writer} from "./writer";

/** An item with a tag of CBOR, around any other. */
export class Tagged {
  constructor(readonly tag: number, readonly value: unknown) {}
}

/** A simple value of CBOR without a meaning of its own: 0 to 19, or 32 to 255. */
export class Simple {
  constructor(readonly value: number) {}
}

const deepest = 128;

/**
 * Any item of CBOR: null, undefined, booleans, numbers and bigints, text, Uint8Array, arrays, maps, `Tagged`, and
 * `Simple`. A map is an object if all its keys are text, and otherwise a Map. An integral number is written as an
 * integer.
 */
export const any: Codec<unknown> = {
  write: (writer, value) => write(writer, value, 0),
  read,
};

function write(writer: Writer, value: unknown, depth: number): void {
  if (depth > deepest) throw new CodingError(`the value is nested more than ${deepest} levels deep`);
  if (value === undefined) return writer.simple(23);
  if (value === null) return writer.simple(22);
  if (typeof value === "boolean") return writer.simple(value ? 21 : 20);
  if (typeof value === "string") return writer.text(value);
  if (typeof value === "bigint") return writer.bigint(value);
  if (typeof value === "number") return Number.isSafeInteger(value) ? writer.integer(value) : writer.float(value);
  if (value instanceof Uint8Array) return writer.byteString(value);
  if (value instanceof Simple) {
    if (!isWithin(value.value, 255) || (value.value >= 24 && value.value < 32)) {
      throw unexpected(value.value, "a simple value from 0 to 255, but for 24 to 31,");
    }
    return writer.simple(value.value);
  }
  if (value instanceof Tagged) {
    if (!isWithin(value.tag, Number.MAX_SAFE_INTEGER)) throw unexpected(value.tag, "a tag from 0 to 2^53 - 1");
    writer.head(Major.tag, value.tag);
    return write(writer, value.value, depth + 1);
  }
  if (Array.isArray(value)) {
    writer.head(Major.array, value.length);
    return writeEach(value, each => write(writer, each, depth + 1));
  }
  if (typeof value !== "object") throw unexpected(value, "a value that CBOR can represent");
  const entries: [unknown, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
  writer.head(Major.map, entries.length);
  for (const [key, each] of entries) {
    write(writer, key, depth + 1);
    try {
      write(writer, each, depth + 1);
    } catch (error) {
      throw within(error, `.${String(key)}`);
    }
  }
}

function isWithin(value: number, greatest: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= greatest;
}

function read(reader: Reader): unknown {
  const start = reader.at;
  reader.head();
  const {major, argument} = reader;
  switch (major) {
    case Major.text:
      reader.at = start;
      return reader.text();
    case Major.bytes:
      reader.at = start;
      return reader.byteString();
    case Major.array: {
      reader.at = start;
      return readArray(reader);
    }
    case Major.map:
      reader.at = start;
      return readMap(reader);
    case Major.tag:
      if (argument !== 2 && argument !== 3) return new Tagged(argument, reader.nested(() => read(reader)));
      break;
    case Major.simple:
      if (reader.isFloat()) break;
      if (argument < 0) throw new CodingError("the message is malformed: a break is out of place");
      if (argument === 20 || argument === 21) return argument === 21;
      return argument === 22 ? null : argument === 23 ? undefined : new Simple(argument);
    default:
      break;
  }
  reader.at = start;
  if (major === Major.simple) return reader.float();
  const value = readBigint(reader, "an integer");
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function readArray(reader: Reader): unknown[] {
  const count = reader.begin(Major.array);
  const value: unknown[] = [];
  for (let index = 0; reader.hasNext(index, count); index++) value.push(read(reader));
  return value;
}

function readMap(reader: Reader): unknown {
  const count = reader.begin(Major.map);
  const entries: [unknown, unknown][] = [];
  for (let index = 0; reader.hasNext(index, count); index++) entries.push([read(reader), read(reader)]);
  const isObject = entries.every(([key]) => typeof key === "string");
  return isObject ? Object.fromEntries(entries as [string, unknown][]) : new Map(entries);
}
