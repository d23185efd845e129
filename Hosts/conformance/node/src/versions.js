"use strict";
// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0
Object.defineProperty(exports, "__esModule", { value: true });
exports.versions = void 0;
const hostcall_1 = require("hostcall");
const bridges_1 = require("./bridges");
const expect_1 = require("./expect");
const accepted = ["extraField", "reordered", "wideHeads", "missingOptional", "nullOptional"];
const refused = [
    ["missingField", "text"], ["wrongType", "text"], ["outOfRange", "small"], ["unknownCase", "elated"],
    ["unknownShape", "shape"],
];
function value(malformation) {
    const hasNote = malformation !== "missingOptional" && malformation !== "nullOptional";
    return { small: 7, text: "seven", mood: "merry", note: hasNote ? "n" : undefined, shape: { kind: "empty" } };
}
/** Behaviours 33 to 39: cores of other versions. */
exports.versions = {
    33: (0, bridges_1.withCore)(async ({ core }) => {
        for (const malformation of accepted) {
            const report = await core.sendEvolving({ malformation });
            (0, expect_1.equal)([report.outcome, report.message, report.value], ["ok", "", value(malformation)], malformation);
        }
    }),
    34: (0, bridges_1.withCore)(async ({ core, host }) => {
        for (const [malformation, place] of refused) {
            const report = await core.sendEvolving({ malformation });
            (0, expect_1.equal)(report.outcome, "invalidArgument", malformation);
            (0, expect_1.contains)(report.message, place);
        }
        (0, expect_1.equal)(host.evolvingCalls, 0);
    }),
    35: (0, bridges_1.withCore)(async ({ core, host }) => {
        for (const malformation of ["indefiniteUnended", "trailingByte", "invalidText", "truncated", "noBytes"]) {
            (0, expect_1.equal)((await core.sendEvolving({ malformation })).outcome, "invalidArgument", malformation);
        }
        (0, expect_1.equal)(host.evolvingCalls, 0);
    }),
    36: (0, bridges_1.withCore)(async ({ core }) => {
        for (const malformation of accepted) {
            (0, expect_1.equal)(await core.answerEvolving({ malformation }), value(malformation), malformation);
        }
    }),
    37: (0, bridges_1.withCore)(async ({ core }) => {
        for (const [malformation, place] of refused) {
            (0, expect_1.contains)((await (0, expect_1.thrown)(core.answerEvolving({ malformation }), hostcall_1.HostCallError)).message, place);
            await core.ping();
        }
    }),
    38: async (bridges) => {
        const error = await (0, expect_1.thrown)(new Promise(resolve => resolve(bridges.open({ openFunction: "conformance_changed_open" }))), hostcall_1.SchemaMismatchError);
        (0, expect_1.contains)(error.message, "fetch_profile");
        (0, expect_1.holds)(error.message.includes("locale"), `the message does not name the field: ${error.message}`);
    },
    39: bridges => bridges.with(async ({ core }) => {
        (0, expect_1.contains)((await (0, expect_1.thrown)(core.logIn({ userID: 7n }), hostcall_1.SchemaMismatchError)).message, "log_in");
    }, { openFunction: "conformance_partial_open" }),
};
