// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The hosts of a new package in Python and TypeScript.
enum ScriptHostTemplates {
  static let rulesInPython = """
    PYTHON ?= .venv/bin/python
    # Another Python has to have the package already.
    venv := $(filter .venv/bin/python,$(PYTHON))

    .PHONY: demo-python test-python test-python-answers test-python-calls
    demo-python: generate $(venv)
    \t$(PYTHON) hosts/python/main.py $(LIBRARY)

    test-python: test-python-answers test-python-calls

    # Calls the host, in place of the core, with the golden files of the Swift tests.
    test-python-answers: $(venv)
    \tPYTHONPATH=hosts/python$${PYTHONPATH:+:$$PYTHONPATH} $(PYTHON) -m hostcall.golden \\
    \t  Tests/{{Name}}Tests/Fixtures {{name}}:{{Class}} main:Host

    # Answers the host's calls with golden files.
    test-python-calls: $(venv)
    \t$(PYTHON) hosts/python/test_calls.py

    .venv/bin/python:
    \t$(quotable)
    \t$(SWIFT) package resolve
    \t{ python3 -m venv .venv && .venv/bin/pip install --quiet '$(PACKAGE)/Hosts/python'; } || { rm -rf .venv; exit 1; }

    """

  static let rulesInTypeScript = """
    .PHONY: demo-typescript test-typescript test-typescript-answers test-typescript-calls build-typescript
    demo-typescript: generate build-typescript
    \tNODE_PATH=hosts/typescript/node_modules node .build/hosts/typescript/main.js $(LIBRARY)

    test-typescript: test-typescript-answers test-typescript-calls

    # Calls the host, in place of the core, with the golden files of the Swift tests.
    test-typescript-answers: build-typescript
    \tNODE_PATH=hosts/typescript/node_modules hosts/typescript/node_modules/.bin/hostcall-golden \\
    \t  Tests/{{Name}}Tests/Fixtures .build/hosts/typescript/{{name}}.js:{{Class}} .build/hosts/typescript/main.js:host

    # Answers the host's calls with golden files.
    test-typescript-calls: build-typescript
    \tNODE_PATH=hosts/typescript/node_modules node --test .build/hosts/typescript/calls.test.js

    build-typescript:
    \t$(quotable)
    \t$(SWIFT) package resolve
    \tcd hosts/typescript && npm install --silent --no-audit --no-fund --no-save '$(PACKAGE)/Hosts/node'
    \tcd hosts/typescript && tsc --strict --target es2022 --module commonjs --outDir ../../.build/hosts/typescript \\
    \t  main.ts calls.test.ts

    """

  static let python = #"""
    """A host of {{Name}}: answers the call that the core makes, and logs two users in.

        python main.py PATH_TO_LIBRARY
    """

    import asyncio
    import sys

    import {{name}} as typed

    PROFILES = {7: typed.Profile(name="Ada", tags=["admin", "beta"])}


    class Host(typed.{{Class}}Host):
        async def fetch_profile(self, user_id: int) -> typed.Profile:
            await asyncio.sleep(0.01)  # the time that a database takes
            if user_id not in PROFILES:
                raise typed.ProfileFailure(code="not_found")
            return PROFILES[user_id]


    async def main(library: str) -> None:
        async with typed.{{Class}}.open(library, Host()) as core:
            for user_id in (7, 8):
                try:
                    welcome = await core.log_in(user_id=user_id, timeout=5)
                    print(f"{welcome.greeting}, {welcome.tag_count} tags")
                except typed.LogInFailure as failure:
                    print(f"{failure.code}: {failure.message}")


    if __name__ == "__main__":
        if len(sys.argv) != 2:
            sys.exit("usage: python main.py PATH_TO_LIBRARY")
        asyncio.run(main(sys.argv[1]))

    """#

  static let callsInPython = #"""
    """Calls a core that answers with the golden files of the Swift tests.

        python test_calls.py
    """

    import pathlib
    import unittest

    from hostcall import golden

    import {{name}} as typed

    FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Tests/{{Name}}Tests/Fixtures"


    class CallTests(unittest.IsolatedAsyncioTestCase):
        def setUp(self) -> None:
            self.core = golden.recorded_core(typed.{{Class}}, FIXTURES)

        async def test_a_user_with_a_profile_is_greeted(self) -> None:
            welcome = await self.core.log_in(user_id=7)
            self.assertEqual(welcome, typed.Welcome("Welcome back, Ada", tag_count=2))

        async def test_a_user_without_a_profile_is_not_logged_in(self) -> None:
            with self.assertRaises(typed.LogInFailure) as raised:
                await self.core.log_in(user_id=8)
            self.assertEqual(raised.exception.code, "not_found")
            self.assertEqual(raised.exception.message, "user 8 has no profile")


    if __name__ == "__main__":
        unittest.main()

    """#

  static let typescript = #"""
    // A host of {{Name}}: answers the call that the core makes, and logs two users in.
    //
    //     node main.js PATH_TO_LIBRARY
    import * as typed from "./{{name}}.js";

    // In place of @types/node.
    declare const process: {readonly argv: readonly string[]; exitCode?: number};
    declare const require: {readonly main: unknown};
    declare const module: unknown;

    const profiles = new Map<bigint, typed.Profile>([[7n, {name: "Ada", tags: ["admin", "beta"]}]]);

    export const host: typed.{{Class}}Host = {
      async fetchProfile({userID}) {
        const profile = profiles.get(userID);
        if (profile === undefined) throw new typed.ProfileFailureError({code: "not_found"});
        return profile;
      },
    };

    async function main(library: string): Promise<void> {
      const core = typed.{{Class}}.open(library, host);
      for (const userID of [7n, 8n]) {
        try {
          const welcome = await core.logIn({userID}, {timeout: 5000});
          console.log(`${welcome.greeting}, ${welcome.tagCount} tags`);
        } catch (error) {
          if (!(error instanceof typed.LogInFailureError)) throw error;
          console.log(`${error.failure.code}: ${error.failure.message}`);
        }
      }
      await core.close();
    }

    if (require.main === module) {
      const [library, ...rest] = process.argv.slice(2);
      if (library !== undefined && rest.length === 0) {
        void main(library);
      } else {
        console.error("usage: node main.js PATH_TO_LIBRARY");
        process.exitCode = 64;
      }
    }

    """#

  static let callsInTypeScript = #"""
    // Calls a core that answers with the golden files of the Swift tests.
    import {recordedBridge} from "hostcall";

    import * as typed from "./{{name}}.js";

    // In place of @types/node.
    declare const __dirname: string;
    declare const require: (name: string) => any;
    const {deepEqual, rejects} = require("node:assert/strict");
    const {test} = require("node:test");

    const core = new typed.{{Class}}(recordedBridge(`${__dirname}/../../../Tests/{{Name}}Tests/Fixtures`));

    test("a user with a profile is greeted", async () => {
      deepEqual(await core.logIn({userID: 7n}), {greeting: "Welcome back, Ada", tagCount: 2n});
    });

    test("a user without a profile is not logged in", async () => {
      const failure = {code: "not_found", message: "user 8 has no profile"};
      await rejects(core.logIn({userID: 8n}), new typed.LogInFailureError(failure, "log_in"));
    });

    """#
}
