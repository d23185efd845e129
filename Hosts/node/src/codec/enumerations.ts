// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {CodingError} from "../errors";

import {Codec, unexpected} from "./codec";
import {float64, readBigint} from "./numbers";
import {RecordCodec, Fields} from "./records";
import {text} from "./scalars";
import {Major} from "./writer";

/** The codecs of an enumeration's cases, by the name of each, which is its only key in a message. */
type Cases<Value, Tag extends string> = {
  readonly [Name in Value extends Record<Tag, infer Names extends string> ? Names : never]:
      Fields<Omit<Extract<Value, Record<Tag, Name>>, Tag>>;
};

/**
 * An enumeration whose cases have values: a discriminated union, in which the property `tag` has the name of the case.
 */
export function enumeration<Tag extends string, Value extends Record<Tag, string>>(
    name: string, tag: Tag, cases: Cases<Value, Tag>): Codec<Value> {
  type Content = Record<string, unknown>;
  const codecs = new Map<string, RecordCodec<Content>>(
      Object.entries(cases).map(([each, fields]) => [each, new RecordCodec(fields as Fields<Content>)]));
  const codecOf = (each: string): RecordCodec<Content> => {
    const codec = codecs.get(each);
    if (codec === undefined) throw noCase(name, each, codecs.keys());
    return codec;
  };
  return {
    write(writer, value) {
      if (typeof value !== "object" || value === null) throw unexpected(value, `a case of ${name}`);
      const codec = codecOf(value[tag]);
      writer.head(Major.map, 1);
      writer.text(value[tag]);
      codec.write(writer, value);
    },
    read(reader) {
      const count = reader.begin(Major.map);
      if (!reader.hasNext(0, count)) throw new CodingError(`expected a case of ${name}, found an empty map`);
      const each = reader.text();
      const value = {[tag]: each, ...codecOf(each).read(reader)};
      if (reader.hasNext(1, count)) throw new CodingError(`expected one case of ${name}, found more`);
      return value as unknown as Value;
    },
  };
}

function rawValues<Value>(name: string, codec: Codec<unknown>, values: readonly Value[]): Codec<Value> {
  const known = new Set<unknown>(values);
  const checked = (value: unknown): Value => {
    if (!known.has(value)) throw noCase(name, value, known);
    return value as Value;
  };
  return {
    write: (writer, value) => codec.write(writer, checked(value)),
    read: reader => checked(codec.read(reader)),
  };
}

/** An enumeration that crosses as one of several texts. */
export function textValues<Value extends string>(name: string, values: readonly Value[]): Codec<Value> {
  return rawValues(name, text as Codec<unknown>, values);
}

/** An enumeration that crosses as one of several floating-point numbers. */
export function floatValues<Value extends number>(name: string, values: readonly Value[]): Codec<Value> {
  return rawValues(name, float64 as Codec<unknown>, values);
}

const integer: Codec<unknown> = {
  write: (writer, value) => writer.bigint(BigInt(value as number | bigint)),
  read(reader) {
    const value = readBigint(reader, "an integer");
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  },
};

/** An enumeration that crosses as one of several integers, which are bigints from 2^53 on. */
export function integerValues<Value extends number | bigint>(name: string, values: readonly Value[]): Codec<Value> {
  return rawValues(name, integer, values);
}

function noCase(name: string, found: unknown, known: Iterable<unknown>): CodingError {
  const quoted = (value: unknown): string => (typeof value === "string" ? JSON.stringify(value) : String(value));
  return new CodingError(`${name} has no case ${quoted(found)}, but ${Array.from(known, quoted).join(", ")}`);
}
