// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {codec} from "hostcall";

import {Coder} from "hostcall/coder";

const coder = new Coder();

/** Returns a value in CBOR, as hexadecimal digits. */
export function encoded<Value>(type: codec.Codec<Value>, value: Value): string {
  return Array.from(coder.encode(type, value), byte => byte.toString(16).padStart(2, "0")).join("");
}

/** Decodes hexadecimal digits. */
export function decoded<Value>(type: codec.Codec<Value>, digits: string): Value {
  return coder.decode(type, bytesOf(digits));
}

export function bytesOf(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], pair => parseInt(pair, 16));
}
