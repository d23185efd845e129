// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The parts of Node that the package uses, so that it compiles without @types/node. Not part of the package.

declare function require(name: string): unknown;
declare namespace require {
  function resolve(name: string): string;
}

declare const process: {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly execPath: string;
  exitCode: number | undefined;
  exit(code?: number): never;
  readonly stdout: {
    write(text: string, done?: () => void): boolean;
    on(event: "error", listener: () => void): void;
  };
  readonly stderr: {write(text: string, done?: () => void): boolean};
  on(event: "exit", listener: (code: number) => void): void;
  memoryUsage(): {readonly rss: number};
};

declare interface NodeBuffer extends Uint8Array {
  write(text: string, offset: number, encoding: "utf8"): number;
  toString(encoding?: "utf8" | "latin1" | "hex", start?: number, end?: number): string;
}

declare const Buffer: {
  allocUnsafeSlow(size: number): NodeBuffer;
  byteLength(text: string): number;
  from(buffer: ArrayBufferLike, offset: number, length: number): NodeBuffer;
};

declare module "node:fs" {
  export function existsSync(path: string): boolean;
  export function readdirSync(path: string): string[];
  export function readFileSync(path: string): Uint8Array;
  export function statSync(path: string, options: {throwIfNoEntry: false}): {isDirectory(): boolean} | undefined;
  export function writeSync(file: number, text: string): number;
}

declare module "node:path" {
  export function join(...parts: readonly string[]): string;
  export function resolve(...parts: readonly string[]): string;
}

declare module "node:url" {
  export function pathToFileURL(path: string): {readonly href: string};
}

declare module "node:util" {
  export function inspect(value: unknown, options: object): string;
}
