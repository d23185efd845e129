# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Runs all tests of the package and of the library behind it, with ProfileCore as the core.

    python test_host.py PATH_TO_LIBRARY

The tests need cbor2 and the standard library. Every test opens its own bridge.
"""

import _ctypes
import faulthandler
import os
import sys
import tempfile
import unittest

from hostcall import Library, Status, StatusError


class StatusTests(unittest.TestCase):
    """Statuses, as numbers from a library. These tests need no library."""

    def test_a_known_status_has_the_name_in_the_header(self) -> None:
        self.assertIs(Status(4), Status.UNKNOWN_CALL)
        self.assertEqual(len(Status), 11)

    def test_a_status_of_a_later_library_is_not_an_error_of_the_binding(self) -> None:
        for number in (11, 1000, -1):
            status = Status(number)
            self.assertEqual(
                (status.name, status.value, status),
                (f"UNKNOWN_{number}", number, number),
            )
            self.assertEqual(status, Status(number))
            self.assertEqual(
                str(StatusError(status, "what")), f"HOSTCALL_UNKNOWN_{number}: what"
            )
        self.assertEqual(len(Status), 11)

    def test_a_status_must_be_a_number(self) -> None:
        with self.assertRaises(ValueError):
            Status("CLOSED")  # type: ignore[arg-type]


class LibraryTests(unittest.TestCase):
    """Libraries that are no cores."""

    def test_a_library_without_the_interface_is_refused_in_words(self) -> None:
        with self.assertRaisesRegex(RuntimeError, "_ctypes.* exports no hostcall_abi"):
            Library(_ctypes.__file__)

    def test_a_function_that_is_missing_is_an_error_that_names_the_library(
        self,
    ) -> None:
        path = os.environ["PROFILE_CORE"]
        with self.assertRaises(RuntimeError) as raised:
            Library(path).open("nothing_open")
        self.assertEqual(
            str(raised.exception), f"{path} exports no function nothing_open"
        )

    def test_a_name_without_a_slash_is_an_error_that_asks_for_a_path(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)
        with self.assertRaises(OSError) as raised:
            Library("libNowhere.so")
        self.assertNotIn("./", str(raised.exception))
        open("libNowhere.so", "wb").close()
        with self.assertRaisesRegex(OSError, r"pass \./libNowhere\.so$"):
            Library("libNowhere.so")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: test_host.py PATH_TO_LIBRARY")
    os.environ["PROFILE_CORE"] = os.path.abspath(sys.argv.pop(1))
    # Ends tests that hang, and prints where each thread was.
    faulthandler.dump_traceback_later(300, exit=True)
    sys.argv[1:1] = ["discover", "-s", os.path.dirname(os.path.abspath(__file__))]
    unittest.main(module=None)
