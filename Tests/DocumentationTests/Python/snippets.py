# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The Python code of the documentation, and the code that runs it.

    python snippets.py PATH_TO_LIBRARY
"""

import asyncio
import concurrent.futures
import os
import sys
import tempfile

import cbor2

import hostcall

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARY = os.path.abspath(sys.argv[1])


def find_in_database(request):
    """Stands for a blocking query."""
    return {"name": "Ada", "tags": [], "balanceCents": 0}


def golden_file():
    """Checks that cbor2 writes the fixture of the Swift tests."""
    open("profile.basic.cbor", "wb").write(cbor2.dumps({"name": "Ada", "tags": ["admin"]}))
    with open(os.path.join(HERE, "../Snippets/Fixtures/profile.basic.cbor"), "rb") as fixture:
        with open("profile.basic.cbor", "rb") as written:
            assert written.read() == fixture.read()


def without_asyncio():
    """Registers plain functions, one of which runs in a thread pool."""
    pool = concurrent.futures.ThreadPoolExecutor()
    with hostcall.Library(LIBRARY).open("profile_core_open") as bridge:
        bridge.register("read_clock", lambda clock: 1.5, request_format="=I", response_format="=d")
        bridge.register("fetch_profile", find_in_database, executor=pool)
        welcome = bridge.call("log_in", {"userID": 7}).result(timeout=10)
    assert welcome == {"greeting": "Welcome back, Ada", "loggedInAt": 1.5, "tagCount": 0}, welcome


def fingerprints():
    """Registers a handler for one schema."""
    with hostcall.Library(LIBRARY).open("profile_core_open") as bridge:
        schemas = {call["name"]: call.get("fingerprint", 0) for call in bridge.describe()["calls"]}
        bridge.register("fetch_profile", find_in_database, fingerprint=schemas["fetch_profile"])
        try:
            bridge.register("fetch_profile", find_in_database, fingerprint=1)
            assert False
        except hostcall.StatusError as error:
            assert error.status == hostcall.Status.SCHEMA_MISMATCH


async def failures():
    """Raises a failure in a handler, and catches the caller's exception."""
    async with hostcall.Library(LIBRARY).open("profile_core_open") as bridge:
        bridge.register("read_clock", lambda clock: 1.5, request_format="=I", response_format="=d")

        async def fetch_profile(request):
            raise hostcall.Failure({"code": "not_found", "retryable": False})

        bridge.register("fetch_profile", fetch_profile)
        try:
            welcome = await bridge.call_async("log_in", {"userID": 7})
            print(welcome["greeting"])
        except hostcall.CallFailure as failure:  # the call's declared failure
            print(failure.value["code"], failure.value["message"])
        except hostcall.CallError as error:  # any other error, with gRPC's code if it has one
            print(error.code, error.message)


async def streams_and_events():
    """Passes a stream through the core, and emits an event."""
    async with hostcall.Library(LIBRARY).open("profile_core_open") as bridge:
        async def count(request):
            for number in range(request["count"]):
                yield number

        bridge.register_stream("watch_account", count)
        async for number in bridge.call_stream("watch_balance", {"count": 3}):
            print(number)

        events = bridge.events("tick", capacity=16)
        bridge.emit("tick", {"number": 1})
        async for event in events:
            print(event["number"], events.dropped)
            break


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    golden_file()
    without_asyncio()
    fingerprints()
    asyncio.run(failures())
    asyncio.run(streams_and_events())
    os.chdir("/")
print("snippets.py: the Python code of the documentation works as described")
