// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {NativeID} from "./native";

/** What messages are for: a handler, a call to the core, or a listener. A method that has no meaning is missing. */
export interface Receiver {
  /** A call to the host. `bytes` is valid until the function returns, as in all the others. */
  invoke?(id: NativeID, bytes: Uint8Array): void;
  cancel?(id: NativeID): void;
  credit?(id: NativeID, count: number): void;
  /** The answer to a call to the core; the last message of its slot. */
  reply?(outcome: number, bytes: Uint8Array): void;
  item?(bytes: Uint8Array): void;
  event?(bytes: Uint8Array, dropped: number): void;
  /** A message that was lost, since there was no memory for it. */
  lost?(error: Error): void;
}
