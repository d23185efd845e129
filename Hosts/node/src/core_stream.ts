// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {BridgeCore} from "./core";
import {CallDefinition} from "./definitions";
import {encodeMetadata} from "./metadata";
import {checkName} from "./name";
import {native, NativeID} from "./native";
import {count, limit, StreamOptions} from "./options";
import {callError, decodingError, Outcome} from "./outcome";
import {checkID} from "./status";

interface Reader<Element> {
  resolve(result: IteratorResult<Element, undefined>): void;
  reject(error: unknown): void;
}

/**
 * The elements of a stream of the core, for `for await`. The stream is opened by the first `next`, and cancelled if the
 * loop is left. The core sends at most `buffer` elements in advance.
 */
export class CoreStream<Request, Element> implements AsyncIterableIterator<Element> {
  private readonly elements: Element[] = [];
  private readonly readers: Reader<Element>[] = [];
  private readonly buffer: number;
  private id: NativeID | undefined;
  private taken = 0;
  /** Whether no further element is delivered to a reader; `end` is what the readers learn then. */
  private isEnded = false;
  private end: {readonly error: unknown} | undefined;
  private readonly onAbort = (): void => this.stop({error: this.options.signal?.reason});

  /** @internal */
  constructor(
      private readonly core: BridgeCore, private readonly definition: CallDefinition<Request, Element>,
      private readonly request: Request, private readonly options: StreamOptions = {}) {
    this.buffer = count(options.buffer, 16, "buffer");
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Element, undefined>> {
    return new Promise((resolve, reject) => {
      if (this.id === undefined && !this.isEnded) this.open();
      if (this.elements.length > 0) {
        this.take();
        resolve({done: false, value: this.elements.shift() as Element});
      } else if (this.isEnded) {
        this.finish({resolve, reject});
      } else {
        this.readers.push({resolve, reject});
      }
    });
  }

  /** Gives the stream up: the core stops, and elements that were not read are dropped. */
  return(): Promise<IteratorResult<Element, undefined>> {
    this.stop(undefined);
    return Promise.resolve({done: true, value: undefined});
  }

  private item(bytes: Uint8Array): void {
    if (this.isEnded) return;
    let element: Element;
    try {
      element = this.core.coder.decode(this.definition.response, bytes);
    } catch (error) {
      return this.stop({error: decodingError(error, this.definition.name)}, false);
    }
    const reader = this.readers.shift();
    if (reader === undefined) {
      this.elements.push(element);
    } else {
      this.take();
      reader.resolve({done: false, value: element});
    }
  }

  private reply(outcome: number, bytes: Uint8Array): void {
    this.core.release();
    this.options.signal?.removeEventListener("abort", this.onAbort);
    if (this.isEnded) return;
    if (outcome === Outcome.ok) return this.endWith(undefined);
    this.endWith({error: callError(this.definition, outcome, bytes, this.core.coder)});
  }

  private open(): void {
    const {core, definition, options} = this;
    this.isEnded = true; // unless it is opened
    options.signal?.throwIfAborted();
    const [timeout, silence] = [limit(options.timeout, "timeout"), limit(options.silence, "silence")];
    const [name, metadata] = [checkName(definition.name), encodeMetadata(options.metadata)];
    const request = core.coder.encode(definition.request, this.request);
    const slot = core.add({
      item: bytes => this.item(bytes),
      reply: (outcome, bytes) => this.reply(outcome, bytes),
      lost: error => this.stop({error}, false),
    });
    try {
      this.id = checkID(
          core.bridge,
          native.call(
              core.bridge, name, request, slot, 1, timeout, definition.fingerprint, metadata, silence));
    } catch (error) {
      core.remove(slot);
      throw error;
    }
    this.isEnded = false;
    core.retain();
    options.signal?.addEventListener("abort", this.onAbort);
    native.grant(core.bridge, this.id, this.buffer); // a stream that has ended already needs none
  }

  /** Counts an element that was read, and grants as many as were read when they are half of the buffer. */
  private take(): void {
    if (++this.taken < Math.max(1, this.buffer >> 1) || this.id === undefined) return;
    native.grant(this.core.bridge, this.id, this.taken); // a stream that has ended needs none
    this.taken = 0;
  }

  private stop(end: {readonly error: unknown} | undefined, dropsElements = true): void {
    if (dropsElements) this.elements.length = 0;
    if (this.isEnded) {
      this.end = dropsElements ? end : this.end;
      return;
    }
    if (this.id !== undefined) native.cancel(this.core.bridge, this.id);
    this.endWith(end);
  }

  private endWith(end: {readonly error: unknown} | undefined): void {
    this.isEnded = true;
    this.end = end;
    for (const reader of this.readers.splice(0)) this.finish(reader);
  }

  /** Tells a reader about the end. An error is told once. */
  private finish(reader: Reader<Element>): void {
    const {end} = this;
    this.end = undefined;
    if (end === undefined) reader.resolve({done: true, value: undefined});
    else reader.reject(end.error);
  }
}
