// What the page does: makes all calls at the URL that its address names after "#", with the protocols before it, and writes a
// line for each client into its body.
import * as web from "@connectrpc/connect-web";
import { byGet, callAll, readAll } from "./calls.mjs";
import { callAllByXhr } from "./xhr-calls.mjs";

const connect = web.createConnectTransport;

async function* clients(protocols, baseUrl) {
  if (protocols.includes("grpc-web")) {
    yield ["connect-web gRPC-Web", () => callAll(web.createGrpcWebTransport({ baseUrl }), "none", null)];
    yield ["grpc-web, binary", () => callAllByXhr(baseUrl, "binary", false)];
    yield ["grpc-web, text", () => callAllByXhr(baseUrl, "text", true)];
  }
  if (protocols.includes("connect")) {
    yield ["connect-web Connect, JSON", () => callAll(connect({ baseUrl }), "none", null)];
    yield ["connect-web Connect, protobuf", () => callAll(connect({ baseUrl, useBinaryFormat: true }), "none", null)];
    yield ["connect-web Connect, JSON, GET", () => readAll(connect(byGet({ baseUrl })))];
  }
}

/** Returns a line for each client. */
window.callAll = async (protocols, baseUrl) => {
  const said = [];
  for await (const [name, call] of clients(protocols.split(","), baseUrl)) {
    said.push(await call().then(() => `${name}: all as expected`, (error) => `${name}: ${error.stack}`));
  }
  return said;
};
