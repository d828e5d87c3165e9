"""Calls the service interop.Texts on a server at the address given, in all four kinds, and says so if all was as expected."""
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
    authority, certificate, key = (open(name, "rb").read() for name in arguments)
    return grpc.secure_channel(address, grpc.ssl_channel_credentials(authority, key, certificate))


def failure(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    sys.exit("the call succeeded (expected: a failure)")


def main(address, *arguments):
    with channel(address, arguments) as connection:
        stub = stubs.TextsStub(connection)

        response, call = stub.Hello.with_call(text("shen"), timeout=10, metadata=(("who", "me"), ("raw-bin", b"\0\1\xff")))
        expect(response.text, "Hello, shen!")
        initial = dict(call.initial_metadata())
        expect((initial["greeted"], initial["raw-bin"]), ("me", b"\0\1\xff"))

        expect([each.text for each in stub.Count(text("1000"), timeout=10)], [str(i) for i in range(1000)])
        parts = (text(f"p{i}") for i in range(1000))
        expect(stub.Join(parts, timeout=10).text, "+".join(f"p{i}" for i in range(1000)))
        words = (text(f"w{i}") for i in range(1000))
        expect([each.text for each in stub.Shout(words, timeout=10)], [f"w{i}!" for i in range(1000)])

        large = "x" * 1_000_000
        expect(stub.Hello(text(large), timeout=10, compression=grpc.Compression.Gzip).text, f"Hello, {large}!")

        error = failure(lambda: stub.Hello(text("fail"), timeout=10))
        expect((error.code(), error.details()), (grpc.StatusCode.NOT_FOUND, "nobody is called 100% \u00e4"))
        expect(dict(error.trailing_metadata())["why"], "because")

        error = failure(lambda: stub.Never(text("x"), timeout=0.1))
        expect(error.code(), grpc.StatusCode.DEADLINE_EXCEEDED)
        pending = stub.Never.future(text("x"), timeout=10)
        while stub.Hello(text("begun"), timeout=10).text != "2":
            pass
        pending.cancel()
        expect(pending.cancelled(), True)

        unknown = connection.unary_unary("/interop.Texts/Nothing")
        expect(failure(lambda: unknown(b"", timeout=10)).code(), grpc.StatusCode.UNIMPLEMENTED)
    print("all as expected")


if __name__ == "__main__":
    main(*sys.argv[1:])
