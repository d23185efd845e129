"""Calls a core that answers with the golden files of the Swift tests.

    python test_calls.py
"""

import pathlib
import unittest

from hostcall import golden

import accounts as typed

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Tests/AccountsTests/Fixtures"


class CallTests(unittest.IsolatedAsyncioTestCase):
    def setUp(self) -> None:
        self.core = golden.recorded_core(typed.Accounts, FIXTURES)

    async def test_a_user_with_a_profile_is_greeted(self) -> None:
        welcome = await self.core.log_in(user_id=7)
        self.assertEqual(welcome, typed.Welcome("Welcome back, Ada", tag_count=2))

    async def test_a_user_without_a_profile_is_not_logged_in(self) -> None:
        with self.assertRaises(typed.LogInFailure) as raised:
            await self.core.log_in(user_id=8)
        self.assertEqual(raised.exception.code, "not_found")
        self.assertEqual(raised.exception.message, "user 8 has no profile")


if __name__ == "__main__":
    unittest.main()
