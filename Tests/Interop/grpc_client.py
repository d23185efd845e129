# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Calls the functions of ProfileHost, served by `hostcall serve`, from an independent gRPC client: grpcio with cbor2.

    python grpc_client.py HOSTCALL LIBPROFILEHOST CERTIFICATES

CERTIFICATES is a folder that scripts/test-certificates has filled.
"""

import contextlib
import json
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

import cbor2
import grpc


@contextlib.contextmanager
def server(tool: str, library: str, listen: str, *options: str):
    """Runs `hostcall serve` during the block and yields its address; checks that SIGTERM ends it with status 0."""
    command = [tool, "serve", "--library", library, "--open", "profile_host_open", "--listen", listen]
    command += ["--grace", "15"] if "--grace" not in options else []
    process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        assert line.startswith("listening at "), line
        yield line.removeprefix("listening at ").strip()
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            # Less than the grace time and than the look-up of user 8: the handlers of cancelled calls must have ended.
            assert process.wait(10) == 0
        finally:
            process.kill()


@contextlib.contextmanager
def client(tool: str, library: str, listen: str, *options: str, credentials: grpc.ChannelCredentials | None = None):
    """Yields a channel to a new server. The channel is closed after the server, since closing it ends all calls."""
    with contextlib.ExitStack() as stack:
        with server(tool, library, listen, *options) as address:
            names = (("grpc.ssl_target_name_override", "localhost"),)
            channel = grpc.secure_channel(address, credentials, names) if credentials else grpc.insecure_channel(address)
            yield stack.enter_context(channel)


def call(channel: grpc.Channel, name: str, request: object, *, timeout: float = 20, metadata=None, raw: bool = False):
    method = channel.unary_unary(
        f"/hostcall/{name}", request_serializer=(lambda value: value) if raw else cbor2.dumps,
        response_deserializer=cbor2.loads)
    return method(request, timeout=timeout, metadata=metadata)


def start(channel: grpc.Channel, name: str, request: object) -> grpc.Future:
    return channel.unary_unary(f"/hostcall/{name}", cbor2.dumps, cbor2.loads).future(request)


def error(*arguments, **options) -> grpc.RpcError:
    """Makes a call that must fail, and returns its error."""
    try:
        result = call(*arguments, **options)
    except grpc.RpcError as raised:
        return raised
    raise AssertionError(f"expected {arguments[1]} to fail, but the answer is {result}")


def fingerprints(tool: str, library: str) -> dict[str, str]:
    command = [tool, "schema", library, "--open", "profile_host_open", "--json"]
    calls = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["calls"]
    return {call["name"]: call["fingerprint"].removeprefix("0x") for call in calls}


def check_calls(channel: grpc.Channel, known: dict[str, str]) -> None:
    assert call(channel, "fetch_profile", {"userID": 7}) == {"name": "user 7", "tags": ["remote"], "balanceCents": 7}
    # The library's function sees the metadata of the call.
    carried = call(channel, "fetch_profile", {"userID": 7}, metadata=[("tenant", "acme"), ("trace-bin", b"\0\xff")])
    assert carried["tags"] == ["remote", "tenant acme", "trace of 2 bytes"]
    # Plain types are encoded as CBOR between processes.
    assert call(channel, "read_clock", {"clock": 0}) == 1_700_000_000.5

    failed = error(channel, "fetch_profile", {"userID": 99})
    assert failed.code() == grpc.StatusCode.UNKNOWN, failed
    failure = dict(failed.trailing_metadata())["hostcall-failure-bin"]
    assert cbor2.loads(failure) == {"code": "not_found", "retryable": False}

    assert error(channel, "no_such_call", {}).code() == grpc.StatusCode.UNIMPLEMENTED
    malformed = error(channel, "fetch_profile", {"userID": "seven"})
    assert malformed.code() == grpc.StatusCode.INVALID_ARGUMENT and "userID" in malformed.details(), malformed
    claims = error(channel, "fetch_profile", bytes.fromhex("9affffffff"), raw=True)
    assert claims.code() == grpc.StatusCode.INVALID_ARGUMENT, claims
    late = error(channel, "fetch_profile", {"userID": 8}, timeout=0.3)
    assert late.code() == grpc.StatusCode.DEADLINE_EXCEEDED, late

    name = "fetch_profile"
    right = call(channel, name, {"userID": 7}, metadata=[("hostcall-fingerprint", known[name])])
    assert right["name"] == "user 7"
    wrong = error(channel, name, {"userID": 7}, metadata=[("hostcall-fingerprint", "1234")])
    assert wrong.code() == grpc.StatusCode.FAILED_PRECONDITION and "0x1234" in wrong.details(), wrong
    assert dict(wrong.trailing_metadata())["hostcall-fingerprint"] == known[name]

    # The form that `hostcall schema --json` prints is accepted; an unreadable fingerprint is an error.
    assert call(channel, name, {"userID": 7}, metadata=[("hostcall-fingerprint", "0x" + known[name])]) == right
    unread = error(channel, name, {"userID": 7}, metadata=[("hostcall-fingerprint", "zz")])
    assert unread.code() == grpc.StatusCode.INVALID_ARGUMENT, unread
    # In C, a NUL would end the name.
    nul = error(channel, f"{name}%00x", {"userID": 7}, metadata=[("hostcall-fingerprint", "1234")])
    assert nul.code() == grpc.StatusCode.INVALID_ARGUMENT, nul

    future = start(channel, name, {"userID": 8})
    assert call(channel, name, {"userID": 7}) == right  # the first call has arrived too
    future.cancel()
    # Waits for the cancellation, because a call that is cancelled during the shutdown would use the grace time.
    assert call(channel, name, {"userID": 7}) == right


def stream(channel: grpc.Channel, name: str, request: object, **options):
    return channel.unary_stream(f"/hostcall/{name}", cbor2.dumps, cbor2.loads)(request, **options)


def check_streams(channel: grpc.Channel) -> None:
    assert list(stream(channel, "watch_balance", {"userID": 7}, timeout=20)) == list(range(100))
    # The server buffers no more than it is asked to; the elements are the same.
    asked = stream(channel, "watch_balance", {"userID": 7}, timeout=20, metadata=[("hostcall-buffer", "1")])
    assert list(asked) == list(range(100)) and dict(asked.initial_metadata())["hostcall-buffer"] == "1"

    seen = []
    try:
        for cents in stream(channel, "watch_balance", {"userID": 99}, timeout=20):
            seen.append(cents)
        raise AssertionError("expected the stream to fail")
    except grpc.RpcError as failed:
        assert failed.code() == grpc.StatusCode.UNKNOWN, failed
        failure = dict(failed.trailing_metadata())["hostcall-failure-bin"]
        assert cbor2.loads(failure) == {"code": "closed", "retryable": False}
    assert seen == [0, 1, 2], seen

    endless = stream(channel, "watch_balance", {"userID": 8})
    assert [next(endless) for _ in range(1000)] == list(range(1000))
    endless.cancel()
    try:
        for _ in stream(channel, "watch_balance", {"userID": 8}, timeout=0.3):
            pass
        raise AssertionError("expected the stream to be late")
    except grpc.RpcError as late:
        assert late.code() == grpc.StatusCode.DEADLINE_EXCEEDED, late
    unread = error(channel, "watch_balance", {"userID": 7}, metadata=[("hostcall-buffer", "none")])
    assert unread.code() == grpc.StatusCode.INVALID_ARGUMENT, unread
    assert error(channel, "fetch_profile", {"userID": 7}, metadata=[("hostcall-buffer", "1")]).code() \
        == grpc.StatusCode.UNIMPLEMENTED


def check_options(tool: str, library: str, folder: str) -> None:
    """Checks the exit status and message for invalid options of `hostcall serve`, and the effect of some."""
    right = ["--library", library, "--open", "profile_host_open", "--listen", "127.0.0.1:0"]
    usage, no_input, unavailable = 64, 66, 69
    for status, words, arguments in (
            (usage, "'--library <library>'", []), (usage, "'--listen <address>'", right[:4]),
            (usage, "Missing value for '--grace <seconds>'", [*right, "--grace"]),
            (usage, "'--listen' is given twice", [*right, "--listen", "127.0.0.1:0"]),
            (usage, "Unknown option '--unknown'", [*right, "--unknown", "1"]),
            (usage, "'nowhere' is invalid for '--listen <address>': ", [*right[:5], "nowhere"]),
            *((usage, f"{option} is {given}; the nearest valid value is {valid}.", [*right, f"{option}={value}"])
              for option, value, given, valid in (
                  ("--max-payload", "2147483649", "2147483649", "2147483648"), ("--max-payload", "-1", "-1", "0"),
                  ("--max-buffered", "100", "100", "65536"), ("--max-connections", "0", "0", "1"),
                  ("--max-calls", "2147483648", "2147483648", "2147483647"),
                  ("--max-stream-buffer", "0", "0", "1"), ("--max-stream-buffer", "65537", "65537", "65536"),
                  ("--transfer-timeout", "0", "0.0 seconds", "0.01 seconds"),
                  ("--handshake-timeout", "0.005", "0.005 seconds", "0.01 seconds"),
                  ("--max-idle", "0.001", "0.001 seconds", "0.01 seconds"),
                  ("--max-age", "0.001", "0.001 seconds", "0.01 seconds"))),
            (usage, "--grace", [*right, "--grace", "nan"]),
            (usage, "--grace", [*right, "--grace", "-1"]), (usage, "--schema-check", [*right, "--schema-check", "no"]),
            (usage, "--tls-key", [*right, "--tls-cert", f"{folder}/server.pem"]),
            (unavailable, "not be encrypted", [*right[:5], "0.0.0.0:0"]),
            (unavailable, "missing.pem", [*right, "--tls-cert", "missing.pem", "--tls-key", f"{folder}/server.key"]),
            (no_input, "missing.so", ["--library", "missing.so", *right[2:]]),
            (no_input, "missing_open", [*right[:3], "missing_open", *right[4:]])):
        ended = subprocess.run([tool, "serve", *arguments], capture_output=True, text=True, timeout=20)
        assert ended.returncode == status and words in ended.stderr and not ended.stdout, (arguments, ended)

    other = [("hostcall-fingerprint", "1234")]
    with client(tool, library, "127.0.0.1:0", "--schema-check", "warn", "--insecure") as channel:
        assert call(channel, "fetch_profile", {"userID": 7}, metadata=other)["name"] == "user 7"
    with client(tool, library, "127.0.0.1:0", "--schema-check", "off") as channel:
        assert call(channel, "fetch_profile", {"userID": 7}, metadata=other)["name"] == "user 7"
    with client(tool, library, "127.0.0.1:0", "--max-stream-buffer", "3") as channel:
        balances = stream(channel, "watch_balance", {"userID": 7}, timeout=20, metadata=[("hostcall-buffer", "9")])
        assert dict(balances.initial_metadata())["hostcall-buffer"] == "3" and list(balances) == list(range(100))


def check_description(tool: str, library: str, folder: str) -> None:
    """Checks that `hostcall schema` and `hostcall generate` read from a server what they read from its library, and that
    `hostcall call` and `hostcall fixtures replay` call it."""
    def run(*arguments: str, status: int = 0) -> str:
        ended = subprocess.run([tool, *arguments], capture_output=True, text=True, timeout=60)
        assert ended.returncode == status, (arguments, ended)
        return ended.stderr if status else ended.stdout

    # The clock is raw memory in its golden files, and in CBOR at the server.
    golden = tempfile.mkdtemp()
    for name in ("log_in", "read_clock"):
        for kind in ("request", "response"):
            shutil.copy(f"Fixtures/profile_core/{name}.{kind}.cbor", golden)
    replayed = "log_in.request.cbor: not offered\nread_clock.request.cbor: ok\n2 calls: 1 ok, 1 not offered\n"
    expected = run("schema", library, "--open", "profile_host_open")
    with server(tool, library, "127.0.0.1:0", "--describe") as address:
        assert run("schema", "--server", address) == expected
        described = json.loads(run("schema", "--server", address, "--json"))
        whole = json.loads(run("schema", library, "--open", "profile_host_open", "--json"))
        assert whole.pop("openFunction") == "profile_host_open" and described == whole
        output = tempfile.mkdtemp()
        name = ("--name", "profile_host", "--output")
        run("generate", "typescript", "--server", address, *name, output)
        pathlib.Path(output, "descriptor").write_text(json.dumps(described))
        run("generate", "typescript", "--descriptor", f"{output}/descriptor", *name, output, "--check")
        clock = run("call", "--server", address, "read_clock", '{"clock": 0}')
        assert clock == "1700000000.5\n", clock
        carried = run("call", "--server", address, "fetch_profile", '{"userID": 7}', "--json", "--metadata", "tenant=a")
        assert json.loads(carried) == {"name": "user 7", "tags": ["remote", "tenant a"], "balanceCents": 7}
        items = run("call", "--server", address, "watch_balance", '{"userID": 7}')
        assert items.split() == [str(cents) for cents in range(100)], items
        assert '"not_found"' in run("call", "--server", address, "fetch_profile", '{"userID": 99}', status=1)
        assert ".userID: found" in run("call", "--server", address, "fetch_profile", '{"userID": ""}', status=65)
        wrong = run("call", "--server", address, "fetch_profil", status=69)
        assert "fetch_profile" in wrong.partition("expected one of")[2], wrong
        assert run("fixtures", "replay", golden, "--server", address) == replayed
        descriptor = call_any(address, "/hostcall.v1.Schema/Describe")
        assert {each["name"] for each in cbor2.loads(descriptor)["calls"]} == set(fingerprints(tool, library))
    with server(tool, library, "127.0.0.1:0") as address:
        assert "UNIMPLEMENTED" in run("schema", "--server", address, status=69).upper()
        # A server that does not describe its calls is called all the same.
        assert run("fixtures", "replay", golden, "--server", address) == replayed
        assert '"user 7"' in run("call", "--server", address, "fetch_profile", '{"userID": 7}')
        items = run("call", "--server", address, "watch_balance", '{"userID": 7}', "--stream")
        assert len(items.split()) == 100, items
    tls = ("--tls-cert", f"{folder}/server.pem", "--tls-key", f"{folder}/server.key", "--tls-client-ca", f"{folder}/ca.pem")
    mine = ("--tls-ca", f"{folder}/ca.pem", "--tls-name", "localhost")
    identity = ("--tls-cert", f"{folder}/client.pem", "--tls-key", f"{folder}/client.key")
    token = pathlib.Path(folder, "token")
    token.write_text("secret\n")
    with server(tool, library, "127.0.0.1:0", "--describe", *tls) as address:
        assert run("schema", "--server", address, *mine, *identity, "--token-file", str(token)) == expected
        run("schema", "--server", address, *mine, status=69)
    token.write_text("\n")
    refusal = run("schema", "--server", "127.0.0.1:1", *mine, "--token-file", str(token), status=65)
    assert f"{token}: the file does not begin with a token" in refusal, refusal
    for words, arguments in (
            ("either a library with --open, or --server", ["schema"]),
            ("either a library with --open, or --server", ["schema", library, "--server", "127.0.0.1:1"]),
            ("A library needs --open", ["schema", library]), ("need --server", ["schema", library, "--open", "f", *mine]),
            ("exclude each other", ["schema", "--server", "127.0.0.1:1", "--insecure", *mine]),
            ("--tls-cert and --tls-key", ["schema", "--server", "127.0.0.1:1", *identity[:2]]),
            ("either --library with --open", ["generate", "c", "--output", output])):
        assert words in run(*arguments, status=64), arguments
    for words, address in (("not an address", "nowhere"), ("127.0.0.1:1", "127.0.0.1:1")):
        assert words in run("schema", "--server", address, status=69)


def call_any(address: str, method: str) -> bytes:
    with grpc.insecure_channel(address) as channel:
        return channel.unary_unary(method)(b"", timeout=20)


def main(tool: str, library: str, folder: str) -> None:
    certificates = pathlib.Path(folder)
    known = fingerprints(tool, library)
    check_options(tool, library, folder)
    check_description(tool, library, folder)
    for listen in ("127.0.0.1:0", f"unix:{tempfile.mkdtemp()}/socket"):
        with client(tool, library, listen) as channel:
            check_calls(channel, known)
            check_streams(channel)

    tls = ("--tls-cert", f"{folder}/server.pem", "--tls-key", f"{folder}/server.key", "--tls-client-ca", f"{folder}/ca.pem")
    for name, is_right in (("client", True), ("stranger", False)):
        credentials = grpc.ssl_channel_credentials(
            (certificates / "ca.pem").read_bytes(), (certificates / f"{name}.key").read_bytes(),
            (certificates / f"{name}.pem").read_bytes())
        with client(tool, library, "127.0.0.1:0", *tls, credentials=credentials) as channel:
            if is_right:
                check_calls(channel, known)
            else:
                assert error(channel, "fetch_profile", {"userID": 7}).code() == grpc.StatusCode.UNAVAILABLE

    # A call that is running when the server is asked to end may take the grace time, and no longer.
    for user, grace, code in ((6, "15", None), (8, "0.5", grpc.StatusCode.UNAVAILABLE)):
        with client(tool, library, "127.0.0.1:0", "--grace", grace) as channel:
            future = start(channel, "fetch_profile", {"userID": user})
            call(channel, "fetch_profile", {"userID": 7})
        failed = future.exception(20)
        assert (failed and failed.code()) == code, failed
    print(f"grpcio {grpc.__version__} and cbor2: calls, streams, failures, errors, deadlines and TLS, over TCP and a Unix socket")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
