#!/usr/bin/env python3
"""Checks that a server follows the rules of docs/protocol.md, including when a client breaks them. The server must have the
services of rpc-examples. Prints a line for each rule; the exit code is 1 if any was broken.

    python3 check.py 127.0.0.1:9090
"""

import socket
import struct
import sys

from tenstep import (
    CANCEL, CHUNK, CHUNKED, COMPRESSED, CREDIT, DECLARE, END, ERROR, GO_AWAY, HELLO, ITEM, METADATA, NOT_STARTED, PING,
    PONG, PREFACE, REPLY, REQUEST, RESULTS, STREAM, TIMES, frame, metadata_block, text16,
)  # fmt: skip

FIND, WATCH, UPLOAD, NONE = range(4)
FOUND = b'{"id":1}'
CALL = 7


def u32(*values):
    return struct.pack(f">{len(values)}I", *values)


def hello(lowest=1, highest=1, features=1, message=4 << 20, calls=1024, more=b"\x01\x04gzip"):
    return frame(HELLO, bytes([lowest, highest]), u32(features, message, 8192, calls), more)


def declare(number, service, method, serializer="json", fingerprint=b""):
    names = text16(service) + text16(method) + text16(serializer)
    return frame(DECLARE, struct.pack(">H", number), names, text16(fingerprint))


def request(method, message, flags=0, between=b"", call=CALL):
    return frame(REQUEST, bytes([flags]), struct.pack(">HII", method, call, 5000), between, message)


def of_call(kind, flags, rest=b"", call=CALL):
    return frame(kind, bytes([flags]), u32(call), rest)


WATCHING = request(WATCH, b'{"symbol":"TEN","count":1000}', RESULTS)
UPLOADING = request(UPLOAD, b'{"name":"x"}', STREAM)


class Peer:
    """A connection that sends exactly the bytes it is given."""

    def __init__(self, target, greeting=None):
        host, _, port = target.rpartition(":")
        self.socket = socket.create_connection((host, int(port)), timeout=10)
        if greeting is None:
            self.send(PREFACE + hello())
            self.send(declare(FIND, "Users", "find") + declare(WATCH, "Ticker", "watch"))
            self.send(declare(UPLOAD, "Uploads", "upload"))
            self.expect_preface()
            self.expect(HELLO)
        else:
            self.send(greeting)

    def send(self, data):
        self.socket.sendall(data)

    def take(self, count):
        data = b""
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                raise EOFError(f"closed after {data.hex()!r} (expected: {count} bytes)")
            data += part
        return data

    def expect_preface(self):
        assert self.take(8) == PREFACE, "another preface"

    def read(self):
        body = self.take(int.from_bytes(self.take(4), "big"))
        return body[0], body[1:]

    def expect(self, kind):
        found, fields = self.read()
        assert found == kind, f"frame type {found} {fields[:200]!r} (expected: {kind})"
        return fields

    def expect_error(self, code, not_started=True):
        fields = self.expect(ERROR)
        assert fields[5] == code, f"code {fields[5]} (expected: {code}): {fields[8:]!r}"
        if not_started:
            assert fields[0] & NOT_STARTED, f"flags {fields[0]}: {fields[8:]!r}"

    def expect_go_away(self, reason):
        while True:
            kind, fields = self.read()
            if kind == GO_AWAY:
                break
        assert fields[1] == reason, f"reason {fields[1]} (expected: {reason}): {fields[4:]!r}"
        self.expect_end()

    def expect_end(self):
        try:
            rest = self.socket.recv(1000)
        except ConnectionResetError:
            return
        assert not rest, f"{rest!r} (expected: the end)"

    def expect_to_go_on(self):
        self.send(request(FIND, FOUND, call=1000) + frame(PING, bytes(8)))
        kinds = sorted([self.read()[0], self.read()[0]])
        assert kinds == [REPLY, PONG], f"frame types {kinds} (expected: a reply and a pong)"


def ends_connection(sent):
    """Expects GO_AWAY 2 and the end of the connection: what was sent breaks the protocol."""
    return lambda target: connected(target, sent, lambda peer: peer.expect_go_away(2))


def ends_call(code, sent, not_started=True):
    """Expects an error for the call, while the connection goes on."""

    def run(peer):
        peer.expect_error(code, not_started)
        peer.expect_to_go_on()

    return lambda target: connected(target, sent, run)


def goes_on(sent):
    """Expects the server to ignore what was sent."""
    return lambda target: connected(target, sent, Peer.expect_to_go_on)


def connected(target, sent, run):
    peer = Peer(target)
    peer.send(sent)
    run(peer)
    peer.socket.close()


def greeted(greeting, run):
    """Runs a check on a connection that begins with the given greeting."""

    def go(target):
        peer = Peer(target, greeting)
        run(peer)
        peer.socket.close()

    return go


def versions_in_common(peer):
    peer.expect_preface()
    assert peer.expect(HELLO)[:2] == b"\x01\x01", "another version"


def no_version(peer):
    peer.expect_preface()
    peer.expect_go_away(3)


def broken_greeting(peer):
    peer.expect_preface()
    peer.expect_go_away(2)


