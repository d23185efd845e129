// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {CodingError} from "../errors";

import {AnyCodec, Codec, unexpected, within, writeEach} from "./codec";
import {int64Checked} from "./numbers";
import {Reader} from "./reader";
import {Major} from "./writer";

/** Writes or reads the value of a key, whose place errors name. */
function at<Result>(key: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw within(error, `[${key}]`);
  }
}

export function array<Element>(element: Codec<Element>): Codec<Element[]> {
  return {
    write(writer, value) {
      if (!Array.isArray(value)) throw unexpected(value, "an array");
      writer.head(Major.array, value.length);
      writeEach(value, each => element.write(writer, each));
    },
    read(reader) {
      const count = reader.begin(Major.array);
      const value: Element[] = [];
      try {
        for (let index = 0; reader.hasNext(index, count); index++) value.push(element.read(reader));
      } catch (error) {
        throw within(error, `[${value.length}]`);
      }
      return value;
    },
  };
}

type Codecs<Values extends readonly unknown[]> = { readonly [Index in keyof Values]: Codec<Values[Index]> };

/** An array with a type for each element. Ignores further elements, which a later version adds. */
export function tuple<Values extends unknown[]>(...elements: Codecs<Values>): Codec<Values> {
  return sequenceOf(elements, undefined) as Codec<Values>;
}

/** An array that begins with certain elements, followed by any number of others. */
export function sequence<First extends unknown[], Rest>(
    first: Codecs<First>, rest: Codec<Rest>): Codec<[...First, ...Rest[]]> {
  return sequenceOf(first, rest) as unknown as Codec<[...First, ...Rest[]]>;
}

function sequenceOf(first: readonly AnyCodec[], rest: AnyCodec | undefined): Codec<unknown[]> {
  const expected = `an array of ${first.length}${rest === undefined ? "" : " or more"} elements`;
  return {
    write(writer, value) {
      if (!Array.isArray(value)) throw unexpected(value, expected);
      if (value.length < first.length || (rest === undefined && value.length > first.length)) {
        throw new CodingError(`expected ${expected}, found ${value.length}`);
      }
      writer.head(Major.array, value.length);
      writeEach(value, (each, index) => (first[index] ?? rest)!.write(writer, each));
    },
    read(reader) {
      const count = reader.begin(Major.array);
      const value: unknown[] = [];
      for (let index = 0; reader.hasNext(index, count); index++) {
        const codec = first[index] ?? rest;
        if (codec === undefined) reader.skip();
        else at(`${index}`, () => value.push(codec.read(reader)));
      }
      if (value.length < first.length) throw new CodingError(`expected ${expected}, found ${value.length}`);
      return value;
    },
  };
}

function keyedMap<Key, Element>(
    key: Codec<Key>, element: Codec<Element>, major: Major.array | Major.map): Codec<Map<Key, Element>> {
  const step = major === Major.array ? 2 : 1;
  return {
    write(writer, value) {
      if (!(value instanceof Map)) throw unexpected(value, "a Map");
      writer.head(major, value.size * step);
      for (const [each, content] of value) {
        at(String(each), () => {
          key.write(writer, each);
          element.write(writer, content);
        });
      }
    },
    read(reader) {
      const count = reader.begin(major);
      if (count > 0 && count % step !== 0) throw new CodingError("the last key has no value");
      const value = new Map<Key, Element>();
      for (let index = 0; reader.hasNext(index, count); index += step) readPair(reader, key, element, value);
      return value;
    },
  };
}

function readPair<Key, Element>(
    reader: Reader, key: Codec<Key>, element: Codec<Element>, value: Map<Key, Element>): void {
  const each = key.read(reader);
  if (value.has(each)) throw new CodingError(`the key ${String(each)} occurs twice`);
  at(String(each), () => value.set(each, element.read(reader)));
}

const name: Codec<string> = {
  write(writer, value) {
    if (typeof value !== "string") throw unexpected(value, "text as a key");
    writer.text(value);
  },
  read: reader => reader.text(),
};

const number: Codec<bigint> = {
  write(writer, value) {
    writer.text(int64Checked(value).toString());
  },
  read(reader) {
    const found = reader.text();
    if (!/^-?\d{1,20}$/.test(found)) throw new CodingError(`expected an integer as a key, found ${found.slice(0, 40)}`);
    const value = BigInt(found);
    if (value === BigInt.asIntN(64, value)) return value;
    throw new CodingError(`expected an integer of 64 bits as a key, found ${found}`);
  },
};

/** A map with any text keys. */
export function dictionary<Element>(element: Codec<Element>): Codec<Map<string, Element>> {
  return keyedMap(name, element, Major.map);
}

/** A map whose keys are integers. */
export function numberedDictionary<Element>(element: Codec<Element>): Codec<Map<bigint, Element>> {
  return keyedMap(number, element, Major.map);
}

/** An array of alternating keys and values. */
export function pairs<Key, Element>(key: Codec<Key>, element: Codec<Element>): Codec<Map<Key, Element>> {
  return keyedMap(key, element, Major.array);
}
