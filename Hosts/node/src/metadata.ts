// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {native, NativeBridge, NativeID} from "./native";

/** What a call carries beside its request: text, or bytes under keys that end in `-bin`. */
export type Metadata = Readonly<Record<string, string | Uint8Array>>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const none = new Uint8Array(0);

/** Returns metadata in the form of the add-on: for each entry two lengths of four bytes each, the key and the value. */
export function encodeMetadata(metadata: Metadata | undefined): Uint8Array {
  if (metadata === undefined) return none;
  const entries = Object.entries(metadata).map(([key, value]): [Uint8Array, Uint8Array] => {
    if (typeof value !== "string" && !(value instanceof Uint8Array)) {
      throw new TypeError(`the metadata ${key} is neither text nor a Uint8Array`);
    }
    return [encoder.encode(key), typeof value === "string" ? encoder.encode(value) : value];
  });
  const all = new Uint8Array(entries.reduce((sum, [key, value]) => sum + 8 + key.length + value.length, 0));
  let at = 0;
  for (const [key, value] of entries) {
    new Uint8Array(all.buffer, at, 8).set(new Uint8Array(Uint32Array.of(key.length, value.length).buffer));
    all.set(key, at + 8);
    all.set(value, at + 8 + key.length);
    at += 8 + key.length + value.length;
  }
  return all;
}

/** Returns the metadata of a pending call to the host; empty if the call has none or has ended. */
export function readMetadata(bridge: NativeBridge, id: NativeID): Metadata {
  const found: Record<string, string | Uint8Array> = Object.create(null) as Record<string, string | Uint8Array>;
  const entries = native.metadata(bridge, id);
  for (let index = 0; index + 1 < entries.length; index += 2) {
    const key = entries[index] as string;
    const value = entries[index + 1] as Uint8Array;
    found[key] = key.endsWith("-bin") ? new Uint8Array(value) : decoder.decode(value);
  }
  return found;
}
