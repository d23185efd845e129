// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {BridgeCore} from "./core";
import {CallDefinition} from "./definitions";
import {encodeMetadata} from "./metadata";
import {checkName} from "./name";
import {native, NativeID} from "./native";
import {CallOptions, limit} from "./options";
import {callError, decodingError, Outcome} from "./outcome";
import {Receiver} from "./receiver";
import {checkID} from "./status";

/** A call to the core, until its reply. */
class CoreCall<Response> implements Receiver {
  private id: NativeID = 0;
  private isSettled = false;
  private readonly onAbort = (): void => this.abort();

  constructor(
      private readonly core: BridgeCore, private readonly definition: CallDefinition<unknown, Response>,
      private readonly signal: AbortSignal | undefined, private readonly resolve: (response: Response) => void,
      private readonly reject: (error: unknown) => void) {}

  start(name: string, request: Uint8Array, timeout: number, metadata: Uint8Array): void {
    const {core} = this;
    const slot = core.add(this);
    try {
      this.id = checkID(
          core.bridge,
          native.call(core.bridge, name, request, slot, 0, timeout, this.definition.fingerprint, metadata, 0));
    } catch (error) {
      core.remove(slot);
      throw error;
    }
    core.retain();
    this.signal?.addEventListener("abort", this.onAbort);
  }

  reply(outcome: number, bytes: Uint8Array): void {
    this.core.release();
    this.signal?.removeEventListener("abort", this.onAbort);
    if (this.isSettled) return;
    this.isSettled = true;
    if (outcome !== Outcome.ok) return this.reject(callError(this.definition, outcome, bytes, this.core.coder));
    let response: Response;
    try {
      response = this.core.coder.decode(this.definition.response, bytes);
    } catch (error) {
      return this.reject(decodingError(error, this.definition.name));
    }
    this.resolve(response);
  }

  /** Ends the call for the caller at once. Its reply follows, and frees the slot. */
  private abort(): void {
    if (this.isSettled) return;
    this.isSettled = true;
    native.cancel(this.core.bridge, this.id);
    this.reject(this.signal?.reason);
  }
}

/** Calls a function of the core. */
export function callCore<Request, Response>(
    core: BridgeCore, definition: CallDefinition<Request, Response>, request: Request,
    options: CallOptions = {}): Promise<Response> {
  return new Promise((resolve, reject) => {
    options.signal?.throwIfAborted();
    const timeout = limit(options.timeout, "timeout");
    const metadata = encodeMetadata(options.metadata);
    new CoreCall(core, definition, options.signal, resolve, reject)
        .start(checkName(definition.name), core.coder.encode(definition.request, request), timeout, metadata);
  });
}
