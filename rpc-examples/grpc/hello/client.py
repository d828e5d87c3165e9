import grpc
import rpc_package_pb2
import rpc_package_pb2_grpc

with grpc.insecure_channel("127.0.0.1:50000") as channel:
    service = rpc_package_pb2_grpc.HelloWorldServiceStub(channel)
    reply = service.SayHello(rpc_package_pb2.HelloRequest(name="shen"), timeout=5)
    print(reply.message)
