// A host of Accounts: answers the call that the core makes, and logs two users in.
import * as typed from "./accounts.js";

declare const process: {readonly argv: readonly string[]}; // in place of @types/node

const profiles = new Map<bigint, typed.Profile>([[7n, {name: "Ada", tags: ["admin", "beta"]}]]);

async function main(library: string): Promise<void> {
  const core = typed.Accounts.open(library, {
    async fetchProfile({userID}) {
      const profile = profiles.get(userID);
      if (profile === undefined) throw new typed.ProfileFailureError({code: "not_found"});
      return profile;
    },
  });
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

void main(process.argv[2]!);
