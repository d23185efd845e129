// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {CodingError} from "../errors";

import {AnyCodec, Codec, unexpected, within} from "./codec";
import {Reader} from "./reader";
import {Major, Writer} from "./writer";

/** A field that may be missing. */
export class Optional<Value> {
  constructor(readonly codec: Codec<Value>) {}
}

/** A field whose key is not the name of its property. */
export class Keyed<Content> {
  constructor(readonly key: string, readonly content: Content) {}
}

/** Describes a field that may be missing; null counts as missing. */
export function optional<Value>(codec: Codec<Value>): Optional<Value> {
  return new Optional(codec);
}

/** Describes a field with another key than the name of its property. */
export function keyed<Content>(key: string, content: Content): Keyed<Content> {
  return new Keyed(key, content);
}

type FieldOf<Value> = unknown extends Value ? Optional<Value> | Codec<Value>
    : undefined extends Value ? Optional<Exclude<Value, undefined>> : Codec<Value>;

/** The fields of a record: for each property its codec, in the order in which they are written. */
export type Fields<Value> = {
  readonly [Property in keyof Value]-?: FieldOf<Value[Property]> | Keyed<FieldOf<Value[Property]>>;
};

class Field {
  readonly key: string;
  readonly codec: AnyCodec;
  readonly isOptional: boolean;
  readonly encodedKey: Uint8Array;

  constructor(readonly property: string, described: unknown) {
    const content = described instanceof Keyed ? described.content : described;
    this.key = described instanceof Keyed ? described.key : property;
    this.isOptional = content instanceof Optional;
    this.codec = content instanceof Optional ? content.codec : (content as AnyCodec);
    const writer = new Writer();
    writer.text(this.key);
    this.encodedKey = writer.bytes().slice();
  }
}

/** The codec of an object whose fields become a map. Keys that it does not know are ignored. */
export class RecordCodec<Value> implements Codec<Value> {
  private readonly fields: readonly Field[];
  private readonly byKey: ReadonlyMap<string, number>;

  constructor(fields: Fields<Value>) {
    this.fields = Object.entries(fields).map(([property, described]) => new Field(property, described));
    this.byKey = new Map(this.fields.map((field, index) => [field.key, index]));
  }

  write(writer: Writer, value: Value): void {
    if (typeof value !== "object" || value === null) throw unexpected(value, "a record");
    const properties = value as Record<string, unknown>;
    let count = 0;
    for (const field of this.fields) {
      if (!field.isOptional || hasValue(properties[field.property])) count++;
    }
    writer.head(Major.map, count);
    for (const field of this.fields) {
      const content = properties[field.property];
      if (field.isOptional && !hasValue(content)) continue;
      writer.raw(field.encodedKey);
      try {
        field.codec.write(writer, content);
      } catch (error) {
        throw within(error, `.${field.property}`);
      }
    }
  }

  read(reader: Reader): Value {
    const value: Record<string, unknown> = {};
    const count = reader.begin(Major.map);
    const seen: boolean[] = [];
    let expected = 0;
    for (let index = 0; reader.hasNext(index, count); index++) {
      const found = this.readKey(reader, expected);
      if (found < 0) {
        reader.skip();
        continue;
      }
      const field = this.fields[found]!;
      if (seen[found] === true) throw new CodingError(`the key ${JSON.stringify(field.key)} occurs twice`);
      seen[found] = true;
      expected = found + 1;
      if (field.isOptional && reader.isNull()) continue;
      try {
        value[field.property] = field.codec.read(reader);
      } catch (error) {
        throw within(error, `.${field.property}`);
      }
    }
    for (let index = 0; index < this.fields.length; index++) {
      const field = this.fields[index]!;
      if (seen[index] !== true && !field.isOptional) throw new CodingError(`the field ${field.key} is missing`);
    }
    return value as unknown as Value;
  }

  /** Reads a key; returns the index of its field, or -1. Tries the field at `expected` first. */
  private readKey(reader: Reader, expected: number): number {
    if (expected < this.fields.length && reader.matches(this.fields[expected]!.encodedKey)) return expected;
    const start = reader.at;
    reader.head();
    const isText = reader.major === Major.text;
    reader.at = start;
    if (isText) return this.byKey.get(reader.text()) ?? -1;
    reader.skip();
    return -1;
  }
}

/** Returns the codec of an object whose fields become a map. */
export function record<Value>(fields: Fields<Value>): Codec<Value> {
  return new RecordCodec(fields);
}

function hasValue(value: unknown): boolean {
  return value !== undefined && value !== null;
}

const noFields = new RecordCodec<object>({});

/** The codec of a record without fields, which is no value in JavaScript. Like the core, reads any item as one. */
export const nothing: Codec<void> = {
  write: writer => noFields.write(writer, {}),
  read: reader => reader.skip(),
};
