// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {BridgeCore} from "./core";
import {EventDefinition} from "./definitions";
import {checkName} from "./name";
import {native, NativeID} from "./native";
import {count, ListenerOptions} from "./options";
import {check, checkID} from "./status";

/**
 * Receives an event.
 *
 * @param event The event.
 * @param dropped The number of events that were dropped before this one because too many waited.
 */
export type Listener<Event> = (event: Event, dropped: number) => void;

/** A listener, until its end. It does not keep the process alive. */
export class Subscription<Event> {
  private readonly id: NativeID;
  private isEnded = false;
  private readonly onAbort = (): void => this.unsubscribe();

  /** @internal */
  constructor(
      private readonly core: BridgeCore, private readonly definition: EventDefinition<Event>,
      private readonly listener: Listener<Event>, private readonly options: ListenerOptions = {}) {
    options.signal?.throwIfAborted();
    const policy = definition.drops === "newest" ? 1 : 0;
    const capacity = count(options.capacity, 0, "capacity");
    const name = checkName(definition.name);
    const slot = core.add({event: (bytes, dropped) => this.event(bytes, dropped)});
    try {
      this.id = checkID(core.bridge, native.subscribe(core.bridge, name, slot, policy, capacity));
    } catch (error) {
      core.remove(slot);
      throw error;
    }
    options.signal?.addEventListener("abort", this.onAbort);
  }

  /** Ends the subscription: the listener is not called any more. */
  unsubscribe(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.options.signal?.removeEventListener("abort", this.onAbort);
    native.unsubscribe(this.core.bridge, this.id); // a closed bridge has none
  }

  private event(bytes: Uint8Array, dropped: number): void {
    if (this.isEnded) return;
    try {
      this.listener(this.core.coder.decode(this.definition.event, bytes), dropped);
    } catch (error) {
      this.core.report(error, this.definition.name);
    }
  }
}

/**
 * The events of a name, for `for await`, which ends when the bridge is closed. Waiting for an event keeps the process
 * alive.
 */
export class Events<Event> implements AsyncIterableIterator<Event> {
  /** The number of events that were dropped because too many waited for the loop. */
  dropped = 0;
  private readonly waiting: Event[] = [];
  private readonly readers: ((result: IteratorResult<Event, undefined>) => void)[] = [];
  private readonly subscription: Subscription<Event>;
  private isEnded = false;
  private readonly end = (): void => void this.return();

  /** @internal */
  constructor(
      private readonly core: BridgeCore, private readonly definition: EventDefinition<Event>,
      private readonly options: ListenerOptions = {}) {
    this.subscription = new Subscription(core, definition, (event, dropped) => this.receive(event, dropped), options);
    options.signal?.addEventListener("abort", this.end);
    core.closers.add(this.end);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Event, undefined>> {
    if (this.waiting.length > 0) return Promise.resolve({done: false, value: this.waiting.shift() as Event});
    if (this.isEnded) return Promise.resolve({done: true, value: undefined});
    this.core.retain();
    return new Promise(resolve => this.readers.push(resolve));
  }

  return(): Promise<IteratorResult<Event, undefined>> {
    if (!this.isEnded) {
      this.isEnded = true;
      this.core.closers.delete(this.end);
      this.options.signal?.removeEventListener("abort", this.end);
      this.subscription.unsubscribe();
      for (const reader of this.readers.splice(0)) {
        this.core.release();
        reader({done: true, value: undefined});
      }
    }
    return Promise.resolve({done: true, value: undefined});
  }

  private receive(event: Event, dropped: number): void {
    this.dropped += dropped;
    const reader = this.readers.shift();
    if (reader !== undefined) {
      this.core.release();
      return reader({done: false, value: event});
    }
    const isFull = this.waiting.length >= (this.options.capacity ?? 256);
    if (isFull) this.dropped++;
    if (isFull && this.definition.drops === "newest") return;
    if (isFull) this.waiting.shift();
    this.waiting.push(event);
  }
}

/** Emits an event to all listeners of its name, in the core and in the host. */
export function emit<Event>(core: BridgeCore, definition: EventDefinition<Event>, event: Event): void {
  check(core.bridge, native.emit(core.bridge, checkName(definition.name), core.coder.encode(definition.event, event)));
}
