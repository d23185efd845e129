// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {codec, EventDefinition} from "hostcall";

import {Behaviours, withCore} from "./bridges";
import {contains, equal} from "./expect";

interface Said {
  number: bigint;
  text: string;
}

const said = codec.record<Said>({number: codec.int64, text: codec.text});
const coreSaid: EventDefinition<Said> = {name: "core_said", event: said};
const hostSaid: EventDefinition<Said> = {name: "host_said", event: said};
const hundred = Array.from({length: 100}, (_, index) => BigInt(index + 1));

/** Behaviours 62 to 65: events in both directions. */
export const events: Behaviours = {
  62: withCore(async ({core}) => {
    const found: bigint[][] = [[], [], []];
    for (const list of found) core.bridge.listen(coreSaid, ({number}) => list.push(number));
    const loop = core.bridge.events(coreSaid);
    await core.emitEvents({count: 100});
    equal(found, [hundred, hundred, hundred]);
    const numbers: bigint[] = [];
    for await (const {number} of loop) {
      if (numbers.push(number) === 100) break;
    }
    equal(numbers, hundred);
  }),
  63: withCore(async ({core}) => {
    for (const number of hundred) core.bridge.emit(hostSaid, {number, text: ""});
    equal(await core.hostEvents({count: 100}), hundred);
  }),
  64: withCore(async ({core}) => {
    const found: bigint[][] = [[], []];
    const [first] = found.map(list => core.bridge.listen(coreSaid, ({number}) => list.push(number)));
    await core.emitEvents({count: 1});
    first!.unsubscribe();
    await core.emitEvents({count: 1});
    equal(found, [[1n], [1n, 1n]]);
  }),
  65: withCore(async ({core, errors}) => {
    const found: bigint[] = [];
    let calls = 0;
    core.bridge.listen(coreSaid, () => {
      calls++;
      throw new Error("burst");
    });
    core.bridge.listen(coreSaid, ({number}) => found.push(number));
    await core.emitEvents({count: 3});
    equal([calls, found], [3, [1n, 2n, 3n]]);
    contains(String(errors[0]), "burst");
  }),
};
