"""Serves interop.Texts on the port given, with TLS if the files of an authority, a certificate and its key are given."""
import sys
import time
from concurrent import futures

import grpc
import interop_pb2 as messages
import interop_pb2_grpc as stubs


def text(value):
    return messages.Text(text=value)


class Texts(stubs.TextsServicer):
    def Hello(self, request, context):
        if request.text == "fail":
            context.set_trailing_metadata((("why", "because"),))
            context.abort(grpc.StatusCode.NOT_FOUND, "nobody is called 100% \u00e4")
        sent = dict(context.invocation_metadata())
        context.send_initial_metadata((("greeted", sent.get("who", "None")), ("raw-bin", sent.get("raw-bin", b""))))
        return text(f"Hello, {request.text}!")

    def Count(self, request, context):
        for i in range(int(request.text)):
            yield text(str(i))

    def Join(self, requests, context):
        return text("+".join(each.text for each in requests))

    def Shout(self, requests, context):
        for each in requests:
            yield text(each.text + "!")

    def Never(self, request, context):
        while context.is_active():
            time.sleep(0.01)
        return text("too late")


def main(port, *arguments):
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
    stubs.add_TextsServicer_to_server(Texts(), server)
    address = f"127.0.0.1:{port}"
    if arguments:
        authority, certificate, key = (open(name, "rb").read() for name in arguments)
        credentials = grpc.ssl_server_credentials(((key, certificate),), authority, require_client_auth=True)
        server.add_secure_port(address, credentials)
    else:
        server.add_insecure_port(address)
    server.start()
    server.wait_for_termination()


if __name__ == "__main__":
    main(*sys.argv[1:])
