# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""A Python program as the host of ProfileCore.

    python main.py PATH_TO_LIBRARY

Each step prints what it does and the result, which is checked. The exit status is 0 only if all results are right.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from typing import Any

import cbor2

import hostcall

PROFILES = {
    7: {"name": "Ada", "tags": ["admin", "beta"], "balanceCents": 1250},
    8: {"name": "Grace", "tags": [], "balanceCents": 0},
}
failed_steps = 0


def step(number: int, what: str) -> None:
    """Announces a step."""
    print(f"  {number}. {what}")


def came_back(text: str, as_expected: bool) -> None:
    """Prints a result, and counts it if it is not the expected one."""
    global failed_steps
    print(f"     → {text}" + ("" if as_expected else "   ✘ UNEXPECTED"))
    failed_steps += not as_expected


def read_clock(clock: int) -> float:
    """Reads a clock that stands still. Raw: receives an unsigned 32-bit integer, returns a double."""
    return 1_700_000_000.5


async def fetch_profile(request: dict[str, Any]) -> dict[str, Any]:
    """Looks up a profile. Runs on the event loop, so it may await; an exception is an answer as well."""
    await asyncio.sleep(0.01)  # the time that a database takes
    profile = PROFILES.get(request["userID"])
    if profile is None:
        raise hostcall.Failure({"code": "not_found", "retryable": False})
    return profile


async def log_in_failure(bridge: hostcall.Bridge, user: int, timeout: int | None = None) -> dict[str, str]:
    """Logs in and returns the failure, which is expected; returns the code "no failure" if there is none."""
    try:
        welcome = await bridge.call_async("log_in", {"userID": user, "timeoutMilliseconds": timeout})
    except hostcall.CallFailure as failure:
        return failure.value
    return {"code": "no failure", "message": str(welcome)}


async def user_logs_in(bridge: hostcall.Bridge) -> None:
    """The core reads the clock and fetches the profile, both from this program."""
    step(1, "user 7 logs in")
    welcome = await bridge.call_async("log_in", {"userID": 7})
    came_back(f"\"{welcome['greeting']}\", {welcome['tagCount']} tags, at {welcome['loggedInAt']} s",
              welcome == {"greeting": "Welcome back, Ada", "tagCount": 2, "loggedInAt": 1_700_000_000.5})


async def typed_failure(bridge: hostcall.Bridge) -> None:
    """fetch_profile raises the failure that the call declares, and the core receives its fields."""
    step(2, "user 99 does not exist")
    failure = await log_in_failure(bridge, 99)
    came_back(f"{failure['code']}: {failure['message']}",
              failure["code"] == "failed" and "not_found" in failure["message"])


async def late_answer(bridge: hostcall.Bridge) -> None:
    """A thread answers after the deadline."""
    step(3, "user 8 logs in within 50 ms, and fetch_profile takes longer")
    loop = asyncio.get_running_loop()
    status: asyncio.Future[hostcall.Status] = loop.create_future()
    deadline_passed = threading.Event()

    def fetch_slowly(call_id: int, request: dict[str, Any]) -> None:
        def answer() -> None:
            deadline_passed.wait(10)
            late = bridge.complete(call_id, hostcall.REPLY_OK, cbor2.dumps(PROFILES[request["userID"]]))
            loop.call_soon_threadsafe(status.set_result, late)

        threading.Thread(target=answer).start()

    bridge.register("fetch_profile", fetch_slowly, deferred=True)
    failure = await log_in_failure(bridge, 8, timeout=50)
    came_back(f"{failure['code']}: {failure['message']}", failure["code"] == "deadlineExceeded")
    deadline_passed.set()
    late = await asyncio.wait_for(status, 10)
    came_back(f"the late answer: HOSTCALL_{late.name}", late == hostcall.Status.UNKNOWN_CALL)


async def second_answer(bridge: hostcall.Bridge) -> None:
    """The first answer wins, and the second one is refused."""
    step(4, "user 7 logs in, and fetch_profile answers twice")
    statuses: list[hostcall.Status] = []

    def fetch_twice(call_id: int, request: dict[str, Any]) -> None:
        for profile in (PROFILES[7], PROFILES[8]):
            statuses.append(bridge.complete(call_id, hostcall.REPLY_OK, cbor2.dumps(profile)))

    bridge.register("fetch_profile", fetch_twice, deferred=True)
    welcome = await bridge.call_async("log_in", {"userID": 7})
    came_back(f"\"{welcome['greeting']}\"", welcome["greeting"] == "Welcome back, Ada")
    came_back("the answers: " + ", then ".join(f"HOSTCALL_{status.name}" for status in statuses),
              statuses == [hostcall.Status.OK, hostcall.Status.UNKNOWN_CALL])


async def missing_handler(bridge: hostcall.Bridge) -> None:
    """A call without a registered handler fails at once instead of waiting."""
    step(5, "user 7 logs in after read_clock was unregistered")
    bridge.unregister("read_clock")
    failure = await log_in_failure(bridge, 7)
    came_back(f"{failure['code']}: {failure['message']}", failure["code"] == "unimplemented")


async def stale_handle(bridge: hostcall.Bridge) -> None:
    """A handle is stale after the close, and using it is an error and not a crash."""
    step(6, "the bridge is closed, and user 7 logs in")
    await bridge.aclose()
    try:
        result, as_expected = str(await bridge.call_async("log_in", {"userID": 7})), False
    except hostcall.StatusError as error:
        result, as_expected = str(error), error.status == hostcall.Status.INVALID_BRIDGE
    came_back(result, as_expected)


async def main(path: str) -> int:
    """Runs every step, even if an earlier one failed, and returns the exit status."""
    print(f"Python host: Python {sys.version.split()[0]} with asyncio, ctypes and cbor2.")
    async with hostcall.Library(path).open("profile_core_open") as bridge:
        bridge.register("read_clock", read_clock, request_format="=I", response_format="=d")
        bridge.register("fetch_profile", fetch_profile)
        for run in (user_logs_in, typed_failure, late_answer, second_answer, missing_handler, stale_handle):
            try:
                await asyncio.wait_for(run(bridge), 30)
            except Exception as error:
                came_back(f"{type(error).__name__}: {error}", False)
    if failed_steps:
        print(f"Python host: {failed_steps} results were unexpected.")
    else:
        print("Python host: every step did what it should.\n")
    return 1 if failed_steps else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: main.py PATH_TO_LIBRARY")
    sys.exit(asyncio.run(main(sys.argv[1])))
