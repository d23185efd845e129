// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {Codec} from "./codec/codec";
import {CallFailure} from "./errors";

/** A type of failure: its class, and the codec of what the class contains. */
export interface FailureDefinition<Failure = unknown> {
  readonly type: new (failure: Failure, call?: string) => CallFailure<Failure>;
  readonly codec: Codec<Failure>;
}

/** A call or a stream in either direction, as a generated interface describes it. */
export interface CallDefinition<Request, Response> {
  /** The wire name. */
  readonly name: string;
  /** The fingerprint of the schema that the interface was generated for; 0n is not checked. */
  readonly fingerprint: bigint;
  readonly request: Codec<Request>;
  /** The codec of the response; of a stream, that of each element. */
  readonly response: Codec<Response>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly failure?: FailureDefinition<any>;
}

/** An event in either direction. */
export interface EventDefinition<Event> {
  readonly name: string;
  readonly event: Codec<Event>;
  /** What a listener's full queue drops; by default the oldest event. */
  readonly drops?: "oldest" | "newest";
}
