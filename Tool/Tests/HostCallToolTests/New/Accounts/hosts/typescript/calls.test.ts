// Calls a core that answers with the golden files of the Swift tests.
import {recordedBridge} from "hostcall";

import * as typed from "./accounts.js";

// In place of @types/node.
declare const __dirname: string;
declare const require: (name: string) => any;
const {deepEqual, rejects} = require("node:assert/strict");
const {test} = require("node:test");

const core = new typed.Accounts(recordedBridge(`${__dirname}/../../../Tests/AccountsTests/Fixtures`));

test("a user with a profile is greeted", async () => {
  deepEqual(await core.logIn({userID: 7n}), {greeting: "Welcome back, Ada", tagCount: 2n});
});

test("a user without a profile is not logged in", async () => {
  const failure = {code: "not_found", message: "user 8 has no profile"};
  await rejects(core.logIn({userID: 8n}), new typed.LogInFailureError(failure, "log_in"));
});
