# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""exits.py LIBRARY [SCENARIO]: ends Python while its callbacks run on threads of the library. CPython ends such a
thread with pthread_exit when the thread requests the interpreter's lock during finalization.

The script needs Python 3.9 or later, and no packages."""

import ctypes
import subprocess
import sys
import threading
import time

INVOKE = ctypes.CFUNCTYPE(None, ctypes.c_uint64, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p)
REPLY = ctypes.CFUNCTYPE(None, ctypes.c_int32, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p)
LOG_IN = b"\xa1\x66userID\x07"
ADA = b"\xa3\x64name\x63Ada\x64tags\x80\x6cbalanceCents\x00"
ROUNDS = 5
LONGEST = 60


class Host:
    """Answers every call at once, unless `waits_in` names the callback that is running when Python ends."""

    def __init__(self, path, waits_in=None):
        self.c = ctypes.CDLL(path)
        self.c.profile_core_open.restype = ctypes.c_uint64
        self.c.hostcall_register.argtypes = [ctypes.c_uint64, ctypes.c_char_p, INVOKE, ctypes.c_void_p]
        self.c.hostcall_complete.argtypes = [
            ctypes.c_uint64, ctypes.c_uint64, ctypes.c_int32, ctypes.c_char_p, ctypes.c_size_t]
        self.c.hostcall_call.argtypes = [
            ctypes.c_uint64, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_size_t, REPLY, ctypes.c_void_p, ctypes.c_void_p]
        self.c.hostcall_close.argtypes = [ctypes.c_uint64]
        self.waits_in = waits_in
        self.is_inside = threading.Event()
        self.replies = threading.Semaphore(0)
        self.callbacks = [
            INVOKE(lambda call_id, *_: self.answer(call_id, bytes(8))), INVOKE(self.fetch_profile), REPLY(self.reply)]
        self.bridge = self.c.profile_core_open()
        for name, callback in zip((b"read_clock", b"fetch_profile"), self.callbacks):
            assert self.c.hostcall_register(self.bridge, name, callback, None) == 0

    def answer(self, call_id, payload):
        self.c.hostcall_complete(self.bridge, call_id, 0, payload, len(payload))

    def fetch_profile(self, call_id, *_):
        self.wait_in("invoke")
        self.answer(call_id, ADA)

    def reply(self, *_):
        self.wait_in("reply")
        self.replies.release()

    def wait_in(self, callback):
        if self.waits_in != callback:
            return
        self.is_inside.set()
        # Releases and reacquires the interpreter's lock until reacquiring it ends the thread.
        while True:
            time.sleep(0.0005)

    def log_in(self):
        assert self.c.hostcall_call(self.bridge, b"log_in", LOG_IN, len(LOG_IN), self.callbacks[2], None, None) == 0

    def wait_until_inside(self):
        self.log_in()
        assert self.is_inside.wait(30)


# No callback starts after the interpreter has been finalized: PyGILState_Ensure would dereference a null pointer. The
# header asks hosts to close their bridges first.


def ends_inside_invoke(path):
    Host(path, "invoke").wait_until_inside()


def ends_inside_reply(path):
    Host(path, "reply").wait_until_inside()


def ends_while_a_thread_closes(path):
    """Ends Python while a close waits for a callback, whose end lets the close continue."""
    host = Host(path, "reply")
    host.wait_until_inside()
    threading.Thread(target=host.c.hostcall_close, args=(host.bridge,), daemon=True).start()


def closes_in_a_flood(path):
    host = Host(path)
    for _ in range(200):
        host.log_in()
    for _ in range(100):
        assert host.replies.acquire(timeout=30)
    assert host.c.hostcall_close(host.bridge) == 0
    for _ in range(100):
        assert host.replies.acquire(timeout=30)


SCENARIOS = [ends_inside_invoke, ends_inside_reply, ends_while_a_thread_closes, closes_in_a_flood]


def main():
    if len(sys.argv) > 2:
        {each.__name__: each for each in SCENARIOS}[sys.argv[2]](sys.argv[1])
        return
    for scenario in SCENARIOS:
        for _ in range(ROUNDS):
            command = [sys.executable, __file__, sys.argv[1], scenario.__name__]
            ended = subprocess.run(command, timeout=LONGEST, stderr=subprocess.PIPE)
            if ended.returncode != 0:
                sys.exit(f"{scenario.__name__}: {ended.returncode}\n{ended.stderr.decode(errors='replace')}")
    version = ".".join(map(str, sys.version_info[:3]))
    print(f"  Python {version} ends during calls, with open and closed bridges, {len(SCENARIOS) * ROUNDS} times")


if __name__ == "__main__":
    main()
