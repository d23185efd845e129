// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {deepEqual, equal, match, ok} from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {test} from "node:test";

const fixtures = join(__dirname, "../../../../../Fixtures/profile_core");
const command = join(__dirname, "../../golden/main.js");
const client = `${join(__dirname, "../example/profile_core.js")}:ProfileCore`;
const profile = '{name: "Ada", tags: ["admin", "founder"], balanceCents: 12345n}';
const right = `{fetchProfile: async () => (${profile}), readClock: () => 1_700_000_000.5}`;
const passed = `fetch_profile.request.cbor: ok
log_in.request.cbor: not offered
read_clock.request.cbor: ok
3 calls: 2 ok, 1 not offered
`;

/** Runs the command in a folder with golden files in `Fixtures`, and `host.js` with the text of a module. */
function run(
    host: string, words = ["Fixtures", client, "host.js:host"], files: Record<string, string> = {}):
    [number | null, string] {
  const folder = mkdtempSync(join(tmpdir(), "hostcall-golden-"));
  try {
    mkdirSync(join(folder, "Fixtures"));
    for (const name of readdirSync(fixtures)) {
      if (/^(fetch_profile|log_in|read_clock)\.re(quest|sponse)\.cbor$/.test(name)) {
        cpSync(join(fixtures, name), join(folder, "Fixtures", name));
      }
    }
    writeFileSync(join(folder, "host.js"), host);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const options = {cwd: folder, timeout: 60_000, encoding: "utf8"} as const;
    const {status, stdout, stderr} = spawnSync(process.execPath, [command, ...words], options);
    return [status, (stdout + stderr).replaceAll(`${folder}/`, "")];
  } finally {
    rmSync(folder, {recursive: true});
  }
}

function host(value: string): string {
  return `exports.host = ${value};`;
}

test("a host is an object, a class, or a function that returns one", () => {
  for (const value of [
    right, `() => (${right})`, `async () => (${right})`, `function () { return ${right}; }`,
    `class { constructor() { Object.assign(this, ${right}); } }`,
  ]) {
    deepEqual(run(host(value)), [0, passed], value);
  }
  const nested = run(`exports.all = {hosts: {host: ${right}}};`, ["Fixtures", client, "./host.js:all.hosts.host"]);
  deepEqual(nested, [0, passed]);
});

test("a module is found without its extension, and may be one of ECMAScript", () => {
  deepEqual(run(host(right), ["Fixtures", client, "host:host"]), [0, passed]);
  for (const name of ["host", "default"]) {
    const module = `await null; export const host = ${right}; export default host;`;
    deepEqual(run("", ["Fixtures", client, `host.mjs:${name}`], {"host.mjs": module}), [0, passed]);
  }
});

test("the exit status tells what was found", () => {
  const [status, output] = run(host(right.replace("Ada", "Bob")));
  equal(status, 1);
  match(output, /^fetch_profile\.request\.cbor: differs: .*: \.name: found 'Bob', expected 'Ada'$/m);
  match(output, /^read_clock\.request\.cbor: ok$/m);
  const damaged = run(host(right.replace("Ada", "Bob")), undefined, {"Fixtures/read_clock.response.cbor": ""});
  equal(damaged[0], 65);
  match(damaged[1], /^3 calls: 0 ok, 1 differs, 1 not offered, 1 malformed$/m);
  match(damaged[1], /^read_clock\.request\.cbor: malformed: read_clock\.response\.cbor: the message ends early$/m);
  const folder = run(host(right), ["Fixtures/x.request.cbor", client, "host.js:host"]);
  deepEqual(folder, [66, "Fixtures/x.request.cbor: there is no such folder\n"]);
  deepEqual(run(host(right), [".", client, "host.js:host"]), [66, ".: the folder contains no requests\n"]);
  deepEqual(run(host(right), [".", client, "host.js:host"], {"log_in.request.cbor": "\xa0"}),
      [69, "log_in.request.cbor: not offered\n1 call: 0 ok, 1 not offered\n"]);
});

test("an invalid command line, and names that are not found", () => {
  const usage = "usage: hostcall-golden FOLDER MODULE:CLIENT MODULE:HOST\n";
  for (const words of [[], ["Fixtures", client], ["Fixtures", client, "host.js"], ["Fixtures", client, "a:b", "c"]]) {
    deepEqual(run(host(right), words), [64, usage]);
  }
  const failureClass = client.replace(/[^:]*$/, "ProfileFailureError");
  const unusual: [string, string, RegExp][] = [
    [client, "nothing.js:host", /^nothing\.js:host: Error: Cannot find module 'nothing\.js'\n$/],
    [client, "host.js:Host", /^host\.js:Host: Error: found no Host, but host, no, fails, none, text\n$/],
    [client, "host.js:no", /^host\.js:no: found null, expected an object with the methods of the host\n$/],
    [client, "host.js:no.x", /^host\.js:no\.x: Error: found no no\.x, but nothing\n$/],
    [client, "host.js:text", /^host\.js:text: found 'text', expected an object/],
    [client, "host.js:fails", /^host\.js:fails: TypeError: no host\n$/],
    [client, "host.js:none", /^host\.js:none: found undefined, expected an object/],
    [client, "broken.js:host", /^broken\.js:host: SyntaxError: /],
    [client, "refusing.js:host", /^refusing\.js:host: Error: not read\n$/],
    ["host.js:host", "host.js:host", /^host\.js:host: found {.*, expected the class that `hostcall generate typesc/],
    [`${client}Failure`, "host.js:host", /: Error: found no ProfileCoreFailure, but ProfileFailureError,/],
    [failureClass, "host.js:host", /: found \[class ProfileFailureError .*, expected the class/],
  ];
  const module = `${host(right)} exports.no = null; exports.fails = () => { throw new TypeError("no host"); };
    exports.none = () => undefined; exports.text = "text";`;
  const files = {
    "broken.js": "{", "refusing.js": `exports.host = {get fetchProfile() { throw new Error("not read"); }};`,
  };
  for (const [type, name, message] of unusual) {
    const [status, output] = run(module, ["Fixtures", type, name], files);
    match(output, message);
    equal(status, 64, output);
  }
});

test("what the host leaves behind does not keep the process alive", () => {
  const timers = 'setInterval(() => undefined, 1000); require("net").createServer().listen(0);';
  deepEqual(run(timers + host(right)), [0, passed]);
});

test("a host that ends the process differs", () => {
  const ends = (code: string) => host(`{...${right}, fetchProfile() { ${code} }}`);
  for (const [code, status] of [
    ["process.exit(0);", 0], ["process.exit(3);", 3], ["return new Promise(() => setTimeout(process.exit, 1));", 0],
    ["return new Promise(() => setTimeout(() => { throw new Error('later'); }, 1));", 1],
    ["Promise.reject(new Error('unhandled')); return new Promise(() => undefined);", 1],
  ] as const) {
    const [found, output] = run(ends(code));
    const line = `fetch_profile.request.cbor: differs: the process ends with the status ${status}`;
    ok(output.split("\n").includes(line), output);
    equal(found, 1, code);
  }
  for (const [module, name, status] of [
    ["process.exit(0)", "host.js:host", 0], [host("() => process.exit(0)"), "host.js:host", 0],
    ["", "host.mjs:host", 0],
  ] as const) {
    const found = run(module, ["Fixtures", client, name], {"host.mjs": "await new Promise(() => undefined);"});
    equal(found[0], 64);
    match(found[1], new RegExp(`^${name}: the process ends with the status ${status}$`, "m"));
  }
});
