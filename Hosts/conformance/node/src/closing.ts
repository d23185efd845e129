// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {CallCancelled, StatusError} from "hostcall";

import {Behaviours} from "./bridges";
import {equal, holds, thrown, until} from "./expect";

/** Behaviours 66 to 70: closing, and several bridges. */
export const closing: Behaviours = {
  66: bridges => bridges.with(async ({core: other}) => {
    const {core} = bridges.open();
    const calls = ["66a", "66b"].map(key => core.coreWait({key}));
    for (const key of ["66a", "66b"]) equal(await other.awaitState({key, state: "started"}), true);
    const ends = calls.map(call => thrown(call, CallCancelled));
    await core.close();
    await Promise.all(ends);
    for (const key of ["66a", "66b"]) equal(await other.awaitState({key, state: "cancelled"}), true);
  }),
  67: bridges => bridges.with(async ({core: other}) => {
    const {core, host} = bridges.open();
    await core.holdCalls({key: "67", count: 3});
    await until(() => host.waiting.length === 3, "the calls");
    await core.close();
    equal(host.cancelled, ["67", "67", "67"]);
    const reports = await other.heldCalls({key: "67", count: 3});
    equal(reports.map(report => report.outcome), ["unavailable", "unavailable", "unavailable"]);
  }),
  68: async bridges => {
    const {core} = bridges.open();
    await core.close();
    holds((await thrown(core.ping(), StatusError)).message !== "", "the error has no text");
    await core.close();
  },
  69: async bridges => {
    const {core} = bridges.open();
    const closed = await thrown(core.closeBridge(), Error);
    holds(closed instanceof CallCancelled || closed instanceof StatusError, `the error is a ${closed.name}`);
    holds((await thrown(core.ping(), StatusError)).message !== "", "the error has no text");
    await core.close();
  },
  70: bridges => bridges.with(async first => {
    let clocks = 0;
    const said: bigint[] = [];
    first.host.onClock = () => clocks++;
    first.core.onCoreSaid(({number}) => said.push(number));
    await bridges.with(async second => {
      await second.core.logIn({userID: 7n});
      await second.core.emitEvents({count: 3});
      equal((await second.core.statistics()).made, 2n);
      equal((await first.core.statistics()).made, 0n);
      equal([clocks, said], [0, []]);
    });
    await first.core.logIn({userID: 7n});
    await first.core.emitEvents({count: 1});
    equal([clocks, said], [1, [1n]]);
  }),
};
