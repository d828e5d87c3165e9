"""A client for Tenstep's native protocol, version 1, written from docs/protocol.md alone. Python 3.8+, standard library only.

    with Connection("127.0.0.1", 9090) as connection:
        user = connection.call(find, {"id": 42}, timeout=2).result()

A connection belongs to one thread. Whatever waits (result(), iterating over results, ping()) reads the frames of all calls, so
the calls started earlier make progress meanwhile.
"""

import collections
import select
import socket
import struct
import time
import zlib

PREFACE = b"\xd7TENSTEP"
HELLO, DECLARE, REQUEST, REPLY, ERROR, CHUNK, CANCEL, PING, PONG, GO_AWAY, ITEM, END, CREDIT = range(1, 14)
CHUNKED, METADATA, TIMES, NOT_STARTED, DECLARED, STREAM, RESULTS, COMPRESSED = (1 << bit for bit in range(8))
KNOWN_FLAGS = {
    REPLY: CHUNKED | METADATA | TIMES | COMPRESSED,
    ERROR: METADATA | NOT_STARTED | DECLARED,
    ITEM: CHUNKED | COMPRESSED,
    END: METADATA,
    CREDIT: 0,
}
FEATURE_STREAMS = 1
MAX_FRAME = 128 << 10
LONGEST_PART = 64 << 10
FIRST_MESSAGES, FIRST_BYTES = 128, 65536
DRAIN, PROTOCOL_ERROR, VERSION, IDLE, LIMIT = range(1, 6)
CODES = (
    "OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED"
    " RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS"
    " UNAUTHENTICATED"
).split()


class ProtocolError(Exception):
    """The server broke the protocol."""


class RpcError(Exception):
    """A call failed. `declared` is (name, value) if the method's interface declares the exception."""

    def __init__(self, code, text, not_started=False, details=b"", metadata=(), declared=None):
        super().__init__(f"{code}: {text}")
        self.code, self.text, self.not_started = code, text, not_started
        self.details, self.metadata, self.declared = details, list(metadata), declared


class Method:
    """A method as client and server know it, with the functions that convert its messages to and from bytes.

    `element`, if set, writes an element of the parameter that streams. `results` means that the results stream, and `decode`
    reads one element of them. `exceptions` maps the names of declared exceptions to functions that read them.
    """

    def __init__(self, service, name, serializer, encode, decode, element=None, results=False, exceptions=None):
        self.service, self.name, self.serializer = service, name, serializer
        self.encode, self.decode, self.element, self.results = encode, decode, element, results
        self.exceptions = exceptions or {}

    @property
    def flags(self):
        return (STREAM if self.element else 0) | (RESULTS if self.results else 0)


