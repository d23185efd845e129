// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {Codec} from "./codec/codec";
import {nothing} from "./codec/records";
import {BridgeCore} from "./core";
import {CallContext} from "./context";
import {CallDefinition} from "./definitions";
import {native, NativeID} from "./native";
import {Answer, errorAnswer, isIntended, Outcome, requestAnswer} from "./outcome";
import {Receiver} from "./receiver";

/** The parameters of a handler: without a request, only the context. */
export type Parameters<Request> = [Request] extends [void] ? [context: CallContext]
                                                           : [request: Request, context: CallContext];

/** Answers a call of the core. */
export type Handler<Request, Response> = (...call: Parameters<Request>) => Response | PromiseLike<Response>;

/** Returns the arguments of a handler. */
export function argumentsOf<Request>(
    definition: CallDefinition<Request, unknown>, request: Request, context: CallContext): Parameters<Request> {
  const isEmpty = definition.request === (nothing as Codec<unknown>);
  return (isEmpty ? [context] : [request, context]) as unknown as Parameters<Request>;
}

/** Runs a handler for each call, and answers with its result. */
export class CallHandler<Request, Response> implements Receiver {
  /** The calls whose handlers are not done. */
  private readonly running = new Map<NativeID, CallContext>();

  constructor(
      private readonly core: BridgeCore, private readonly definition: CallDefinition<Request, Response>,
      private readonly handler: Handler<Request, Response>) {}

  invoke(id: NativeID, bytes: Uint8Array): void {
    const {core, definition} = this;
    let request: Request;
    try {
      request = core.coder.decode(definition.request, bytes);
    } catch (error) {
      return this.answer(id, requestAnswer(error));
    }
    const context = new CallContext(definition.name, core.bridge, id);
    try {
      const result = this.handler(...argumentsOf(definition, request, context));
      if (!isPromise(result)) return this.succeed(id, result);
      this.running.set(id, context);
      this.answerLater(id, result);
    } catch (error) {
      this.fail(id, error);
    }
  }

  cancel(id: NativeID): void {
    const context = this.running.get(id);
    this.running.delete(id);
    context?.abort();
  }

  /** Answers with what a promise settles to, or with what its `then` throws, unless the call was cancelled before. */
  private answerLater(id: NativeID, result: PromiseLike<Response>): void {
    const fail = (error: unknown) => this.running.delete(id) && this.fail(id, error);
    try {
      result.then(value => this.running.delete(id) && this.succeed(id, value), fail);
    } catch (error) {
      fail(error);
    }
  }

  private succeed(id: NativeID, value: Response): void {
    try {
      this.answer(id, [Outcome.ok, this.core.coder.encode(this.definition.response, value)]);
    } catch (error) {
      this.fail(id, error);
    }
  }

  private fail(id: NativeID, error: unknown): void {
    if (!isIntended(error)) this.core.report(error, this.definition.name);
    this.answer(id, errorAnswer(error, this.definition.failure, this.core.coder));
  }

  /** Answers. A status says that the call has ended otherwise, of which the core's side has learned. */
  private answer(id: NativeID, [outcome, payload]: Answer): void {
    native.complete(this.core.bridge, id, outcome, payload);
  }
}

/** Returns whether an answer comes later. Throws what reading its `then` throws. */
export function isPromise<Value>(value: Value | PromiseLike<Value>): value is PromiseLike<Value> {
  return typeof value === "object" && value !== null && typeof (value as PromiseLike<Value>).then === "function";
}
