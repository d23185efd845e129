// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {CallCancelled, Code, HostCallError, StatusError} from "hostcall";

import {Behaviours, withCore} from "./bridges";
import {FaultError, Refusal, RefusalError} from "./conformance";
import {contains, equal, holds, thrown} from "./expect";

const refusals: Refusal[] = [
  {kind: "busy"}, {kind: "limit", maximum: 7, reason: "r"}, {kind: "limit", maximum: 7},
];

/** Behaviours 21 to 32: how calls end. */
export const outcomes: Behaviours = {
  21: withCore(async ({core}) => {
    const greeting = {greeting: "Welcome back, Ada", loggedInAt: 1700000000.5, tagCount: 2};
    equal(await core.logIn({userID: 7n}), greeting);
  }),
  22: withCore(async ({core}) => {
    for (const value of refusals) {
      const error = await thrown(core.follow({order: {kind: "refuse", value}}), RefusalError);
      equal(error.failure, value);
      contains(error.message, "follow");
    }
    equal((await thrown(core.logIn({userID: 404n}), RefusalError)).failure, {kind: "limit", maximum: 403});
  }),
  23: withCore(async ({core}) => {
    const fault = {code: -7, isTemporary: true};
    equal((await thrown(core.failCore({fault}), FaultError)).failure, fault);
    equal((await core.commandFault({fault})).fault, fault);
  }),
  24: withCore(async ({core}) => {
    for (const value of refusals) {
      const report = await core.command({order: {kind: "refuse", value}});
      equal([report.outcome, report.refusal], ["failed", value]);
    }
  }),
  25: withCore(async ({core}) => {
    const error = await thrown(core.follow({order: {kind: "fail", code: 5, message: "not there"}}), HostCallError);
    equal(error.code, Code.notFound);
    contains(error.message, "not there");
    const crash = await thrown(core.follow({order: {kind: "crash", message: "burst"}}), HostCallError);
    holds(crash.code === undefined || crash.code === Code.unknown, `the code is ${crash.code}`);
    contains(crash.message, "burst");
  }),
  26: withCore(async ({core}) => {
    const report = await core.command({order: {kind: "fail", code: 7, message: "not you"}});
    equal([report.outcome, report.message], ["permissionDenied", "not you"]);
  }),
  27: withCore(async ({core, errors}) => {
    const report = await core.command({order: {kind: "crash", message: "burst"}});
    equal(report.outcome, "unknown");
    contains(report.message, "burst");
    equal(errors.map(error => (error as Error).name), ["RangeError"]);
    await core.ping();
  }),
  28: withCore(async ({core}) => {
    equal((await core.command({order: {kind: "cancel"}})).outcome, "cancelled");
    await thrown(core.follow({order: {kind: "cancel"}}), CallCancelled);
  }),
  29: withCore(async ({core}) => equal((await core.callUnregistered()).outcome, "unimplemented")),
  30: bridges => bridges.with(async ({core}) => {
    const value = {flag: true, text: "", bytes: new Uint8Array(0), data: new Uint8Array(0)};
    contains((await thrown(core.roundTripBasics({value}), StatusError)).message, "round_trip_basics");
  }, {openFunction: "conformance_partial_open"}),
  31: withCore(async ({core}) => {
    const error = await thrown(core.roundTripBytes({value: new Uint8Array(5 << 20)}), StatusError);
    equal(error.statusName, "HOSTCALL_RESOURCE_EXHAUSTED");
    await core.ping();
  }),
  32: withCore(async ({core}) => {
    equal((await core.fetchBytes({count: 5 << 20})).outcome, "resourceExhausted");
    equal((await core.fetchBytes({count: 5})).outcome, "ok");
  }),
};
