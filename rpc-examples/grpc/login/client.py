"""Logs users in on the server at the address given: one, then several on one stream."""
import sys

import grpc
import login_pb2
import login_pb2_grpc


def request(user, password):
    return login_pb2.LoginRequest(user=user, password=password)


def show(reply):
    print(f"{reply.user}: {'logged in' if reply.HasField('token') else 'refused'}")


with grpc.insecure_channel(sys.argv[1]) as channel:
    service = login_pb2_grpc.LoginServiceStub(channel)
    show(service.Login(request("ann", "secret"), timeout=10))
    try:
        service.Login(request("bob", "secret"), timeout=10)
    except grpc.RpcError as error:
        print(error.code().name, error.details())

    requests = [request("ann", "secret"), request("bob", "secret"), request("cleo", "Secret")]
    for reply in service.LoginEach(iter(requests), timeout=10):
        show(reply)
