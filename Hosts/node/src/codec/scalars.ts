// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {CodingError} from "../errors";

import {Codec, unexpected} from "./codec";
import {float64, int64, readBigint} from "./numbers";
import {Reader} from "./reader";
import {Major, Writer} from "./writer";

export const bool: Codec<boolean> = {
  write(writer, value) {
    if (typeof value !== "boolean") throw unexpected(value, "a boolean");
    writer.simple(value ? 21 : 20);
  },
  read(reader) {
    reader.head();
    if (reader.major !== Major.simple || reader.isFloat() || reader.argument < 20 || reader.argument > 21) {
      throw reader.mismatch("a boolean");
    }
    return reader.argument === 21;
  },
};

export const text: Codec<string> = {
  write(writer, value) {
    if (typeof value !== "string") throw unexpected(value, "text");
    writer.text(value);
  },
  read: reader => reader.text(),
};

export const bytes: Codec<Uint8Array> = {
  write(writer, value) {
    if (!(value instanceof Uint8Array)) throw unexpected(value, "a Uint8Array");
    writer.byteString(value);
  },
  read: reader => reader.byteString(),
};

/** Reads the head of a tag. */
function readTag(reader: Reader, number: number, name: string): void {
  reader.head();
  if (reader.major !== Major.tag || reader.argument !== number) throw reader.mismatch(name);
}

/** A point in time, to the millisecond: tag 1 around seconds since 1970. */
export const date: Codec<Date> = {
  write(writer, value) {
    if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw unexpected(value, "a valid Date");
    writer.head(Major.tag, 1);
    writer.float(value.getTime() / 1000);
  },
  read(reader) {
    readTag(reader, 1, "a point in time");
    const value = new Date(Math.round(float64.read(reader) * 1000));
    if (Number.isNaN(value.getTime())) throw new CodingError("the point in time is too far for a Date");
    return value;
  },
};

/** A UUID as text, such as `67e55044-10b1-426f-9247-bb680e5fe0c8`: tag 37 around 16 bytes. */
export const uuid: Codec<string> = {
  write(writer, value) {
    if (typeof value !== "string" || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) {
      throw unexpected(value, "a UUID");
    }
    writer.head(Major.tag, 37);
    writer.byteString(Uint8Array.from(value.replace(/-/g, "").match(/../g)!, pair => parseInt(pair, 16)));
  },
  read(reader) {
    readTag(reader, 37, "a UUID");
    const value = reader.byteString();
    if (value.length !== 16) throw new CodingError(`expected the 16 bytes of a UUID, found ${value.length}`);
    const digits = Array.from(value, byte => byte.toString(16).padStart(2, "0")).join("");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  },
};

/** A URI as text: tag 32. */
export const uri: Codec<string> = {
  write(writer, value) {
    if (typeof value !== "string") throw unexpected(value, "a URI as text");
    writer.head(Major.tag, 32);
    writer.text(value);
  },
  read(reader) {
    readTag(reader, 32, "a URI");
    return reader.text();
  },
};

/** A decimal number as text, such as `-12.50`: tag 4 around an exponent to the base 10 and a mantissa. */
export const decimal: Codec<string> = {
  write(writer, value) {
    const parts = typeof value === "string" ? /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,4}))?$/i.exec(value) : null;
    if (parts === null) throw unexpected(value, "a decimal number as text");
    const fraction = parts[3] ?? "";
    const magnitude = BigInt(parts[2]! + fraction);
    writeDecimal(writer, Number(parts[4] ?? "0") - fraction.length, parts[1] === "-" ? -magnitude : magnitude);
  },
  read(reader) {
    readTag(reader, 4, "a decimal number");
    if (reader.begin(Major.array) !== 2) throw new CodingError("expected an exponent and a mantissa");
    const exponent = Number(int64.read(reader));
    const mantissa = readBigint(reader, "a mantissa of 128 bits");
    // Its sign is beside its 128 bits.
    if (mantissa >> 128n !== 0n && -mantissa >> 128n !== 0n) {
      throw new CodingError(`expected a mantissa of 128 bits, found ${mantissa}`);
    }
    reader.hasNext(2, 2);
    return decimalText(exponent, mantissa);
  },
};

function writeDecimal(writer: Writer, exponent: number, mantissa: bigint): void {
  writer.head(Major.tag, 4);
  writer.head(Major.array, 2);
  writer.integer(exponent);
  writer.bigint(mantissa);
}

function decimalText(exponent: number, mantissa: bigint): string {
  const digits = (mantissa < 0n ? -mantissa : mantissa).toString();
  const sign = mantissa < 0n ? "-" : "";
  if (exponent > 100 || exponent < -1000) return `${sign}${digits}e${exponent}`;
  if (exponent >= 0) return sign + digits + (mantissa === 0n ? "" : "0".repeat(exponent));
  const padded = digits.padStart(1 - exponent, "0");
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}
