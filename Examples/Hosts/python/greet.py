# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The smallest host: answers one call and makes one.

    python greet.py PATH_TO_LIBRARY
"""

import asyncio
import sys

import hostcall


async def fetch_profile(request):
    return {"name": "Ada", "tags": ["admin"]}


async def main(library):
    async with hostcall.Library(library).open("greeting_open") as bridge:
        bridge.register("fetch_profile", fetch_profile)
        print(await bridge.call_async("greet", {"userID": 7}))


asyncio.run(main(sys.argv[1]))
