# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The shared library that contains a core."""

from __future__ import annotations

import ctypes
import os

from . import _native
from .bridge import Bridge
from .status import Status, StatusError


class Library:
    """A shared library that contains a core. It stays loaded until the process ends.

    ctypes.CDLL releases the GIL while C runs, and a callback takes it. So hostcall_close,
    which waits for callbacks, cannot deadlock with callbacks that need the GIL.
    ctypes.PyDLL would keep the GIL: never load the library with it.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        try:
            self.c = ctypes.CDLL(self.path)
        except OSError as error:
            if os.sep in self.path or not os.path.exists(self.path):
                raise
            raise OSError(
                f"{error}: a name without a slash is searched for in the system's "
                f"folders; pass ./{self.path}"
            ) from None
        abi_version = getattr(self.c, "hostcall_abi_version", None)
        if abi_version is None:
            raise RuntimeError(
                f"{self.path} exports no hostcall_abi_version: it is not built on HostCall"
            )
        version = abi_version()
        if version != 1:
            raise RuntimeError(
                f"{self.path} has version {version} of hostcall.h; expected version 1"
            )
        self.minor, self.fast = _native.declare(self.c)

    def open(self, function: str) -> Bridge:
        """Opens a bridge with one of the library's functions, such as profile_core_open."""
        opens = getattr(self.c, function, None)
        if opens is None:
            raise RuntimeError(f"{self.path} exports no function {function}")
        opens.restype, opens.argtypes = ctypes.c_uint64, []
        handle = opens()
        if handle == 0:
            raise RuntimeError(
                f"{function} could not open a bridge: {self.last_error()}"
            )
        return Bridge(self, handle)

    def last_error(self) -> str:
        """Returns the message of the last function that failed on this thread."""
        buffer = ctypes.create_string_buffer(1024)
        self.c.hostcall_last_error(buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace")

    def check(self, status: int) -> None:
        """Raises unless a status is OK. Call it on the thread that received the status."""
        if status != Status.OK:
            raise StatusError(Status(status), self.last_error())

    def require(self, minor: int, what: str) -> None:
        """Raises if the library lacks the functions of a minor version of hostcall.h."""
        if self.minor < minor:
            raise RuntimeError(
                f"the library has minor version {self.minor} of hostcall.h; {what} "
                f"version {minor}"
            )
