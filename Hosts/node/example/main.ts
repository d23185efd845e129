// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import {LogInFailureError, type Profile, ProfileCore, ProfileFailureError} from "./profile_core.js";

const profiles = new Map<bigint, Profile>([[7n, {name: "Ada", tags: ["admin", "beta"], balanceCents: 1250n}]]);

const core = ProfileCore.open("./libProfileCore.so", {
  readClock: () => Date.now() / 1000,
  async fetchProfile({userID}, {signal}) {
    await new Promise(resolve => setTimeout(resolve, 10)); // the time that a database takes
    signal.throwIfAborted();
    const profile = profiles.get(userID);
    if (profile === undefined) throw new ProfileFailureError({code: "not_found", retryable: false});
    return profile;
  },
});

async function main(): Promise<void> {
  const welcome = await core.logIn({userID: 7n}, {timeout: 5000});
  console.log(`${welcome.greeting}, ${welcome.tagCount} tags`);
  try {
    await core.logIn({userID: 99n});
  } catch (error) {
    if (!(error instanceof LogInFailureError)) throw error;
    console.log(`${error.failure.code}: ${error.failure.message}`);
  }
}

void main();
