// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {Metadata} from "./metadata";

/** What a host states about one of its calls. */
export interface CallOptions {
  /** Cancels the call in the core. */
  readonly signal?: AbortSignal | undefined;
  /** The milliseconds until the call must end; 0 or less if they have passed. */
  readonly timeout?: number | undefined;
  readonly metadata?: Metadata | undefined;
}

/** What a host states about a stream that it reads. */
export interface StreamOptions extends CallOptions {
  /** The number of elements that the core may send in advance; 16 if it is not stated. */
  readonly buffer?: number | undefined;
  /** The milliseconds for which the core may send nothing while it may send. */
  readonly silence?: number | undefined;
}

/** What a host states about a listener. */
export interface ListenerOptions {
  /** The number of events that may wait for the listener, at most 65,536; 256 if it is not stated. */
  readonly capacity?: number | undefined;
  /** Ends the subscription. */
  readonly signal?: AbortSignal | undefined;
}

/** What a host states about its bridge. */
export interface OpenOptions {
  /** Another function of the library that opens a bridge, in place of the one that an interface was generated from. */
  readonly openFunction?: string | undefined;
  /**
   * Receives the errors that handlers and listeners throw, of which the core learns one line at most; by default they
   * are written to standard error.
   *
   * @param error What was thrown.
   * @param name The wire name of the call, the stream or the event.
   */
  readonly onError?: ((error: unknown, name: string) => void) | undefined;
}

/** Returns a time in milliseconds as the add-on expects it: 0 without a limit, and negative if it has passed. */
export function limit(milliseconds: number | undefined, name: string): number {
  if (milliseconds === undefined || milliseconds === Infinity) return 0;
  if (typeof milliseconds !== "number" || Number.isNaN(milliseconds)) throw new TypeError(`${name} is not a number`);
  return milliseconds > 0 ? milliseconds : -1;
}

/** Returns a count from 1 to 2^32 - 1. */
export function count(value: number | undefined, otherwise: number, name: string): number {
  if (value === undefined) return otherwise;
  if (Number.isInteger(value) && value >= 1 && value <= 0xffffffff) return value;
  throw new RangeError(`${name} is not a positive integer`);
}
