// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/** A library, and a bridge: values of the add-on. */
export type NativeLibrary = { readonly library: unique symbol };
export type NativeBridge = { readonly bridge: unique symbol };

/** The ID of a call or a subscription: a number, or a bigint from 2^53 on. */
export type NativeID = number | bigint;

/**
 * The functions of the add-on, which call those of hostcall.h. They do not check types. A number that one returns is a
 * status of hostcall.h, or an ID, in which case a status is negative.
 */
export interface Native {
  /** Loads a library, which stays loaded. Throws if it is no core, or too old. */
  load(path: string): NativeLibrary;
  /** Opens a bridge that calls `dispatch` with each message, whose head and bytes are in `exchange`. */
  open(library: NativeLibrary, name: string, dispatch: (bytes?: Uint8Array | null) => void, exchange: ArrayBuffer):
      NativeBridge;
  /** Closes a bridge after at most a number of milliseconds, without waiting for that. */
  close(bridge: NativeBridge, grace: number): number;
  failPending(bridge: NativeBridge, code: number, message: string): number;
  /** Says whether the bridge keeps the process alive. */
  setAlive(bridge: NativeBridge, isAlive: number): void;
  register(bridge: NativeBridge, name: string, slot: number, fingerprint: bigint, isStream: number): number;
  unregister(bridge: NativeBridge, name: string): number;
  complete(bridge: NativeBridge, id: NativeID, outcome: number, payload: Uint8Array): number;
  send(bridge: NativeBridge, id: NativeID, item: Uint8Array): number;
  /** Calls the core; times are in milliseconds, and metadata is in the form that `encodeMetadata` returns. */
  call(
      bridge: NativeBridge, name: string, request: Uint8Array, slot: number, isStream: number, timeout: number,
      fingerprint: bigint, metadata: Uint8Array, silence: number): NativeID;
  cancel(bridge: NativeBridge, id: NativeID): number;
  grant(bridge: NativeBridge, id: NativeID, items: number): number;
  subscribe(bridge: NativeBridge, name: string, slot: number, policy: number, capacity: number): NativeID;
  unsubscribe(bridge: NativeBridge, id: NativeID): number;
  emit(bridge: NativeBridge, name: string, event: Uint8Array): number;
  /** Returns the milliseconds to the deadline, or -1 without one, and the credit of a stream. */
  callInfo(bridge: NativeBridge, id: NativeID): [number, number] | undefined;
  /** Returns alternating keys and values. */
  metadata(bridge: NativeBridge, id: NativeID): (string | Uint8Array)[];
  statistics(bridge: NativeBridge): number[] | undefined;
  describe(bridge: NativeBridge): Uint8Array | number;
  /** Returns the message of the last function that failed. */
  lastError(bridge: NativeBridge): string;
  statusName(bridge: NativeBridge, status: number): string;
}

/** The kinds of messages; `closed` is the add-on's own. */
export const enum MessageKind {
  closed = 0,
  invoke = 1,
  cancel = 2,
  credit = 3,
  reply = 4,
  item = 5,
  event = 6,
  release = 7,
}

export const exchangeSize = 65536;
export const exchangeHead = 64;

export const native = require("./hostcall.node") as Native;
