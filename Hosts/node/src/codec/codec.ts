// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {CodingError} from "../errors";
import {Reader} from "./reader";
import {Writer} from "./writer";

/** Writes and reads values of a type. Both throw a `CodingError`, which names the place and what was found there. */
export interface Codec<Value> {
  /** Whether values cross as their memory, and not in CBOR. */
  readonly isRaw?: boolean;
  write(writer: Writer, value: Value): void;
  read(reader: Reader): Value;
}

/** Any codec, of which only the type of its values is unknown. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyCodec = Codec<any>;

/** The codec of a type that contains itself. */
export function lazy<Value>(codec: () => Codec<Value>): Codec<Value> {
  return {
    write: (writer, value) => codec().write(writer, value),
    read: reader => codec().read(reader),
  };
}

/** The codec of a value or null. */
export function nullable<Value>(codec: Codec<Value>): Codec<Value | null> {
  return {
    write(writer, value) {
      if (value === null || value === undefined) writer.simple(22);
      else codec.write(writer, value);
    },
    read: reader => (reader.isNull() ? null : codec.read(reader)),
  };
}

/** Returns an error with a part of its path in front; other errors as they are. */
export function within(error: unknown, part: string): unknown {
  return error instanceof CodingError ? error.within(part) : error;
}

/** Writes the elements of an array, whose places errors name. One that the array lacks is `undefined`. */
export function writeEach<Element>(elements: readonly Element[], write: (each: Element, index: number) => void): void {
  const {length} = elements; // as in the head, also if reading an element changes it
  let index = 0;
  try {
    for (; index < length; index++) write(elements[index]!, index);
  } catch (error) {
    throw within(error, `[${index}]`);
  }
}

/** Returns the error of a value that is not of its type. */
export function unexpected(value: unknown, expected: string): CodingError {
  return new CodingError(`expected ${expected}, found ${described(value)}`);
}

function described(value: unknown): string {
  switch (typeof value) {
    case "string": return JSON.stringify(value.slice(0, 40));
    case "number":
    case "bigint":
    case "boolean": return String(value);
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? "an array" : withArticle(value.constructor?.name ?? "record");
    default: return typeof value;
  }
}

function withArticle(type: string): string {
  if (type === "Object") return "an object";
  return /^[AEIO]/.test(type) ? `an ${type}` : `a ${type}`;
}
