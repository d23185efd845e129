# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Round trips of generated values between HostCall's codec and others, in both directions.

    python roundtrips.py HOSTCALL [--go PEER] [--examples N] [--seed SEED]

HOSTCALL is the command-line tool. The other codec is cbor2, or with --go fxamacker/cbor, in the program in go/. The
programs answer line by line, `ok …` or `error …`, so that each runs in one process. A failing value is shrunk; the
printed options generate the same values again. Without --seed, each processor has a share of the examples, with a seed
of its own.
"""

import argparse
import os
import secrets
import subprocess
import sys

import cbor2
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from values import floats, integers, notation, ordered, rfc7049_order, rfc8949_order, same, texts, values


class Peer:
    """A program that answers each line with one line."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="ascii")

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().rstrip("\n")
        assert answer.startswith("ok "), f"expected ok for {line!r}, found {answer!r}"
        return answer.removeprefix("ok ")

    def close(self):
        self.process.stdin.close()
        assert self.process.wait(10) == 0, f"the peer exited with {self.process.returncode}, expected 0"


class Roundtrips:
    """The round trips of a value. `tried` counts the values."""

    def __init__(self, tool, go=None):
        self.diag = Peer(tool, "cbor", "diag", "--lines")
        self.encode = Peer(tool, "cbor", "encode", "--lines")
        self.roundtrip = Peer(tool, "cbor", "roundtrip", "--lines")
        self.go = go and Peer(go)
        self.tried = 0

    def close(self):
        for peer in (self.diag, self.encode, self.roundtrip, self.go):
            if peer:
                peer.close()

    def with_cbor2(self, value, canonical):
        self.to_cbor2(value)
        self.from_cbor2(value, canonical)

    def from_cbor2(self, value, canonical):
        """cbor2 encodes; HostCall decodes, prints notation, and encodes; cbor2 decodes."""
        if canonical:
            value = ordered(value, by=rfc7049_order)
        message = cbor2.dumps(value, canonical=canonical).hex()
        expect(notation(value), self.diag.ask(message))
        again = self.roundtrip.ask(message)
        assert same(value, cbor2.loads(bytes.fromhex(again))), f"{message} came back as {again}"
        expect(again, self.roundtrip.ask(again))

    def to_cbor2(self, value):
        """HostCall encodes; cbor2 decodes and encodes; HostCall decodes."""
        text = notation(value)
        message = self.encode.ask(text)
        decoded = cbor2.loads(bytes.fromhex(message))
        assert same(value, decoded), f"{text} became {message}, which is {decoded!r}"
        expect(text, self.diag.ask(cbor2.dumps(decoded).hex()))

    def with_go(self, value):
        """HostCall encodes; fxamacker/cbor decodes and encodes, keys in the order of their bytes; HostCall decodes."""
        message = self.encode.ask(notation(value))
        answer = self.go.ask(message)
        value = ordered(value, by=rfc8949_order)
        expect(notation(value), self.diag.ask(answer))
        # The core deterministic form of fxamacker/cbor is the preferred form with sorted pairs.
        expect(answer, self.roundtrip.ask(answer))
        assert same(value, cbor2.loads(bytes.fromhex(answer))), f"{message} came back as {answer}"


def expect(expected, found):
    assert found == expected, f"\n  expected {expected}\n  found    {found}"


def values_for_go():
    """Returns the values that Debian's version of fxamacker/cbor, 2.4, distinguishes: it has no type for other simple
    values, reads undefined as null, and accepts no byte string, array, null, bignum or integer below -2**63 as a key."""
    small = integers().filter(lambda number: -(2**63) <= number < 2**64)
    keys = st.one_of(small, texts(), st.booleans(), floats().filter(lambda number: number == number))
    return values(keys=keys, leaves=st.nothing())


def run(trips, strategy, body, options):
    trips.tried = 0

    @seed(options.seed)
    @settings(
        max_examples=options.examples,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def attempt(value):
        trips.tried += 1
        body(value)

    attempt()
    assert trips.tried >= options.examples, f"generated {trips.tried} values, expected {options.examples}"
    print(f"{trips.tried} values survived the round trips")


def run_shares(examples):
    """Runs this program once for each processor, and returns the highest exit status."""
    available = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    count = max(1, min(len(available), examples))
    shares = [examples // count + (index < examples % count) for index in range(count)]
    programs = [
        subprocess.Popen([sys.executable, *sys.argv, "--seed", f"{secrets.randbits(32)}", "--examples", f"{share}"])
        for share in shares
    ]
    return max(abs(program.wait()) for program in programs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool", metavar="HOSTCALL")
    parser.add_argument("--go", metavar="PEER")
    parser.add_argument("--examples", type=int, default=10_000)
    parser.add_argument("--seed", type=int)
    options = parser.parse_args()
    if options.seed is None:
        return run_shares(options.examples)
    codec = "fxamacker/cbor" if options.go else "cbor2"
    print(f"round trips with {codec}: --seed {options.seed} --examples {options.examples}", flush=True)
    trips = Roundtrips(options.tool, options.go)
    if options.go:
        run(trips, values_for_go(), trips.with_go, options)
    else:
        run(trips, st.tuples(values(), st.booleans()), lambda pair: trips.with_cbor2(*pair), options)
    trips.close()


if __name__ == "__main__":
    sys.exit(main())
