# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""A host of ProfileCore with types, on the module that `hostcall generate python` has written.

    python typed.py PATH_TO_LIBRARY
"""

import asyncio
import sys

from profile_core import LogInFailure, Profile, ProfileCore, ProfileCoreHost, ProfileFailure

PROFILES = {7: Profile(name="Ada", tags=["admin", "beta"], balance_cents=1250)}


class Host(ProfileCoreHost):
    async def fetch_profile(self, user_id: int) -> Profile:
        await asyncio.sleep(0.01)  # the time that a database takes
        if user_id not in PROFILES:
            raise ProfileFailure(code="not_found", retryable=False)
        return PROFILES[user_id]

    def read_clock(self, clock: int) -> float:
        return 1_700_000_000.5


async def main(library: str) -> None:
    async with ProfileCore.open(library, Host()) as core:
        welcome = await core.log_in(user_id=7, timeout=5)
        print(f"{welcome.greeting}, {welcome.tag_count} tags")
        try:
            await core.log_in(user_id=99)
        except LogInFailure as failure:
            print(f"{failure.code}: {failure.message}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
