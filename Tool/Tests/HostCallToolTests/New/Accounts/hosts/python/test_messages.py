"""Compares what the typed host reads and writes with the golden files of the Swift tests.

    python test_messages.py
"""

import pathlib
import unittest

import cbor2

import accounts as typed

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Tests/AccountsTests/Fixtures"


def fixture(name: str) -> bytes:
    return (FIXTURES / f"{name}.cbor").read_bytes()


class MessageTests(unittest.TestCase):
    def check(self, codec, value, name: str) -> None:
        """Compares all that receivers could read, since encoders may differ, for instance in the size of numbers."""
        self.assertEqual(cbor2.loads(codec.encode(value)), cbor2.loads(fixture(name)))

    def test_what_the_host_writes(self) -> None:
        profile = typed.Profile(name="Ada", tags=["admin", "beta"])
        self.check(typed._PROFILE_CODEC, profile, "fetch_profile.response")
        failure = typed.ProfileFailure(code="not_found")
        self.check(typed._PROFILE_FAILURE_CODEC, failure, "fetch_profile.failure.unknown")
        self.check(typed._LOG_IN_CALL.request, {"user_id": 7}, "log_in.request")

    def test_what_the_host_reads(self) -> None:
        read = typed._FETCH_PROFILE_CALL.request.decode(fixture("fetch_profile.request"))
        self.assertEqual(read, {"user_id": 7})
        welcome = typed._WELCOME_CODEC.decode(fixture("log_in.response"))
        self.assertEqual(welcome, typed.Welcome("Welcome back, Ada", tag_count=2))
        failure = typed._LOG_IN_FAILURE_CODEC.decode(fixture("log_in.failure.unknown"))
        self.assertEqual(failure.code, "not_found")
        self.assertEqual(failure.message, "user 8 has no profile")


if __name__ == "__main__":
    unittest.main()
