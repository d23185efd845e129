// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {BridgeCore} from "./core";
import {CallContext} from "./context";
import {CallDefinition} from "./definitions";
import {argumentsOf, Parameters} from "./handler";
import {native, NativeID} from "./native";
import {errorAnswer, isIntended, Outcome, requestAnswer} from "./outcome";
import {Receiver} from "./receiver";
import {Status} from "./status";

/** Answers a stream of the core with any number of elements. It is asked for elements only as the core takes them. */
export type StreamHandler<Request, Element> =
    (...call: Parameters<Request>) => AsyncIterable<Element> | Iterable<Element>;

/** Runs a handler for each stream, and sends its elements while there is credit. */
export class StreamServer<Request, Element> implements Receiver {
  private readonly streams = new Map<NativeID, HostStream<Element>>();

  constructor(
      private readonly core: BridgeCore, private readonly definition: CallDefinition<Request, Element>,
      private readonly handler: StreamHandler<Request, Element>) {}

  invoke(id: NativeID, bytes: Uint8Array): void {
    const {core, definition} = this;
    const info = native.callInfo(core.bridge, id);
    if (info === undefined) return; // the stream has ended
    let request: Request;
    try {
      request = core.coder.decode(definition.request, bytes);
    } catch (error) {
      native.complete(core.bridge, id, ...requestAnswer(error));
      return;
    }
    const stream = new HostStream<Element>(core, definition, id, info[1]);
    this.streams.set(id, stream);
    void stream.run(context => this.handler(...argumentsOf(definition, request, context)))
        .finally(() => this.streams.delete(id));
  }

  credit(id: NativeID, count: number): void {
    this.streams.get(id)?.addCredit(count);
  }

  cancel(id: NativeID): void {
    const stream = this.streams.get(id);
    this.streams.delete(id); // at once, since the handler's iterator may never continue
    stream?.stop();
  }
}

/** One stream of the host. */
class HostStream<Element> {
  private readonly context: CallContext;
  private iterator: AsyncIterator<Element> | Iterator<Element> | undefined;
  private resume: (() => void) | undefined;

  constructor(
      private readonly core: BridgeCore, private readonly definition: CallDefinition<unknown, Element>,
      private readonly id: NativeID, private credit: number) {
    this.context = new CallContext(definition.name, core.bridge, id);
  }

  /** Sends the elements of what the handler returns, and ends the stream. Never throws. */
  async run(handler: (context: CallContext) => AsyncIterable<Element> | Iterable<Element>): Promise<void> {
    const {core, id} = this;
    try {
      this.iterator = iteratorOf(handler(this.context));
      for (;;) {
        const next = await this.iterator.next();
        if (this.context.isCancelled) return;
        if (next.done === true) break;
        if (!await this.send(next.value)) return this.stop();
      }
      native.complete(core.bridge, id, Outcome.ok, new Uint8Array(0));
    } catch (error) {
      if (this.context.isCancelled) return;
      if (!isIntended(error)) core.report(error, this.definition.name);
      native.complete(core.bridge, id, ...errorAnswer(error, this.definition.failure, core.coder));
      this.stop();
    }
  }

  addCredit(count: number): void {
    this.credit += count;
    this.resume?.();
  }

  /** Ends the handler's iterator, which may be waiting for something. */
  stop(): void {
    this.context.abort();
    this.resume?.();
    const {iterator} = this;
    this.iterator = undefined;
    try {
      void Promise.resolve(iterator?.return?.()).catch(error => this.core.report(error, this.definition.name));
    } catch (error) {
      this.core.report(error, this.definition.name);
    }
  }

  /** Sends an element, and waits until there is credit for the next one. Returns `false` if the stream has ended. */
  private async send(element: Element): Promise<boolean> {
    const {core, id} = this;
    for (;;) {
      if (this.context.isCancelled) return false;
      const item = core.coder.encode(this.definition.response, element);
      const status = native.send(core.bridge, id, item);
      if (status !== Status.ok && status !== Status.wouldBlock) return false;
      this.credit = status === Status.ok ? this.credit - 1 : 0;
      if (this.credit <= 0) await new Promise<void>(resolve => (this.resume = resolve));
      this.resume = undefined;
      if (status === Status.ok) return !this.context.isCancelled;
    }
  }
}

function iteratorOf<Element>(elements: AsyncIterable<Element> | Iterable<Element>):
    AsyncIterator<Element> | Iterator<Element> {
  const {[Symbol.asyncIterator]: open} = elements as Partial<AsyncIterable<Element>>;
  return open === undefined ? (elements as Iterable<Element>)[Symbol.iterator]() : open.call(elements);
}
