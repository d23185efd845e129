# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of a host with golden files, in place of its core.

`replay` calls the functions of the host and compares their answers, as `python -m
hostcall.golden` does. `recorded_core` answers the calls that the host makes.
"""

from ._core import recorded_core
from ._replay import Outcome, replay

__all__ = ["Outcome", "recorded_core", "replay"]
