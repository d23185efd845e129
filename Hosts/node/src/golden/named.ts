// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {resolve} from "node:path";
import {pathToFileURL} from "node:url";

/** The errors of Node for a module that only `import` loads. */
const onlyImported = ["ERR_REQUIRE_ESM", "ERR_REQUIRE_ASYNC_MODULE"];

/** Returns what a module exports under a name, such as `host.js:Host`, in which the path is relative to the folder. */
export async function named(name: string): Promise<unknown> {
  const colon = name.lastIndexOf(":");
  const path = name.slice(colon + 1);
  let value: unknown = await load(require.resolve(resolve(name.slice(0, colon))));
  for (const part of path.split(".")) {
    const parent = Object(value) as Record<string, unknown>;
    if (!(part in parent)) throw new Error(`found no ${path}, but ${Object.keys(parent).join(", ") || "nothing"}`);
    value = parent[part];
  }
  return value;
}

async function load(file: string): Promise<unknown> {
  try {
    return require(file);
  } catch (error) {
    if (!onlyImported.includes((error as {code?: string} | undefined)?.code ?? "")) throw error;
    return (await import(pathToFileURL(file).href)) as unknown;
  }
}