class Fields:
    """Reads the fields of a frame in order, and checks that each ends within the frame."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        if count > len(self.data) - self.at:
            raise ProtocolError(f"a field of {count} bytes (expected: at most {len(self.data) - self.at})")
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, size):
        return int.from_bytes(self.take(size), "big")

    def text(self):
        return self.take(self.number(2)).decode("utf-8", "replace")

    def rest(self):
        return self.take(len(self.data) - self.at)


def frame(kind, *parts):
    body = b"".join(parts)
    return struct.pack(">IB", len(body) + 1, kind) + body


def text16(value):
    data = value if isinstance(value, bytes) else value.encode("utf-8")
    return struct.pack(">H", len(data)) + data


def metadata_block(entries):
    block = b""
    for key, value in entries:
        data = value if key.endswith("-bin") else value.encode("utf-8")
        block += bytes([len(key)]) + key.encode("ascii") + text16(data)
    return text16(block)


def read_metadata(block):
    """Returns the entries of a block. Raises ValueError if it is malformed, which ends only its call."""
    entries, fields = [], Fields(block)
    try:
        while fields.at < len(block):
            key = fields.take(fields.number(1)).decode("ascii")
            value = fields.take(fields.number(2))
            if not key or not all(c.islower() or c.isdigit() or c in "_-." for c in key):
                raise ValueError(f"metadata key {key!r}")
            entries.append((key, value if key.endswith("-bin") else value.decode("utf-8")))
    except ProtocolError as e:
        raise ValueError(f"metadata: {e}") from e
    return entries


def gunzip(data, most):
    """Decompresses one or more complete gzip members, followed by nothing, into at most `most` bytes."""
    message = b""
    while True:
        member = zlib.decompressobj(wbits=31)
        message += member.decompress(data, most + 1 - len(message))
        if len(message) > most:
            raise RpcError("RESOURCE_EXHAUSTED", f"a message over {most} bytes")
        if not member.eof:
            raise ValueError("a gzip member that is cut")
        data = member.unused_data
        if not data:
            return message


class Assembly:
    """A message that comes in parts."""

    def __init__(self, total):
        self.total, self.parts, self.length = total, [], 0

    def add(self, part):
        if not part or len(part) > self.total - self.length:
            raise ProtocolError(f"a part of {len(part)} bytes (expected: 1..{self.total - self.length})")
        self.parts.append(part)
        self.length += len(part)
        return self.length == self.total

    def message(self):
        return b"".join(self.parts)


class Call:
    """A call in flight. Iterate over it for results that stream; result() is for all others."""

    def __init__(self, connection, number, method, deadline):
        self.connection, self.number, self.method, self.deadline = connection, number, method, deadline
        self.metadata, self.trailers, self.times = [], [], []
        self.done = self.replied = self.given_up = False
        self.value = self.error = None
        self.items, self.taken, self.taken_bytes = collections.deque(), 0, 0
        self.granted, self.granted_bytes = FIRST_MESSAGES, FIRST_BYTES
        self.assembly = self.assembly_flags = None
        self.source, self.waiting = None, None
        self.credit, self.credit_bytes = FIRST_MESSAGES, FIRST_BYTES

    def result(self):
        self.connection.wait(lambda: self.done, self)
        if self.error:
            raise self.error
        return self.value

    def __iter__(self):
        while True:
            self.connection.wait(lambda: self.items or self.done, self)
            if not self.items:
                self.result()
                return
            value, length = self.items.popleft()
            self.taken += 1
            self.taken_bytes += length
            if not self.done and (self.taken >= FIRST_MESSAGES // 2 or self.taken_bytes >= FIRST_BYTES // 2):
                self.granted += self.taken
                self.granted_bytes += self.taken_bytes
                self.connection.send(
                    frame(CREDIT, struct.pack(">BIII", 0, self.number, self.taken, self.taken_bytes))
                )
                self.taken = self.taken_bytes = 0
            yield value

    def cancel(self, error=None):
        """Stops waiting for the call. Its id stays in use until the server has answered."""
        if not self.done:
            self.done, self.given_up, self.source = True, True, None
            self.error = error or RpcError("CANCELLED", "cancelled here")
            self.connection.send(frame(CANCEL, struct.pack(">I", self.number)))


class Connection:
    """One connection. It says hello, declares methods as they are called, and keeps the table of calls."""

    def __init__(self, host, port, max_message=4 << 20, keep_alive=60, hello_timeout=5):
        self.socket = socket.create_connection((host, port), timeout=hello_timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.max_message, self.keep_alive = max_message, keep_alive
        self.greeted = self.leaving = False
        self.compressors, self.features = [], 0
        self.peer_message, self.peer_metadata, self.peer_calls = LONGEST_PART, 8 << 10, 64  # the baseline
        self.hello_by = time.monotonic() + hello_timeout
        self.calls, self.declared, self.last_number = {}, {}, -1
        self.failure, self.unanswered_not_started = None, False
        self.heard, self.pings = time.monotonic(), {}
        self.received, self.outgoing, self.preface_read = bytearray(), bytearray(), False
        limits = struct.pack(">BBIIII", 1, 1, FEATURE_STREAMS, max_message, 8 << 10, 1024)
        self.send(PREFACE + frame(HELLO, limits, b"\x01\x04gzip"))

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.socket.close()

    # ---- calls ----

    def call(self, method, parameters, timeout=None, metadata=(), stream=None, compress=False, trace=False):
        """Starts a call. `stream` is an iterable of the elements for the parameter that streams."""
        deadline = None if timeout is None else time.monotonic() + timeout
        if method.flags or compress:
            self.wait(lambda: self.greeted, None, deadline)
        if method.flags and not self.features & FEATURE_STREAMS:
            raise RpcError("UNIMPLEMENTED", "the server has no streams", True)
        message = method.encode(parameters)
        flags = method.flags | (METADATA if metadata else 0) | (TIMES if trace else 0)
        if compress and "gzip" in self.compressors:
            flags |= COMPRESSED
            message = self.compressed(message)
        if len(message) > self.peer_message:
            self.wait(lambda: self.greeted, None, deadline)
            if len(message) > self.peer_message:
                raise RpcError("RESOURCE_EXHAUSTED", f"parameters of {len(message)} bytes", True)
        self.wait(lambda: len(self.calls) < self.peer_calls, None, deadline)
        if self.leaving:
            raise RpcError("UNAVAILABLE", "the server goes away: use another connection", True)
        call = Call(self, self.free_number(), method, deadline)
        self.calls[call.number] = call
        millis = 0 if timeout is None else max(1, int((deadline - time.monotonic()) * 1000))
        head = struct.pack(">HII", self.number_of(method), call.number, millis)
        block = metadata_block(metadata) if metadata else b""
        self.send_message(REQUEST, flags, head, block, message, call.number)
        if stream is not None:
            call.source = iter(stream)
        return call

    def number_of(self, method):
        if method not in self.declared:
            self.declared[method] = number = len(self.declared)
            names = text16(method.service) + text16(method.name) + text16(method.serializer)
            self.send(frame(DECLARE, struct.pack(">H", number), names, text16(b"")))
        return self.declared[method]

    def free_number(self):
        while True:
            self.last_number = (self.last_number + 1) & 0xFFFFFFFF
            if self.last_number not in self.calls:
                return self.last_number

    def ping(self, payload=1):
        """Sends a ping and waits for its answer."""
        self.pings[payload] = False
        self.send(frame(PING, struct.pack(">Q", payload)))
        self.wait(lambda: self.pings[payload])

    # ---- sending ----

    def compressed(self, message):
        packer = zlib.compressobj(wbits=31)
        return bytes([self.compressors.index("gzip")]) + packer.compress(message) + packer.flush()

    def send(self, data):
        self.outgoing += data

    def send_message(self, kind, flags, head, block, message, number):
        """Sends a REQUEST or an ITEM, in parts if the message is long."""
        if len(message) <= LONGEST_PART:
            self.send(frame(kind, bytes([flags]), head, block, message))
            return
        total = struct.pack(">I", len(message))
        self.send(frame(kind, bytes([flags | CHUNKED]), head, total, block, message[:LONGEST_PART]))
        for at in range(LONGEST_PART, len(message), LONGEST_PART):
            self.send(frame(CHUNK, struct.pack(">I", number), message[at : at + LONGEST_PART]))

    def send_items(self, call):
        """Sends elements of the caller's stream while there is credit, at most one or two long ones ahead of the network."""
        while call.source and call.credit > 0 and call.credit_bytes > 0 and len(self.outgoing) < MAX_FRAME:
            try:
                message = call.method.element(next(call.source))
            except StopIteration:
                call.source = None
                self.send(frame(END, struct.pack(">BI", 0, call.number)))
                return
            except Exception:
                call.cancel(RpcError("CANCELLED", "the caller's stream failed"))
                raise
            call.credit -= 1
            call.credit_bytes -= len(message)
            self.send_message(ITEM, 0, struct.pack(">I", call.number), b"", message, call.number)

    # ---- receiving ----

    def wait(self, condition, call=None, deadline=None):
        """Sends and reads frames until the condition holds, the deadline has passed or the connection ends."""
        while not condition():
            if self.failure:
                raise RpcError("UNAVAILABLE", self.failure, self.unanswered_not_started)
            now = time.monotonic()
            for each in list(self.calls.values()):
                if each.deadline is not None and now >= each.deadline and not each.done:
                    each.cancel(RpcError("DEADLINE_EXCEEDED", "the deadline passed here"))
                self.send_items(each)
            if deadline is not None and now >= deadline:
                raise RpcError("DEADLINE_EXCEEDED", "the deadline passed before the call was sent", True)
            if not condition():
                self.exchange(self.next_look(now, deadline))

    def next_look(self, now, deadline):
        """Does what is due now, and returns the seconds until something else is."""
        if not self.greeted and now > self.hello_by:
            self.close("the server did not say hello in time")
        silent = now - self.heard
        if self.greeted and silent > self.keep_alive and 0 not in self.pings:
            self.pings[0] = False
            self.send(frame(PING, bytes(8)))
        if silent > self.keep_alive + 20:
            self.close("the server did not answer a keep-alive ping")
        due = [each.deadline for each in self.calls.values() if each.deadline is not None and not each.done]
        return max(0, min([now + 1] + due + ([deadline] if deadline is not None else [])) - now)

    def exchange(self, seconds):
        """Writes what can be written and reads what has arrived, once. Reading goes on while a long request is being written."""
        if self.failure:
            return
        try:
            writers = [self.socket] if self.outgoing else []
            readable, writable, _ = select.select([self.socket], writers, [], seconds)
            if writable:
                self.socket.setblocking(False)
                sent = self.socket.send(self.outgoing)
                del self.outgoing[:sent]
            if readable:
                data = self.socket.recv(1 << 16)
                if not data:
                    self.close("the server closed the connection")
                self.heard = time.monotonic()
                self.pings.pop(0, None)
                self.received += data
                self.read_frames()
        except BlockingIOError:
            pass
        except (ProtocolError, OSError) as e:
            if isinstance(e, ProtocolError) and not self.failure:
                self.say_goodbye(str(e))
            self.close(str(e))

    def say_goodbye(self, why):
        try:
            self.socket.settimeout(0.5)
            self.socket.sendall(frame(GO_AWAY, bytes([0, PROTOCOL_ERROR]), text16(why[:250])))
        except OSError:
            pass

    def close(self, why):
        if not self.failure:
            self.failure = why
            self.socket.close()
            error = RpcError("UNAVAILABLE", why, self.unanswered_not_started)
            for call in self.calls.values():
                self.end(call, error, keep=True)
            self.calls.clear()

    def read_frames(self):
        if not self.preface_read:
            if not PREFACE.startswith(bytes(self.received[:8])):
                raise ProtocolError(f"not Tenstep: it began with {bytes(self.received[:16]).hex()}")
            if len(self.received) < len(PREFACE):
                return
            self.preface_read = True
            del self.received[: len(PREFACE)]
        while len(self.received) >= 4 and not self.failure:
            length = int.from_bytes(self.received[:4], "big")
            if not 1 <= length <= MAX_FRAME:
                raise ProtocolError(f"frame length {length} (expected: 1..{MAX_FRAME})")
            if len(self.received) < 4 + length:
                return
            body = bytes(self.received[4 : 4 + length])
            del self.received[: 4 + length]
            self.read_frame(body[0], Fields(body[1:]))

    def read_frame(self, kind, fields):
        if not self.greeted and kind not in (HELLO, GO_AWAY):
            raise ProtocolError(f"frame type {kind} (expected: hello, type 1)")
        if kind == HELLO:
            self.read_hello(fields)
        elif kind == PING:
            self.send(frame(PONG, fields.take(8)))
        elif kind == PONG:
            self.pings[fields.number(8)] = True
        elif kind == GO_AWAY:
            self.read_go_away(fields)
        elif kind == CHUNK:
            self.read_chunk(self.calls.get(fields.number(4)), fields.rest())
        elif kind in KNOWN_FLAGS:
            flags = fields.number(1)
            if flags & ~KNOWN_FLAGS[kind]:
                raise ProtocolError(f"frame type {kind} with flags {flags}")
            call = self.calls.get(fields.number(4))
            {REPLY: self.read_reply, ERROR: self.read_error, ITEM: self.read_item, END: self.read_end,
             CREDIT: self.read_credit}[kind](call, flags, fields)
        else:
            raise ProtocolError(f"frame type {kind} from a server")

    def read_hello(self, fields):
        lowest, highest = fields.number(1), fields.number(1)
        features, message, metadata, calls = (fields.number(4) for _ in range(4))
        if self.greeted or (lowest, highest) != (1, 1) or message < 1024 or calls < 1:
            raise ProtocolError(f"a hello of versions {lowest}..{highest}, a second one, or with a limit too low")
        count = fields.number(1) if fields.at < len(fields.data) else 0
        self.compressors = [fields.take(fields.number(1)).decode("utf-8", "replace") for _ in range(count)]
        self.greeted, self.features = True, features
        self.peer_message, self.peer_metadata, self.peer_calls = message, metadata, min(calls, 65536)

    def read_go_away(self, fields):
        flags, reason, text = fields.number(1), fields.number(1), fields.text()
        self.unanswered_not_started = bool(flags & NOT_STARTED)
        if not self.greeted or reason not in (DRAIN, IDLE) or flags & NOT_STARTED or not self.calls:
            self.close(f"the server went away: {text}")
        self.leaving = True

    # ---- answers ----

    def read_block(self, flags, fields):
        """Returns the metadata, and the error if the block is malformed or too long."""
        if not flags & METADATA:
            return [], None
        block = fields.take(fields.number(2))
        if len(block) > 8 << 10:
            return [], RpcError("RESOURCE_EXHAUSTED", f"metadata of {len(block)} bytes")
        try:
            return read_metadata(block), None
        except ValueError as e:
            return [], RpcError("INTERNAL", str(e))

    def read_reply(self, call, flags, fields):
        total = fields.number(4) if flags & CHUNKED else None
        metadata, flaw = self.read_block(flags, fields)
        times = [fields.number(8) for _ in range(fields.number(1))] if flags & TIMES else []
        part = fields.rest()
        assembly = Assembly(total) if flags & CHUNKED else None
        whole = assembly is None or assembly.add(part)
        if call is None:
            return
        if call.method.results:
            if flags & (CHUNKED | COMPRESSED) or part or call.replied:
                raise ProtocolError("a second reply, or one with a message, before results that stream")
            call.replied, call.metadata, call.times = True, metadata, times
            if flaw:
                call.cancel(flaw)
            return
        call.metadata, call.times, call.replied = metadata, times, True
        too_long = max(total or 0, len(part)) > self.max_message
        if flaw or too_long:
            self.end(call, flaw or RpcError("RESOURCE_EXHAUSTED", f"a result over {self.max_message} bytes"))
        elif whole:
            self.result(call, flags, assembly.message() if assembly else part)
        else:
            call.assembly, call.assembly_flags = assembly, flags

    def read_chunk(self, call, part):
        if not part:
            raise ProtocolError("an empty chunk")
        if call is None or call.assembly is None:
            return
        if call.assembly.add(part):
            message, call.assembly = call.assembly.message(), None
            (self.element if call.method.results else self.result)(call, call.assembly_flags, message)

    def decoded(self, call, flags, message):
        """Returns the value and None, or None and the reason why it cannot be read."""
        try:
            if flags & COMPRESSED:
                if not message or message[0] >= len(self.compressors) or self.compressors[message[0]] != "gzip":
                    raise ValueError("compressed by what was not agreed on")
                message = gunzip(message[1:], self.max_message)
            return call.method.decode(message), None
        except RpcError as e:
            return None, e
        except (ValueError, LookupError, zlib.error) as e:
            return None, RpcError("INTERNAL", f"the message cannot be read: {e!r}")

    def result(self, call, flags, message):
        call.value, flaw = self.decoded(call, flags, message)
        self.end(call, flaw)

    def read_error(self, call, flags, fields):
        number, text, details = fields.number(1), fields.text(), fields.take(fields.number(2))
        metadata, _ = self.read_block(flags, fields)  # one that cannot be read is dropped
        name = fields.text() if flags & DECLARED else None
        if call is None:
            return
        declared = None
        if name in call.method.exceptions:
            try:
                declared = (name, call.method.exceptions[name](fields.rest()))
            except (ValueError, LookupError) as e:
                self.end(call, RpcError("INTERNAL", f"{name} cannot be read: {e!r}"))
                return
        code = CODES[number] if 1 <= number < len(CODES) else "UNKNOWN"
        self.end(call, RpcError(code, text, bool(flags & NOT_STARTED), details, metadata, declared))

    def read_item(self, call, flags, fields):
        total = fields.number(4) if flags & CHUNKED else None
        part = fields.rest()
        assembly = Assembly(total) if flags & CHUNKED else None
        whole = assembly is None or assembly.add(part)
        if call is None:
            return
        if not call.method.results or not call.replied or call.assembly:
            raise ProtocolError("an item out of order")
        if call.granted <= 0 or call.granted_bytes <= 0:
            raise ProtocolError("an item without credit")
        length = len(part) if total is None else total
        call.granted -= 1
        call.granted_bytes -= length
        if length > self.max_message:
            call.cancel(RpcError("RESOURCE_EXHAUSTED", f"an element of {length} bytes"))
        elif whole:
            self.element(call, flags, assembly.message() if assembly else part)
        else:
            call.assembly, call.assembly_flags = assembly, flags

    def element(self, call, flags, message):
        if not call.given_up:
            value, flaw = self.decoded(call, flags, message)
            if flaw:
                call.cancel(flaw)
            else:
                call.items.append((value, len(message)))

    def read_end(self, call, flags, fields):
        trailers, flaw = self.read_block(flags, fields)
        if call is None:
            return
        if not call.method.results or not call.replied or call.assembly:
            raise ProtocolError("an end out of order")
        call.trailers = trailers
        self.end(call, flaw)

    def read_credit(self, call, flags, fields):
        messages, length = fields.number(4), fields.number(4)
        if call is not None:
            if not call.method.element:
                raise ProtocolError("credit for an unknown stream")
            call.credit += messages
            call.credit_bytes += length

    def end(self, call, error, keep=False):
        """Ends a call that is answered, and frees its id. A cancelled call keeps its error."""
        call.source = None
        if not call.given_up:
            call.done, call.error = True, error
        if not keep:
            del self.calls[call.number]
        if self.leaving and not self.calls:
            self.close("the server went away, and all calls are answered")