RULES = {
    "an unknown protocol is closed without a word": greeted(b"SSH-2.0-OpenSSH_9.2\r\n", Peer.expect_end),
    "versions 1 to 9, unknown features and compressors are answered with what is in common": greeted(
        PREFACE + hello(1, 9, 0xFFFFFFFF, more=b"\x02\x06brotli\x04gzip" + b"later"), versions_in_common
    ),
    "no version in common": greeted(PREFACE + hello(7, 9), no_version),
    "a first frame that is not a hello": greeted(PREFACE + frame(PING, bytes(8)), broken_greeting),
    "a limit below the least": greeted(PREFACE + hello(message=1023), broken_greeting),
    "a second hello": ends_connection(hello()),
    "frame length 0": ends_connection(bytes(4)),
    "a frame over 128 KiB": ends_connection(u32(131073)),
    "an unknown frame type": ends_connection(frame(14)),
    "a server's frame": ends_connection(of_call(REPLY, 0)),
    "an unknown flag": ends_connection(request(FIND, FOUND, 8)),
    "a method id over 4095": ends_connection(declare(4096, "Users", "find")),
    "a method id declared twice": ends_connection(declare(FIND, "Users", "find")),
    "one method under two numbers": goes_on(declare(50, "Users", "find") + declare(51, "Users", "find")),
    "a call id in use": ends_connection(WATCHING + WATCHING),
    "an empty part": ends_connection(request(FIND, b"", CHUNKED, u32(9))),
    "an empty part of a refused request": ends_connection(request(99, b"", CHUNKED, u32(9))),
    "more bytes than the message has": ends_connection(request(FIND, b"123", CHUNKED, u32(2))),
    "an empty chunk of an unknown call": ends_connection(frame(CHUNK, u32(4711))),
    "a chunk of an unknown call": goes_on(frame(CHUNK, u32(4711), b"x")),
    "a cut credit of an unknown call": ends_connection(of_call(CREDIT, 0, u32(1))),
    "credit, item and end of an unknown call": goes_on(
        of_call(CREDIT, 0, u32(1, 1)) + of_call(ITEM, 0, b"x") + of_call(END, 0)
    ),
    "a cancel of an unknown call": goes_on(frame(CANCEL, u32(4711))),
    "bytes behind the fields": goes_on(frame(CANCEL, u32(4711), b"later") + of_call(END, 0, b"later")),
    "an unasked pong": goes_on(frame(PONG, bytes(8))),
    "metadata longer than its frame": ends_connection(request(FIND, b"", METADATA, b"\x00\x09")),
    "metadata with an upper-case key": ends_call(3, request(FIND, FOUND, METADATA, metadata_block([("K", "v")]))),
    "metadata that is not UTF-8": ends_call(3, request(FIND, FOUND, METADATA, text16(b"\x01k\x00\x01\xff"))),
    "an undeclared method": ends_call(12, request(99, FOUND)),
    "an unknown service": ends_call(12, declare(50, "Nobody", "find") + request(50, FOUND)),
    "an empty name": ends_call(12, declare(50, "", "find") + request(50, FOUND)),
    "an unknown serializer": ends_call(3, declare(50, "Users", "find", "xml") + request(50, FOUND)),
    "a name over 1024 bytes": ends_call(3, declare(50, "é" * 513, "find") + request(50, FOUND)),
    "a name that is not UTF-8": ends_call(3, declare(50, b"\xc3(", "find") + request(50, FOUND)),
    "json with a fingerprint": lambda target: connected(
        target,
        declare(50, "Users", "find", fingerprint=b"any") + request(50, FOUND),
        lambda peer: peer.expect(REPLY),
    ),
    "kryo without a fingerprint": ends_call(9, declare(50, "Users", "find", "kryo") + request(50, FOUND)),
    "a message that is too long": ends_call(8, request(FIND, b"x", CHUNKED, u32(0xFFFFFFFF))),
    "parameters that are not JSON": ends_call(3, request(FIND, b"{"), not_started=False),
    "compressed by an unknown compressor": ends_call(3, request(FIND, b"\x09xyz", COMPRESSED), not_started=False),
    "streams that the method does not have": ends_call(9, request(FIND, FOUND, RESULTS)),
    "an item of a call without streams": ends_connection(WATCHING + of_call(ITEM, 0, b"x")),
    "credit for a direction that the call lacks": ends_connection(UPLOADING + of_call(CREDIT, 0, u32(1, 1))),
    "an item behind the end, of a call that is answered": goes_on(of_call(END, 0) + of_call(ITEM, 0, b"x")),
    "a client's go-away": lambda target: connected(
        target, frame(GO_AWAY, b"\x00\x02", text16("enough")), Peer.expect_end
    ),
    "the server's times": lambda target: connected(
        target, request(FIND, FOUND, TIMES), lambda peer: check_times(peer.expect(REPLY))
    ),
}


def check_times(fields):
    assert fields[0] == TIMES and fields[5] == 5, f"{fields[:50]!r} (expected: times of 5 steps)"


def main():
    broken = 0
    for name, rule in RULES.items():
        try:
            rule(sys.argv[1])
            print(f"ok      {name}")
        except (AssertionError, EOFError, OSError) as e:
            broken += 1
            print(f"broken  {name}: {e!r}")
    print(f"{len(RULES) - broken} of {len(RULES)} rules are kept")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
