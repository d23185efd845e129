// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {Behaviours, withCore} from "./bridges";
import {Conformance} from "./conformance";
import {equal, holds} from "./expect";

/** Makes calls of `log_in`, so many at a time, and checks their answers. */
export async function logIn(core: Conformance, calls: number, atATime: number): Promise<void> {
  let left = calls;
  const run = async(): Promise<void> => {
    while (left-- > 0) {
      const {greeting, loggedInAt, tagCount} = await core.logIn({userID: 7n});
      if (greeting === "Welcome back, Ada" && loggedInAt === 1700000000.5 && tagCount === 2) continue;
      throw new Error(`the answer is ${greeting}, ${loggedInAt}, ${tagCount}`);
    }
  };
  await Promise.all(Array.from({length: atATime}, run));
}

/** Behaviours 71 to 74: many calls. */
export const load: Behaviours = {
  71: withCore(async ({core}) => {
    await logIn(core, 10_000, 50);
    equal((await core.statistics()).answered, 20_000n);
  }),
  72: withCore(async ({core}) => equal(await core.callMany({count: 1000}), 1000)),
  73: withCore(async ({core}) => equal(await core.coreDescend({depth: 10}), 10)),
  74: withCore(async ({core}) => {
    await logIn(core, 20_000, 50);
    const before = process.memoryUsage().rss;
    await logIn(core, 200_000, 50);
    const grown = (process.memoryUsage().rss - before) / (1 << 20);
    holds(grown < 32, `the memory grew by ${grown.toFixed(1)} MiB`);
  }),
};
