// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {HostCallError, SchemaMismatchError} from "hostcall";

import {Behaviours, withCore} from "./bridges";
import {Evolving, Malformation} from "./conformance";
import {contains, equal, holds, thrown} from "./expect";

const accepted: Malformation[] = ["extraField", "reordered", "wideHeads", "missingOptional", "nullOptional"];
const refused: [Malformation, string][] = [
  ["missingField", "text"], ["wrongType", "text"], ["outOfRange", "small"], ["unknownCase", "mood"],
  ["unknownShape", "shape"],
];

function value(malformation: Malformation): Evolving {
  const hasNote = malformation !== "missingOptional" && malformation !== "nullOptional";
  return {small: 7, text: "seven", mood: "merry", note: hasNote ? "n" : undefined, shape: {kind: "empty"}};
}

/** Behaviours 33 to 39: cores of other versions. */
export const versions: Behaviours = {
  33: withCore(async ({core}) => {
    for (const malformation of accepted) {
      const report = await core.sendEvolving({malformation});
      equal([report.outcome, report.message, report.value], ["ok", "", value(malformation)], malformation);
    }
  }),
  34: withCore(async ({core, host}) => {
    for (const [malformation, place] of refused) {
      const report = await core.sendEvolving({malformation});
      equal(report.outcome, "invalidArgument", malformation);
      contains(report.message, place);
    }
    equal(host.evolvingCalls, 0);
  }),
  35: withCore(async ({core, host}) => {
    for (const malformation of
             ["indefiniteUnended", "trailingByte", "invalidText", "truncated", "noBytes"] as const) {
      equal((await core.sendEvolving({malformation})).outcome, "invalidArgument", malformation);
    }
    equal(host.evolvingCalls, 0);
  }),
  36: withCore(async ({core}) => {
    for (const malformation of accepted) {
      equal(await core.answerEvolving({malformation}), value(malformation), malformation);
    }
  }),
  37: withCore(async ({core}) => {
    for (const [malformation, place] of refused) {
      contains((await thrown(core.answerEvolving({malformation}), HostCallError)).message, place);
      await core.ping();
    }
  }),
  38: async bridges => {
    const error = await thrown(
        new Promise(resolve => resolve(bridges.open({openFunction: "conformance_changed_open"}))), SchemaMismatchError);
    contains(error.message, "fetch_profile");
    holds(error.message.includes("locale"), `the message does not name the field: ${error.message}`);
  },
  39: bridges => bridges.with(async ({core}) => {
    contains((await thrown(core.logIn({userID: 7n}), SchemaMismatchError)).message, "log_in");
  }, {openFunction: "conformance_partial_open"}),
};
