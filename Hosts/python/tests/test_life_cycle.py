# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of threads, memory, ownership, closing and forking."""

from __future__ import annotations

import concurrent.futures
import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
import unittest
from typing import Any

import cbor2
from host_test_case import ADA, WAIT, C, HostTestCase, Recorder, every_status

import hostcall
from hostcall import Status, _native, _slots


class LifeCycleTests(HostTestCase):
    """The life of a bridge, from many calls to its close, the end of the process, and a fork."""

    def test_ten_threads_answer_a_thousand_calls_at_once(self) -> None:
        users: dict[int, int] = {}
        complete = threading.Semaphore(0)

        def fetch(call_id: int, request: Any) -> None:
            users[call_id] = request["userID"]
            complete.release()

        self.bridge.register("fetch_profile", fetch, deferred=True)
        futures = [self.start(user) for user in range(1000)]
        for _ in futures:
            self.assertTrue(complete.acquire(timeout=WAIT))
        statuses: list[Status] = []

        def answer(seed: int) -> None:
            calls = list(users.items())
            random.Random(seed).shuffle(calls)
            for call_id, user in calls:
                statuses.append(
                    self.bridge.complete(
                        call_id, 0, cbor2.dumps(dict(ADA, name=f"user {user}"))
                    )
                )

        threads = [threading.Thread(target=answer, args=(seed,)) for seed in range(10)]
        for thread in threads:
            thread.start()
        for user, future in enumerate(futures):
            self.assertEqual(
                future.result(WAIT)["greeting"], f"Welcome back, user {user}"
            )
        for thread in threads:
            thread.join()
        self.assertEqual(
            (statuses.count(Status.OK), statuses.count(Status.UNKNOWN_CALL)),
            (1000, 9000),
        )

    @unittest.skipUnless(
        os.path.exists("/proc/self/statm"), "resident memory is read from /proc"
    )
    def test_five_thousand_log_ins_leave_memory_as_it_was(self) -> None:
        def resident() -> int:
            with open("/proc/self/statm", encoding="ascii") as file:
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

        for _ in range(
            4500
        ):  # two calls each, so that every slot of the bridge has been used
            self.start().result(WAIT)
        before = resident()
        for _ in range(5000):
            self.start().result(WAIT)
        self.assertLess(resident() - before, 20 << 20)
        self.bridge.close()
        self.assertEqual(len(_slots.slots), self.slots_before)

    # Ownership and the end.

    def test_user_data_is_released_once_on_replace_unregister_and_close(self) -> None:
        recorder = Recorder()
        for user_data in (1, 2, 3):
            self.record(recorder, b"other", user_data)
        self.bridge.unregister("other")
        self.record(recorder, b"other", 4)
        self.wait_until(lambda: len(recorder.released) >= 3)
        self.assertEqual(recorder.released, [1, 2, 3])
        self.bridge.close()
        self.assertEqual(recorder.released, [1, 2, 3, 4])
        self.assertEqual(len(_slots.slots), self.slots_before)

    def test_user_data_is_kept_until_the_last_call_has_ended(self) -> None:
        recorder = Recorder()
        future = self.start_recorded(recorder)
        self.bridge.unregister("fetch_profile")
        time.sleep(0.05)
        self.assertEqual(recorder.released, [])
        self.assertEqual(
            self.bridge.complete(recorder.invoked[0], 0, cbor2.dumps(ADA)), Status.OK
        )
        future.result(WAIT)
        self.wait_until(lambda: recorder.released != [])
        self.assertEqual(recorder.released, [1])

    def test_close_from_inside_invoke_is_refused(self) -> None:
        statuses: list[int] = []

        def fetch(request: Any) -> Any:
            statuses.append(C.hostcall_close(self.bridge.handle))
            return ADA

        self.bridge.register("fetch_profile", fetch)
        self.assert_logs_in()
        self.assertEqual(statuses, [Status.INVALID_ARGUMENT])

    def test_close_from_inside_reply_is_refused(self) -> None:
        statuses: queue.Queue[int] = queue.Queue()
        call_id, future = (
            self.pending()
        )  # so that the future's callback is added before the reply

        def replied(_: concurrent.futures.Future[Any]) -> None:
            try:
                self.bridge.close()
            except hostcall.StatusError as error:
                statuses.put(error.status)
            else:
                statuses.put(Status.OK)

        future.add_done_callback(replied)
        self.bridge.complete(call_id, 0, cbor2.dumps(ADA))
        self.assertEqual(statuses.get(timeout=WAIT), Status.INVALID_ARGUMENT)
        self.bridge.register("fetch_profile", lambda request: ADA)
        self.assert_logs_in()

    def test_close_from_inside_cancel_and_release_is_refused(self) -> None:
        statuses: queue.Queue[int] = queue.Queue()
        recorder = Recorder()
        recorder.cancel = _native.CancelFn(
            lambda *_: statuses.put(C.hostcall_close(self.bridge.handle))
        )
        recorder.release = _native.ReleaseFn(
            lambda _: statuses.put(C.hostcall_close(self.bridge.handle))
        )
        self.record(recorder)
        self.assertEqual(
            self.failure(self.start(timeout=20))["code"], "deadlineExceeded"
        )
        self.assertEqual(statuses.get(timeout=WAIT), Status.INVALID_ARGUMENT)
        self.bridge.register("fetch_profile", lambda request: ADA)
        self.assertEqual(statuses.get(timeout=WAIT), Status.INVALID_ARGUMENT)
        self.assert_logs_in()

    def test_close_cancels_pending_calls_of_both_directions(self) -> None:
        recorder = Recorder()
        self.record(recorder)
        futures = [self.start(user) for user in range(20)]
        for _ in futures:
            self.assertTrue(recorder.started.acquire(timeout=WAIT))
        self.bridge.close()
        for future in futures:
            self.assertTrue(future.done())
            with self.assertRaises(hostcall.CallCancelled):
                future.result(0)
        self.assertEqual(sorted(recorder.cancelled), sorted(recorder.invoked))
        self.assertEqual(recorder.released, [1])
        self.assertEqual(
            self.bridge.complete(recorder.invoked[0], 0, b""), Status.INVALID_BRIDGE
        )

    def test_python_can_end_during_calls_and_callbacks(self) -> None:
        # The script never closes its bridge: when its interpreter ends, calls are in flight, threads of Python and of
        # the core are delivering answers, and deadlines are about to pass.
        script = """
import hostcall, os, sys, threading, time
import cbor2
library = hostcall.Library(os.environ["PROFILE_CORE"])
bridge = library.open("profile_core_open")
pool = __import__("concurrent.futures").futures.ThreadPoolExecutor(4)
bridge.register("read_clock", lambda request: 1.5, response_format="=d")
def fetch(call_id, request):
    if request["userID"] % 3 == 0:
        pool.submit(lambda: bridge.complete(call_id, 0, cbor2.dumps({"name": "Ada", "tags": [], "balanceCents": 1})))
bridge.register("fetch_profile", fetch, deferred=True)
for user in range(300):
    future = bridge.call("log_in", {"userID": user, "timeoutMilliseconds": 1 + user % 50})
    future.add_done_callback(lambda future: time.sleep(0.001))
time.sleep(float(sys.argv[1]))
"""
        for pause in (0, 0.01, 0.03):
            ended = subprocess.run(
                [sys.executable, "-c", script, str(pause)],
                timeout=WAIT,
                check=False,
                capture_output=True,
                text=True,
            )
            self.assertEqual((ended.returncode, ended.stderr), (0, ""))

    def test_two_threads_close_at_once(self) -> None:
        for _ in range(100):
            bridge = self.open()
            barrier = threading.Barrier(2)

            def close(
                _: int,
                bridge: hostcall.Bridge = bridge,
                barrier: threading.Barrier = barrier,
            ) -> int:
                barrier.wait(WAIT)
                status: int = C.hostcall_close(bridge.handle)
                return status

            with concurrent.futures.ThreadPoolExecutor(2) as executor:
                first, second = sorted(executor.map(close, range(2)))
            self.assertEqual(first, Status.OK)
            self.assertIn(second, (Status.CLOSED, Status.INVALID_BRIDGE))

    @unittest.skipUnless(hasattr(os, "fork"), "os.fork is not available")
    def test_a_forked_child_has_no_bridges_and_the_parent_is_not_affected(self) -> None:
        self.assert_logs_in()
        recorder = Recorder()
        child = os.fork()
        if child == 0:
            signal.alarm(WAIT)
            fine = set(every_status(self.bridge.handle, recorder).values()) == {
                int(Status.INVALID_BRIDGE)
            }
            os._exit(0 if fine and C.profile_core_open() == 0 else 1)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        self.assert_logs_in()
