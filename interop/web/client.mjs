// Makes all calls at the server of a URL by each client that Node has, and says so if all was as expected. The protocols are
// named first: grpc, grpc-web and connect, with a comma between them. With TLS, the file of an authority follows the URL, and
// NODE_EXTRA_CA_CERTS names it too, since fetch reads no other.
import { readFileSync } from "node:fs";
import * as node from "@connectrpc/connect-node";
import * as web from "@connectrpc/connect-web";
import XMLHttpRequest from "xhr2";
import { byGet, callAll, readAll } from "./calls.mjs";
import { callAllByXhr } from "./xhr-calls.mjs";

const gzip = { sendCompression: node.compressionGzip, compressMinBytes: 0 };

const formats = { JSON: false, protobuf: true };

function* transports(protocols, baseUrl, nodeOptions) {
  const h1 = { baseUrl, httpVersion: "1.1", nodeOptions };
  const h2 = { baseUrl, httpVersion: "2", nodeOptions };
  if (protocols.includes("grpc")) {
    yield ["connect-node gRPC", node.createGrpcTransport({ ...h2, acceptCompression: [] }), "conversations"];
    yield ["connect-node gRPC, gzip", node.createGrpcTransport({ ...h2, ...gzip }), "conversations"];
  }
  if (protocols.includes("grpc-web")) {
    yield ["connect-node gRPC-Web, HTTP/1.1", node.createGrpcWebTransport({ ...h1, acceptCompression: [] }), "refused"];
    yield ["connect-node gRPC-Web, HTTP/1.1, gzip", node.createGrpcWebTransport({ ...h1, ...gzip }), "refused"];
    yield ["connect-node gRPC-Web, HTTP/2", node.createGrpcWebTransport({ ...h2, acceptCompression: [] }), "refused"];
    yield ["connect-node gRPC-Web, HTTP/2, gzip", node.createGrpcWebTransport({ ...h2, ...gzip }), "refused"];
    yield ["connect-web gRPC-Web", web.createGrpcWebTransport({ baseUrl }), "none"];
  }
  if (protocols.includes("connect")) {
    for (const [format, useBinaryFormat] of Object.entries(formats)) {
      const plain = { useBinaryFormat, acceptCompression: [] };
      const packed = { useBinaryFormat, ...gzip };
      const name = `connect-node Connect, ${format}`;
      yield [`${name}, HTTP/1.1`, node.createConnectTransport({ ...h1, ...plain }), "streams"];
      yield [`${name}, HTTP/1.1, gzip`, node.createConnectTransport({ ...h1, ...packed }), "streams"];
      yield [`${name}, HTTP/2`, node.createConnectTransport({ ...h2, ...plain }), "conversations"];
      yield [`${name}, HTTP/2, gzip`, node.createConnectTransport({ ...h2, ...packed }), "conversations"];
      yield [`connect-web Connect, ${format}`, web.createConnectTransport({ baseUrl, useBinaryFormat }), "none"];

      const get = { useBinaryFormat, useHttpGet: true };
      yield [`${name}, GET, HTTP/1.1`, node.createConnectTransport({ ...h1, ...get }), "reading"];
      yield [`${name}, GET, HTTP/2, gzip`, node.createConnectTransport({ ...h2, ...get, ...gzip }), "reading"];
      const byFetch = byGet({ baseUrl, useBinaryFormat });
      yield [`connect-web Connect, ${format}, GET`, web.createConnectTransport(byFetch), "reading"];
    }
  }
}

async function main(protocols, url, authority) {
  const named = protocols.split(",");
  const nodeOptions = authority ? { ca: readFileSync(authority) } : {};
  for (const [name, transport, parameters] of transports(named, url, nodeOptions)) {
    try {
      if (parameters === "reading") {
        await readAll(transport);
      } else {
        await callAll(transport, parameters, name.endsWith("gzip") ? "gzip" : null);
      }
    } catch (error) {
      throw new Error(`${name}: ${error.message}`, { cause: error });
    }
    console.log(`${name}: all as expected`);
  }
  if (named.includes("grpc-web") && !authority) {
    globalThis.XMLHttpRequest = XMLHttpRequest;
    for (const format of ["binary", "text"]) {
      await callAllByXhr(url, format, false);
      console.log(`grpc-web, ${format}: all as expected`);
    }
  }
}

main(...process.argv.slice(2)).then(
  () => process.exit(0), // without waiting for the connections that are kept
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
