// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {Coder} from "./coder";
import {Code, HostCallError} from "./errors";
import {exchangeHead, exchangeSize, MessageKind, native, NativeBridge, NativeID, NativeLibrary} from "./native";
import {OpenOptions} from "./options";
import {line, Outcome} from "./outcome";
import {Receiver} from "./receiver";

const libraries = new Map<string, NativeLibrary>();

/** The part of a bridge that receives messages: whom they are for, and what keeps the process alive. */
export class BridgeCore {
  readonly bridge: NativeBridge;
  readonly coder = new Coder();
  /** Settles when the bridge is closed. */
  readonly closed: Promise<void>;
  /** Functions that run when the bridge is closed. */
  readonly closers = new Set<() => void>();

  private readonly receivers = new Map<number, Receiver>();
  private lastSlot = 0;
  private uses = 0;
  private readonly head: Float64Array;
  private readonly ids: BigUint64Array;
  private readonly bytes: Uint8Array;
  private readonly onError: (error: unknown, name: string) => void;
  private finish: () => void = () => undefined;

  constructor(library: string, openFunction: string, options: OpenOptions = {}) {
    const exchange = new ArrayBuffer(exchangeSize);
    this.head = new Float64Array(exchange, 0, exchangeHead / 8);
    this.ids = new BigUint64Array(exchange, 0, exchangeHead / 8);
    this.bytes = new Uint8Array(exchange, exchangeHead);
    this.onError = options.onError ?? printError;
    this.closed = new Promise(resolve => (this.finish = resolve));
    this.bridge = native.open(load(library), openFunction, bytes => this.dispatch(bytes), exchange);
  }

  /** Adds a receiver; returns its slot. */
  add(receiver: Receiver): number {
    this.receivers.set(++this.lastSlot, receiver);
    return this.lastSlot;
  }

  remove(slot: number): void {
    this.receivers.delete(slot);
  }

  /** Keeps the process alive until `release` is called as often. */
  retain(): void {
    if (this.uses++ === 0) native.setAlive(this.bridge, 1);
  }

  release(): void {
    if (--this.uses === 0) native.setAlive(this.bridge, 0);
  }

  /** Passes an error of a handler or a listener to the program. Never throws. */
  report(error: unknown, name: string): void {
    try {
      this.onError(error, name);
    } catch (another) {
      printError(another, "onError");
    }
  }

  /**
   * Handles the message in the exchange.
   *
   * @param large The message's bytes, if they are too many for the exchange; null if there is no memory for them.
   */
  private dispatch(large: Uint8Array | null | undefined): void {
    const {head} = this;
    const kind: MessageKind = head[0]!;
    const slot = head[1]!;
    const outcome = head[2]!;
    const count = head[4]!;
    const receiver = this.receivers.get(slot);
    try {
      if (large === null) return this.lose(kind, slot, receiver);
      const bytes = large ?? this.bytes.subarray(0, head[3]!);
      switch (kind) {
        case MessageKind.closed:
          this.closers.forEach(closer => closer());
          return this.finish();
        case MessageKind.invoke: return receiver?.invoke?.(this.id(), bytes);
        case MessageKind.cancel: return receiver?.cancel?.(this.id());
        case MessageKind.credit: return receiver?.credit?.(this.id(), count);
        case MessageKind.item: return receiver?.item?.(bytes);
        case MessageKind.event: return receiver?.event?.(bytes, count);
        case MessageKind.reply:
          this.remove(slot);
          return receiver?.reply?.(outcome, bytes);
        case MessageKind.release: return this.remove(slot);
        default: return; // a kind that a later library has added
      }
    } catch (error) {
      this.report(error, "a message");
    }
  }

  /** Handles a message without its bytes. */
  private lose(kind: MessageKind, slot: number, receiver: Receiver | undefined): void {
    const error = new HostCallError("there is no memory for a message of the core", Code.resourceExhausted);
    const payload = new TextEncoder().encode(error.message);
    const outcome = Outcome.code + Code.resourceExhausted;
    if (kind === MessageKind.invoke) native.complete(this.bridge, this.id(), outcome, payload);
    if (kind === MessageKind.reply) {
      this.remove(slot);
      receiver?.reply?.(outcome, payload);
    }
    receiver?.lost?.(error);
    this.report(error, "a message");
  }

  private id(): NativeID {
    const id = this.ids[5]!;
    return id <= Number.MAX_SAFE_INTEGER ? Number(id) : id;
  }
}

function load(path: string): NativeLibrary {
  let library = libraries.get(path);
  if (library === undefined) libraries.set(path, (library = native.load(path)));
  return library;
}

function printError(error: unknown, name: string): void {
  try {
    console.error(`hostcall: ${name} threw:`, error);
  } catch {
    console.error(`hostcall: ${name} threw: ${line(error)}`); // the error cannot be inspected
  }
}
