// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {Behaviours, withCore} from "./bridges";
import {contains, equal} from "./expect";

const hundred = Array.from({length: 100}, (_, index) => BigInt(index + 1));

/** Behaviours 62 to 65: events in both directions. */
export const events: Behaviours = {
  62: withCore(async ({core}) => {
    const found: bigint[][] = [[], [], []];
    for (const list of found) core.onCoreSaid(({number}) => list.push(number));
    const loop = core.coreSaid();
    await core.emitEvents({count: 100});
    equal(found, [hundred, hundred, hundred]);
    const numbers: bigint[] = [];
    for await (const {number} of loop) {
      if (numbers.push(number) === 100) break;
    }
    equal(numbers, hundred);
  }),
  63: withCore(async ({core}) => {
    for (const number of hundred) core.emitHostSaid({number, text: ""});
    equal(await core.hostEvents({count: 100}), hundred);
  }),
  64: withCore(async ({core}) => {
    const found: bigint[][] = [[], []];
    const [first] = found.map(list => core.onCoreSaid(({number}) => list.push(number)));
    await core.emitEvents({count: 1});
    first!.unsubscribe();
    await core.emitEvents({count: 1});
    equal(found, [[1n], [1n, 1n]]);
  }),
  65: withCore(async ({core, errors}) => {
    const found: bigint[] = [];
    let calls = 0;
    core.onCoreSaid(() => {
      calls++;
      throw new Error("burst");
    });
    core.onCoreSaid(({number}) => found.push(number));
    await core.emitEvents({count: 3});
    equal([calls, found], [3, [1n, 2n, 3n]]);
    contains(String(errors[0]), "burst");
  }),
};
