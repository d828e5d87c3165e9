// Calls interop.Texts and interop.Lookup by the npm package grpc-web, whose stubs are written by hand over protobuf-es's messages.
import grpcWeb from "grpc-web";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { Lookup, Texts } from "./gen/interop_pb.js";
import { expect, numbers } from "./expect.mjs";

const { GrpcWebClientBase, MethodDescriptor, MethodType, StatusCode } = grpcWeb;
const large = "x".repeat(1_000_000);

function descriptor(service, name) {
  const { input, output, methodKind } = service.method[name];
  return new MethodDescriptor(
    path(service, name),
    methodKind === "server_streaming" ? MethodType.SERVER_STREAMING : MethodType.UNARY,
    Object,
    Object,
    (message) => toBinary(input, create(input, message)),
    (bytes) => fromBinary(output, bytes),
  );
}

const path = (service, name) => `/${service.typeName}/${service.method[name].name}`;

/** A deadline in milliseconds of the clock, which grpc-web makes a field of. */
const bounded = () => ({ deadline: String(Date.now() + 10_000) });

function stubs(url, format) {
  const client = new GrpcWebClientBase({ format });
  return {
    // The result, and the metadata that came before and after it.
    unary: (service, name, message, sent = bounded()) =>
      new Promise((resolve, reject) => {
        const found = {};
        const take = (all) => Object.assign(found, all);
        const call = client.rpcCall(url + path(service, name), message, sent, descriptor(service, name), (error, result) =>
          error ? reject(error) : call.on("end", () => resolve({ result, found })),
        );
        call.on("metadata", take);
        call.on("status", (status) => take(status.metadata));
      }),
    streaming: (service, name, message, sent = bounded()) =>
      client.serverStreaming(url + path(service, name), message, sent, descriptor(service, name)),
  };
}

const failure = (promise) =>
  promise.then(
    () => Promise.reject(new Error("the call succeeded (expected: a failure)")),
    (error) => ("code" in error ? error : Promise.reject(error)),
  );

const texts = (stream, found = []) =>
  new Promise((resolve, reject) => {
    stream.on("data", (each) => found.push(each.text));
    stream.on("error", reject);
    stream.on("end", () => resolve(found));
  });

/**
 * Makes all calls by a format, "binary" or "text". Messages of a stream arrive one by one only in text, and only if the
 * XMLHttpRequest is a browser's.
 */
export async function callAllByXhr(url, format, oneByOne) {
  const { unary, streaming } = stubs(url, format);
  const hello = async (text, sent) => (await unary(Texts, "hello", { text }, sent)).result.text;
  expect(await hello("shen"), "Hello, shen!");
  expect(await hello(""), "Hello, !");
  expect(await hello(large), `Hello, ${large}!`);
  const left = Number(await hello("deadline"));
  expect(left > 5_000 && left <= 10_000, true);

  const { result, found } = await unary(Lookup, "find", { number: 7n }, { ...bounded(), who: "me" });
  expect(result.text, "text 7");
  expect([found.greeted, found.cost, found["cost-bin"]], ["me", "7", "AAH/"]);

  let error = await failure(hello("fail"));
  expect([error.code, error.message], [StatusCode.NOT_FOUND, "nobody is called 100% \u00e4"]);
  expect(error.metadata.why, "because");
  error = await failure(unary(Lookup, "find", { number: -3n }));
  expect(error.message.endsWith("nothing has the number -3"), true);
  expect(error.metadata["grpc-status-details-bin"].length > 0, true);

  const begun = Number(await hello("begun"));
  const never = unary(Texts, "never", { text: "x" }, { deadline: String(Date.now() + 200) });
  expect((await failure(never)).code, StatusCode.DEADLINE_EXCEEDED);
  expect(Number(await hello("begun")) > begun, true); // other clients may call at the same time

  expect(await texts(streaming(Texts, "count", { text: "1000" })), numbers(1000));
  const some = [];
  error = await failure(texts(streaming(Texts, "count", { text: "5 fail" }), some));
  expect([error.code, error.metadata.why], [StatusCode.NOT_FOUND, "because"]);
  expect(some, numbers(5));
  await cancelled(hello, streaming, oneByOne);
}

async function cancelled(hello, streaming, oneByOne) {
  const number = async (question) => Number(await hello(question));
  const begun = await number("begun");
  const ended = await number("ended");
  const pending = streaming(Texts, "never", { text: "x" });
  while ((await number("begun")) <= begun);
  pending.cancel();
  while ((await number("ended")) <= ended);

  if (!oneByOne) {
    return;
  }
  const endless = streaming(Texts, "count", { text: "1000000000" });
  await new Promise((resolve, reject) => {
    endless.on("data", resolve);
    endless.on("error", reject);
  });
  endless.cancel();
  while ((await number("ended")) <= ended + 1);
}
