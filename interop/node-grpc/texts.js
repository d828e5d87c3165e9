// The service interop.Texts, as it is described in the file interop.proto beside this one.
const path = require("path");
const grpc = require("@grpc/grpc-js");
const { loadSync } = require("@grpc/proto-loader");

module.exports = grpc.loadPackageDefinition(loadSync(path.join(__dirname, "interop.proto"))).interop;
