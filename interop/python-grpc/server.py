"""Serves interop.Texts on the port given, with TLS if the files of an authority, a certificate and its key are given.

Then it serves only clients with a certificate of that authority, unless the authority is "-".
"""
import sys
import threading
from concurrent import futures

import grpc
import interop_pb2 as messages
import interop_pb2_grpc as stubs


def text(value):
    return messages.Text(text=value)


class Texts(stubs.TextsServicer):
    """Counts the calls of Never that have begun, and the calls that their callers have ended."""

    def __init__(self):
        self.lock = threading.Lock()
        self.begun = 0
        self.ended = 0

    def end(self):
        with self.lock:
            self.ended += 1

    @staticmethod
    def fail(context):
        context.set_trailing_metadata((("why", "because"),))
        context.abort(grpc.StatusCode.NOT_FOUND, "nobody is called 100% \u00e4")

    def Hello(self, request, context):
        if request.text == "fail":
            self.fail(context)
        if request.text in ("begun", "ended"):
            return text(str(getattr(self, request.text)))
        if request.text == "deadline":
            return text(str(int(context.time_remaining() * 1000)))
        sent = context.invocation_metadata()
        header = [("greeted", value) for key, value in sent if key == "who"]
        context.send_initial_metadata(header + [(key, value) for key, value in sent if key == "raw-bin"])
        return text(f"Hello, {request.text}!")

    def Count(self, request, context):
        end, *fail = request.text.split()
        left = int(end)
        context.add_callback(lambda: left and self.end())
        for i in range(int(end)):
            left -= 1
            yield text(str(i))
        if fail:
            self.fail(context)

    def Join(self, requests, context):
        return text("+".join(each.text for each in requests))

    def Shout(self, requests, context):
        for each in requests:
            yield text(each.text + "!")

    def Never(self, request, context):
        ended = threading.Event()
        context.add_callback(ended.set)
        with self.lock:
            self.begun += 1
        ended.wait()
        self.end()
        return text("too late")


def main(port, *arguments):
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
    stubs.add_TextsServicer_to_server(Texts(), server)
    address = f"127.0.0.1:{port}"
    if arguments:
        mutual = arguments[0] != "-"
        certificate, key = (open(name, "rb").read() for name in arguments[1:])
        authority = open(arguments[0], "rb").read() if mutual else None
        credentials = grpc.ssl_server_credentials(((key, certificate),), authority, require_client_auth=mutual)
        bound = server.add_secure_port(address, credentials)
    else:
        bound = server.add_insecure_port(address)
    server.start()
    print(f"listening on 127.0.0.1:{bound}", flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    main(*sys.argv[1:])
