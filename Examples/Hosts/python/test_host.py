"""Runs all tests of hostcall.py and of the library behind it, with ProfileCore as the core.

    python test_host.py PATH_TO_LIBRARY

The tests need cbor2 and the standard library. Every test opens its own bridge.
"""

import faulthandler
import os
import sys
import unittest

if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: test_host.py PATH_TO_LIBRARY")
    os.environ["PROFILE_CORE"] = os.path.abspath(sys.argv.pop(1))
    # Ends tests that hang, and prints where each thread was.
    faulthandler.dump_traceback_later(300, exit=True)
    sys.argv[1:1] = ["discover", "-s", os.path.dirname(os.path.abspath(__file__))]
    unittest.main(module=None)
