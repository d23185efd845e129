// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {isPromise} from "../handler";

/** How a function has ended: with a value that it returned or threw; `undefined` if it has not ended in time. */
export type Ending = {readonly isThrown: boolean; readonly value: unknown} | undefined;

/**
 * Runs a function, and waits until it or its promise ends. Code that does not return to the event loop is not limited.
 *
 * @param limit The milliseconds after which it counts as not ended. Until then, the process stays alive.
 */
export function ending(run: () => unknown, limit: number): Promise<Ending> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(undefined), limit);
    const end = (isThrown: boolean, value: unknown): void => {
      clearTimeout(timer);
      resolve({isThrown, value});
    };
    try {
      const value = run();
      if (!isPromise(value)) return end(false, value);
      value.then(later => end(false, later), (error: unknown) => end(true, error));
    } catch (error) {
      end(true, error);
    }
  });
}
