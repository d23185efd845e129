# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Probes servers as Kubernetes does, with grpcio, while two of them are restarted in turn.

    python grpc_health.py HOSTCALL LIBPROFILEHOST

A probe is a new connection and one Check of grpc.health.v1.Health, whose two messages are encoded here by hand.
"""

import contextlib
import signal
import subprocess
import sys
import threading

import cbor2
import grpc

SERVING, NOT_SERVING, SERVICE_UNKNOWN = 1, 2, 3


def encode(service: str) -> bytes:
    name = service.encode()
    return bytes([0x0a, len(name)]) + name if name else b""


def decode(response: bytes) -> int:
    assert len(response) == 2 and response[0] == 0x08, response
    return response[1]


class Server:
    """`hostcall serve` at a port that stays the same over restarts."""

    def __init__(self, tool: str, library: str) -> None:
        self.command = [tool, "serve", "--library", library, "--open", "profile_host_open", "--grace", "20"]
        self.address = "127.0.0.1:0"
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen([*self.command, "--listen", self.address], stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        assert line.startswith("listening at "), line
        self.address = line.removeprefix("listening at ").strip()

    def end(self) -> None:
        assert self.process.wait(20) == 0

    def probe(self, service: str = "") -> int | grpc.StatusCode:
        """Returns the status, or the code of the error; UNAVAILABLE means that nothing listens."""
        with grpc.insecure_channel(self.address) as channel:
            check = channel.unary_unary("/grpc.health.v1.Health/Check", encode, decode)
            try:
                return check(service, timeout=10)
            except grpc.RpcError as error:
                return error.code()

    def watch(self, channel: grpc.Channel, service: str = ""):
        return channel.unary_stream("/grpc.health.v1.Health/Watch", encode, decode)(service)

    def fetch(self, channel: grpc.Channel, user: int) -> grpc.Future:
        return channel.unary_unary("/hostcall/fetch_profile", cbor2.dumps, cbor2.loads).future({"userID": user})


def check_services(server: Server) -> None:
    assert server.probe() == SERVING and server.probe("hostcall") == SERVING
    assert server.probe("no.such.Service") == grpc.StatusCode.NOT_FOUND
    with grpc.insecure_channel(server.address) as channel:
        assert next(server.watch(channel, "no.such.Service")) == SERVICE_UNKNOWN
        malformed = channel.unary_unary("/grpc.health.v1.Health/Check")
        try:
            malformed(b"\x0a\x05a", timeout=10)
            raise AssertionError("expected the request to be refused")
        except grpc.RpcError as error:
            assert error.code() == grpc.StatusCode.INVALID_ARGUMENT, error


def restart(server: Server, other: Server) -> None:
    """Restarts a server that has a running call, and checks what a probe and a watcher learn."""
    with grpc.insecure_channel(server.address) as channel:
        watch = server.watch(channel)
        assert next(watch) == SERVING
        running = server.fetch(channel, 6)  # takes some seconds
        server.fetch(channel, 7).result(20)  # the running call has arrived too
        server.process.send_signal(signal.SIGTERM)
        assert next(watch) == NOT_SERVING
        assert not running.done()
        probes = 0
        while not running.done():
            if (status := server.probe()) != NOT_SERVING:
                # The server has ended, which it may only after the call, whose answer arrives in this moment.
                assert status == grpc.StatusCode.UNAVAILABLE, status
                running.result(0.3)
                break
            probes += 1
            assert other.probe() == SERVING
        assert probes > 0, "no probe got NOT_SERVING while a call was running"
        assert running.result(20)["name"] == "user 6"
        try:
            next(watch)
            raise AssertionError("expected the watch to end")
        except grpc.RpcError as error:
            assert error.code() == grpc.StatusCode.UNAVAILABLE, error
    server.end()
    assert server.probe() == grpc.StatusCode.UNAVAILABLE
    server.start()
    assert server.probe() == SERVING and server.probe("hostcall") == SERVING


@contextlib.contextmanager
def balanced(servers: list[Server]):
    """Makes calls all the time at a server that a probe has found serving, as a load balancer does.

    A server may begin to end between the probe and the call, which is then refused, and made at the other server.
    """
    ends, failures, count = threading.Event(), [], 0

    def call(turn: int) -> bool:
        for server in (servers[turn % 2], servers[(turn + 1) % 2]):
            if server.probe() != SERVING:
                continue
            with grpc.insecure_channel(server.address) as channel:
                failed = server.fetch(channel, 7).exception(20)
            if failed is None:
                return True
            if failed.code() != grpc.StatusCode.UNAVAILABLE:
                failures.append(failed)
        return False

    def run() -> None:
        nonlocal count
        while not ends.is_set():
            count += 1
            if not call(count):
                failures.append(f"call {count} had no answer")

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        ends.set()
        thread.join()
    assert not failures and count > 20, (failures, count)


def main(tool: str, library: str) -> None:
    servers = [Server(tool, library), Server(tool, library)]
    try:
        check_services(servers[0])
        with balanced(servers):
            restart(servers[0], servers[1])
            restart(servers[1], servers[0])
        for server in servers:
            server.process.send_signal(signal.SIGTERM)
            server.end()
    finally:
        for server in servers:
            server.process.kill()
    print("grpcio: probes and watchers of grpc.health.v1.Health got the right answers during a rolling restart")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
