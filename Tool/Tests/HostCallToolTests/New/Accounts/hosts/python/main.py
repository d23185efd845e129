"""A host of Accounts: answers the call that the core makes, and logs two users in.

    python main.py PATH_TO_LIBRARY
"""

import asyncio
import sys

import accounts as typed

PROFILES = {7: typed.Profile(name="Ada", tags=["admin", "beta"])}


class Host(typed.AccountsHost):
    async def fetch_profile(self, user_id: int) -> typed.Profile:
        await asyncio.sleep(0.01)  # the time that a database takes
        if user_id not in PROFILES:
            raise typed.ProfileFailure(code="not_found")
        return PROFILES[user_id]


async def main(library: str) -> None:
    async with typed.Accounts.open(library, Host()) as core:
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
