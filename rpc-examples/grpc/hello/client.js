const grpc = require("@grpc/grpc-js");
const { loadSync } = require("@grpc/proto-loader");
const { HelloWorldService } = grpc.loadPackageDefinition(loadSync("rpc_package.proto")).rpc_package;

const service = new HelloWorldService("127.0.0.1:50000", grpc.credentials.createInsecure());
service.sayHello({ name: "shen" }, { deadline: Date.now() + 5000 }, (error, reply) => {
  console.log(error ? error.message : reply.message);
  service.close();
});
