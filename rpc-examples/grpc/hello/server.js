const grpc = require("@grpc/grpc-js");
const { loadSync } = require("@grpc/proto-loader");
const { HelloWorldService } = grpc.loadPackageDefinition(loadSync("rpc_package.proto")).rpc_package;

const server = new grpc.Server();
server.addService(HelloWorldService.service, {
  sayHello: (call, answer) => answer(null, { message: `Hello, ${call.request.name}!` }),
});
server.bindAsync("127.0.0.1:50051", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`listening on 127.0.0.1:${port}`);
});
