// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The parts of Node that the tests use beyond those in the package's own declarations.

declare module "node:test" {
  export function test(name: string, run: () => void | Promise<void>): void;
}

declare module "node:assert/strict" {
  export function equal(found: unknown, expected: unknown, message?: string): void;
  export function deepEqual(found: unknown, expected: unknown, message?: string): void;
  export function match(found: string, expected: RegExp): void;
  export function ok(condition: unknown, message?: string): asserts condition;
  export function throws(run: () => unknown, expected: RegExp | object, message?: string): void;
  export function rejects(promise: Promise<unknown>, expected: object): Promise<void>;
}

declare module "node:child_process" {
  export function spawnSync(command: string, args: readonly string[], options: {timeout: number; encoding: "utf8"; cwd?: string}):
      {readonly status: number | null; readonly stdout: string; readonly stderr: string};
}

declare module "node:fs" {
  export function cpSync(from: string, to: string): void;
  export function mkdirSync(path: string): void;
  export function mkdtempSync(prefix: string): string;
  export function rmSync(path: string, options: {recursive: true}): void;
  export function writeFileSync(path: string, content: string | Uint8Array): void;
}

declare module "node:os" {
  export function tmpdir(): string;
}

declare module "node:process" {
  export function chdir(folder: string): void;
  export function cwd(): string;
}

declare const __dirname: string;
