// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {Metadata, readMetadata} from "./metadata";
import {native, NativeBridge, NativeID} from "./native";

/** What a handler can learn about the call that it answers. */
export class CallContext {
  private controller: AbortController | undefined;
  private isAborted = false;
  private fields: Metadata | undefined;

  /** @internal */
  constructor(
      /** The wire name. */
      readonly name: string, private readonly bridge: NativeBridge, private readonly id: NativeID) {}

  /** Aborts when the call ends without its answer: it was cancelled, its deadline passed, or the bridge closes. */
  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.isAborted) this.controller.abort();
    }
    return this.controller.signal;
  }

  /** The metadata of the call; read it before the first `await`, since a call that has ended has none. */
  get metadata(): Metadata {
    return (this.fields ??= readMetadata(this.bridge, this.id));
  }

  /** The milliseconds to the call's deadline; `undefined` without a deadline, 0 if the call has ended. */
  get remaining(): number | undefined {
    const milliseconds = native.callInfo(this.bridge, this.id)?.[0] ?? 0;
    return milliseconds < 0 ? undefined : milliseconds;
  }

  /** @internal */
  get isCancelled(): boolean {
    return this.isAborted;
  }

  /** @internal */
  abort(): void {
    this.isAborted = true;
    this.controller?.abort();
  }
}
