from concurrent import futures

import grpc
import rpc_package_pb2
import rpc_package_pb2_grpc


class HelloWorldService(rpc_package_pb2_grpc.HelloWorldServiceServicer):
    def SayHello(self, request, context):
        return rpc_package_pb2.HelloReply(message=f"Hello, {request.name}!")


server = grpc.server(futures.ThreadPoolExecutor())
rpc_package_pb2_grpc.add_HelloWorldServiceServicer_to_server(HelloWorldService(), server)
server.add_insecure_port("127.0.0.1:50051")
server.start()
print("listening on 127.0.0.1:50051", flush=True)
server.wait_for_termination()
