// A host of Accounts: answers the call that the core makes, and logs two users in.
//
//     node main.js PATH_TO_LIBRARY
import * as typed from "./accounts.js";

// In place of @types/node.
declare const process: {readonly argv: readonly string[]; exitCode?: number};
declare const require: {readonly main: unknown};
declare const module: unknown;

const profiles = new Map<bigint, typed.Profile>([[7n, {name: "Ada", tags: ["admin", "beta"]}]]);

export const host: typed.AccountsHost = {
  async fetchProfile({userID}) {
    const profile = profiles.get(userID);
    if (profile === undefined) throw new typed.ProfileFailureError({code: "not_found"});
    return profile;
  },
};

async function main(library: string): Promise<void> {
  const core = typed.Accounts.open(library, host);
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
