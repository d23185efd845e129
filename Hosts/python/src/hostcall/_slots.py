# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The C callbacks, and the objects that they are for.

`user_data` is a number, the key of a dictionary, and never the address of an object.
The callbacks are created once and live as long as the module: none is freed too early.
"""

from __future__ import annotations

import itertools
import threading
import traceback
from collections.abc import Iterator
from ctypes import pythonapi, string_at
from typing import Any, Callable

from . import _native

slots: dict[int, Any] = {}
_numbers = itertools.count(1)


def add(slot: Any) -> int:
    """Keeps an object until `remove`, or the callback that ends it; returns its number."""
    number = next(_numbers)
    slots[number] = slot
    return number


def remove(number: int) -> None:
    """Forgets an object whose registration or call has failed."""
    del slots[number]


# Python creates a thread state for each callback on a thread of C, with memory from the
# system, and frees it afterwards; that takes longer than most callbacks. So the first
# callback on a thread takes the GIL once more than it returns it, which keeps the state.
# A state of a thread that has ended stays in memory, about 20 KB, so they are counted:
# those of threads that make calls, which last, and those of bridges.
_thread = threading.local()
_calling, _of_bridges = itertools.count(), itertools.count()
_MAXIMUM_KEPT = 128


def _callback(
    kind: Any, function: Callable[..., object], kept: Iterator[int] | None = None
) -> Any:
    """Returns a C callback that prints exceptions, as Python does for threads.

    With a counter, it keeps the state of its thread.
    """

    def guarded(*arguments: Any) -> None:
        try:
            if kept is not None and not hasattr(_thread, "is_known"):
                _thread.is_known = True
                if next(kept) < _MAXIMUM_KEPT:
                    pythonapi.PyGILState_Ensure()
            function(*arguments)
        except BaseException:  # SystemExit and KeyboardInterrupt too
            traceback.print_exc()

    return kind(guarded)


invoke = _callback(
    _native.InvokeFn,
    lambda call_id, request, length, slot: slots[slot].invoke(
        call_id, string_at(request, length)
    ),
    _calling,
)
cancel = _callback(_native.CancelFn, lambda call_id, slot: slots[slot].cancel(call_id))
stream_cancel = _callback(
    _native.StreamCancelFn, lambda call_id, taken, slot: slots[slot].cancel(call_id)
)
credit = _callback(
    _native.CreditFn, lambda call_id, more, slot: slots[slot].credit(call_id)
)
release = _callback(_native.ReleaseFn, lambda slot: slots.pop(slot).released())
reply = _callback(
    _native.ReplyFn,
    lambda outcome, payload, length, slot: slots.pop(slot).finish(
        outcome, string_at(payload, length)
    ),
    _of_bridges,
)
item = _callback(
    _native.ItemFn,
    lambda payload, length, slot: slots[slot].item(string_at(payload, length)),
    _of_bridges,
)
event = _callback(
    _native.EventFn,
    lambda name, payload, length, dropped, slot: slots[slot].event(
        string_at(payload, length), dropped
    ),
    _of_bridges,
)
