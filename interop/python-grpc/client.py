"""Calls the service interop.Texts on a server at the address given, in all four kinds, and says so if all was as expected.

With the files of an authority, a certificate and its key, or of an authority alone, it does so with TLS.
"""
import queue
import sys

import grpc
import interop_pb2 as messages
import interop_pb2_grpc as stubs


def expect(found, expected):
    if found != expected:
        sys.exit(f"found: {found!r} (expected: {expected!r})")


def text(value):
    return messages.Text(text=value)


def channel(address, arguments):
    if not arguments:
        return grpc.insecure_channel(address)
    authority, *own = (open(name, "rb").read() for name in arguments)
    return grpc.secure_channel(address, grpc.ssl_channel_credentials(authority, *reversed(own)))


def failure(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    sys.exit("the call succeeded (expected: a failure)")


def unary(stub):
    sent = (("who", "me"), ("raw-bin", b"\0\1\xff"), ("raw-bin", b""))
    response, call = stub.Hello.with_call(text("shen"), timeout=10, metadata=sent)
    expect(response.text, "Hello, shen!")
    received = call.initial_metadata()
    expect([value for key, value in received if key == "greeted"], ["me"])
    expect([value for key, value in received if key == "raw-bin"], [b"\0\1\xff", b""])

    expect(stub.Hello(text(""), timeout=10).text, "Hello, !")
    large = "x" * 1_000_000
    expect(stub.Hello(text(large), timeout=10).text, f"Hello, {large}!")
    expect(stub.Hello(text(large), timeout=10, compression=grpc.Compression.Gzip).text, f"Hello, {large}!")
    left = int(stub.Hello(text("deadline"), timeout=10).text)
    expect(5_000 < left <= 10_100, True)  # grpcio rounds the time up


def streams(stub):
    expect([each.text for each in stub.Count(text("1000"), timeout=10)], [str(i) for i in range(1000)])
    parts = (text(f"p{i}") for i in range(1000))
    expect(stub.Join(parts, timeout=10).text, "+".join(f"p{i}" for i in range(1000)))

    # Each answer comes before the next word is said.
    words = queue.Queue()
    answers = stub.Shout(iter(words.get, None), timeout=10)
    for i in range(1000):
        words.put(text(f"w{i}"))
        expect(next(answers).text, f"w{i}!")
    words.put(None)
    expect(list(answers), [])


def failures(stub):
    error = failure(lambda: stub.Hello(text("fail"), timeout=10))
    expect((error.code(), error.details()), (grpc.StatusCode.NOT_FOUND, "nobody is called 100% \u00e4"))
    expect(dict(error.trailing_metadata())["why"], "because")

    error = failure(lambda: stub.Hello(text("shen"), timeout=10, metadata=(("long", "x" * 20_000),)))
    expect(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)

    found = []
    error = failure(lambda: found.extend(each.text for each in stub.Count(text("5 fail"), timeout=10)))
    expect(found, [str(i) for i in range(5)])
    expect(error.code(), grpc.StatusCode.NOT_FOUND)
    expect(dict(error.trailing_metadata())["why"], "because")


def endings(stub):
    def await_answer(question, expected):
        while stub.Hello(text(question), timeout=10).text != expected:
            pass

    error = failure(lambda: stub.Never(text("x"), timeout=0.5))
    expect(error.code(), grpc.StatusCode.DEADLINE_EXCEEDED)
    await_answer("ended", "1")

    pending = stub.Never.future(text("x"), timeout=10)
    await_answer("begun", "2")
    pending.cancel()
    expect(pending.cancelled(), True)
    await_answer("ended", "2")

    endless = stub.Count(text("1000000000"), timeout=10)
    for i in range(10):
        expect(next(endless).text, str(i))
    endless.cancel()
    await_answer("ended", "3")


def main(address, *arguments):
    with channel(address, arguments) as connection:
        stub = stubs.TextsStub(connection)
        unary(stub)
        streams(stub)
        failures(stub)
        endings(stub)
        unknown = connection.unary_unary("/interop.Texts/Nothing")
        expect(failure(lambda: unknown(b"", timeout=10)).code(), grpc.StatusCode.UNIMPLEMENTED)
    print("all as expected")


if __name__ == "__main__":
    main(*sys.argv[1:])
