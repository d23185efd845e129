// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {callCore} from "./call";
import {any} from "./codec/any";
import {BridgeCore} from "./core";
import {CoreStream} from "./core_stream";
import {CallDefinition, EventDefinition} from "./definitions";
import {Code} from "./errors";
import {emit, Events, Listener, Subscription} from "./events";
import {CallHandler, Handler} from "./handler";
import {checkName} from "./name";
import {native} from "./native";
import {CallOptions, ListenerOptions, OpenOptions, StreamOptions} from "./options";
import {Statistics, statisticsOf} from "./statistics";
import {Receiver} from "./receiver";
import {check, Status, statusError} from "./status";
import {StreamHandler, StreamServer} from "./stream_handler";

/**
 * A bridge between a core and this thread, main or worker: handlers and listeners run on the thread that opened it.
 *
 * The process, or worker, stays alive while a call or a stream of the core is open, and otherwise ends by itself, also
 * if the bridge is open; see `ref`. At its end, the bridge is closed.
 */
export class Bridge {
  private readonly core: BridgeCore;
  private isReferenced = false;
  private closing: Promise<void> | undefined;

  private constructor(core: BridgeCore) {
    this.core = core;
  }

  /**
   * Loads a library, which stays loaded, and opens a bridge.
   *
   * @param library The path of the library. One without a slash is searched for as the system does.
   * @param openFunction The library's C function that opens the bridge.
   * @param setUp Registers handlers; if it throws, the bridge is closed.
   * @throws Error if the library cannot be loaded, is no core or is too old.
   */
  static open(library: string, openFunction: string, options?: OpenOptions, setUp?: (bridge: Bridge) => void): Bridge {
    if (library.includes("\0")) throw new TypeError("the path of the library contains a NUL");
    const bridge = new Bridge(new BridgeCore(library, checkName(options?.openFunction ?? openFunction), options));
    try {
      setUp?.(bridge);
    } catch (error) {
      void bridge.close();
      throw error;
    }
    return bridge;
  }

  /**
   * Registers a handler, in place of another for the same call.
   *
   * @param handler The handler; if it is `undefined`, nothing is registered, and calls fail as unimplemented.
   * @param self The handler's `this`.
   * @throws SchemaMismatchError if the core's call has changed since the interface was generated.
   */
  handle<Request, Response>(
      definition: CallDefinition<Request, Response>, handler: Handler<Request, Response> | undefined,
      self?: unknown): void {
    if (handler === undefined) return;
    const {core} = this;
    this.register(definition, new CallHandler(core, definition, (...call) => handler.apply(self, call)), 0);
  }

  /** Registers the handler of a stream, as `handle` does that of a call. */
  handleStream<Request, Element>(
      definition: CallDefinition<Request, Element>, handler: StreamHandler<Request, Element> | undefined,
      self?: unknown): void {
    if (handler === undefined) return;
    const {core} = this;
    this.register(definition, new StreamServer(core, definition, (...call) => handler.apply(self, call)), 1);
  }

  /** Removes the handler of a call or a stream. Calls that were already made are still answered. */
  unregister(name: string): void {
    check(this.core.bridge, native.unregister(this.core.bridge, checkName(name)));
  }

  /**
   * Calls a function of the core.
   *
   * @returns The response; rejects with the declared failure (`CallFailure`), a `HostCallError`, a `StatusError` if the
   *   call could not be made, or the reason of the signal.
   */
  call<Request, Response>(
      definition: CallDefinition<Request, Response>, request: Request, options?: CallOptions): Promise<Response> {
    return callCore(this.core, definition, request, options);
  }

  /** Reads a stream of the core, which is opened by the first `next`. Errors are those of `call`. */
  stream<Request, Element>(
      definition: CallDefinition<Request, Element>, request: Request,
      options?: StreamOptions): CoreStream<Request, Element> {
    return new CoreStream(this.core, definition, request, options);
  }

  /** Calls a listener for each event of a name, until it is unsubscribed or the bridge is closed. */
  listen<Event>(
      definition: EventDefinition<Event>, listener: Listener<Event>, options?: ListenerOptions): Subscription<Event> {
    return new Subscription(this.core, definition, listener, options);
  }

  /** Returns the events of a name from now on, for `for await`. */
  events<Event>(definition: EventDefinition<Event>, options?: ListenerOptions): Events<Event> {
    return new Events(this.core, definition, options);
  }

  /** Emits an event to all listeners of its name. */
  emit<Event>(definition: EventDefinition<Event>, event: Event): void {
    emit(this.core, definition, event);
  }

  /** Fails every pending call of the core, for a host that has lost the source of its answers. */
  failPending(code: Code, message: string): void {
    check(this.core.bridge, native.failPending(this.core.bridge, code, message));
  }

  /** The counters of the core's calls and of events; `undefined` once the bridge is closed. */
  get statistics(): Statistics | undefined {
    return statisticsOf(native.statistics(this.core.bridge));
  }

  /** Returns the core's decoded descriptor, which describes its calls and their types. */
  describe(): unknown {
    const found = native.describe(this.core.bridge);
    if (typeof found === "number") throw statusError(this.core.bridge, found);
    return this.core.coder.decode(any, found);
  }

  /** Keeps the process alive until `unref` or the close, for a host that waits for calls of its core. */
  ref(): void {
    if (!this.isReferenced) this.core.retain();
    this.isReferenced = true;
  }

  /** Ends the effect of `ref`. */
  unref(): void {
    if (this.isReferenced) this.core.release();
    this.isReferenced = false;
  }

  /**
   * Closes the bridge: pending calls end as cancelled, signals abort, and handlers are released.
   *
   * @param grace The milliseconds in which calls to the core may end by themselves.
   * @returns Settles when the bridge is closed. May be called from anywhere, also several times.
   */
  close(grace = 0): Promise<void> {
    if (typeof grace !== "number" || Number.isNaN(grace)) throw new TypeError("grace is not a number");
    const status = native.close(this.core.bridge, grace);
    if (this.closing !== undefined) return this.closing;
    if (status !== Status.ok && status !== Status.closed) return Promise.resolve();
    this.core.retain();
    return (this.closing = this.core.closed);
  }

  private register(definition: CallDefinition<never, never> | CallDefinition<unknown, unknown>, receiver: Receiver,
      isStream: number): void {
    const {core} = this;
    const slot = core.add(receiver);
    const status =
        native.register(core.bridge, checkName(definition.name), slot, definition.fingerprint, isStream);
    if (status === Status.ok) return;
    core.remove(slot);
    throw statusError(core.bridge, status);
  }
}
