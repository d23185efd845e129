// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {OpenOptions} from "hostcall";

import {Conformance} from "./conformance";
import {Host} from "./host";

/** What a behaviour uses: a core, and its host. */
export interface Pair {
  readonly core: Conformance;
  readonly host: Host;
  /** The errors that handlers and listeners have thrown. */
  readonly errors: unknown[];
}

/** Opens bridges to the core's library, and closes them. */
export class Bridges {
  constructor(readonly library: string) {}

  open(options?: OpenOptions): Pair {
    const host = new Host();
    const errors: unknown[] = [];
    const core = Conformance.open(this.library, host, {onError: error => errors.push(error), ...options});
    host.core = core;
    return {core, host, errors};
  }

  /** Runs a function with a bridge of its own. */
  async with(run: (pair: Pair) => Promise<void>, options?: OpenOptions): Promise<void> {
    const pair = this.open(options);
    try {
      await run(pair);
    } finally {
      await pair.core.close();
    }
  }
}

/** A numbered behaviour; throws if it does not hold. */
export type Behaviour = (bridges: Bridges) => Promise<void>;
export type Behaviours = Readonly<Record<number, Behaviour>>;

/** A behaviour that needs one bridge. */
export function withCore(run: (pair: Pair) => Promise<void>): Behaviour {
  return bridges => bridges.with(run);
}
