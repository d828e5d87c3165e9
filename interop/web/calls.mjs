// Calls interop.Texts and interop.Lookup over any transport of connect-es, in Node or in a browser.
import { Code, createClient, decodeBinaryHeader, encodeBinaryHeader } from "@connectrpc/connect";
import { Lookup, NotThereSchema, Texts } from "./gen/interop_pb.js";
import { expect, failure, numbers, texts } from "./expect.mjs";

const RAW = new Uint8Array([0, 1, 255]);
const bounded = { timeoutMs: 10_000 };
const large = "x".repeat(1_000_000);

const text = (value) => ({ text: value });

async function* each(words) {
  for (const word of words) {
    yield text(word);
  }
}

/** A method that the service does not have. */
const nothing = {
  typeName: Texts.typeName,
  methods: [{ ...Texts.method.hello, name: "Nothing", localName: "nothing" }],
};

async function unary(stub, encoding) {
  expect((await stub.hello(text("shen"), bounded)).text, "Hello, shen!");
  expect((await stub.hello(text(""), bounded)).text, "Hello, !");
  expect((await stub.hello(text("\u00e4\u{1f600}"), bounded)).text, "Hello, \u00e4\u{1f600}!");
  let header;
  const { text: greeting } = await stub.hello(text(large), { ...bounded, onHeader: (received) => (header = received) });
  expect(greeting, `Hello, ${large}!`);
  expect(header.get("grpc-encoding") ?? header.get("content-encoding"), encoding);
  const left = Number((await stub.hello(text("deadline"), bounded)).text);
  expect(left > 5_000 && left <= 10_000, true);
}

const headers = { who: "me", "raw-bin": encodeBinaryHeader(RAW) };

async function metadata(stub) {
  let header;
  await stub.hello(text("shen"), { ...bounded, headers, onHeader: (received) => (header = received) });
  expect(header.get("greeted"), "me");
  expect(decodeBinaryHeader(header.get("raw-bin")), RAW);
}

/** Calls the method that only reads, with metadata before and after the answer. */
async function reading(lookup) {
  let header;
  let trailer;
  const receiving = { onHeader: (received) => (header = received), onTrailer: (received) => (trailer = received) };
  expect((await lookup.find({ number: 7n }, { ...bounded, headers, ...receiving })).text, "text 7");
  expect(header.get("greeted"), "me");
  expect(trailer.get("cost"), "7");
  expect(decodeBinaryHeader(trailer.get("cost-bin")), RAW);
  await declared(lookup.find);
}

async function resultStreams(stub, lookup) {
  expect(await texts(stub.count(text("1000"), bounded)), numbers(1000));
  expect(await texts(stub.count(text("0"), bounded)), []);
  expect(await texts(lookup.each({ number: 2n }, bounded)), ["text 0", "text 1", "text 2"]);
}

async function declared(call) {
  const error = await failure(call({ number: -3n }, bounded));
  const [detail] = error.findDetails(NotThereSchema);
  expect([detail.message, detail.number], ["nothing has the number -3", -3n]);
  expect(error.rawMessage.endsWith("nothing has the number -3"), true);
}

async function failures(stub, lookup, transport) {
  let error = await failure(stub.hello(text("fail"), bounded));
  expect([error.code, error.rawMessage], [Code.NotFound, "nobody is called 100% \u00e4"]);
  expect(error.metadata.get("why"), "because");

  const found = [];
  error = await failure(
    (async () => {
      for await (const each of stub.count(text("5 fail"), bounded)) {
        found.push(each.text);
      }
    })(),
  );
  expect(found, numbers(5));
  expect([error.code, error.metadata.get("why")], [Code.NotFound, "because"]);

  await declared((...sent) => texts(lookup.each(...sent)));

  error = await failure(stub.hello(text("shen"), { ...bounded, headers: { long: "x".repeat(20_000) } }));
  expect(error.code, Code.Unknown); // as gRPC says of the status 431

  error = await failure(createClient(nothing, transport).nothing(text("x"), bounded));
  expect(error.code, Code.Unimplemented);
}

async function parameterStreams(stub) {
  const parts = numbers(1000).map((i) => `p${i}`);
  expect((await stub.join(each(parts), bounded)).text, parts.join("+"));
  expect((await stub.join(each([]), bounded)).text, "");
  expect(await texts(stub.shout(each(parts), bounded)), parts.map((part) => `${part}!`));
}

/** Says each word after the answer to the one before. */
async function conversation(stub) {
  let say;
  const said = (async function* () {
    for (let word = "w0"; word !== ""; word = await new Promise((resolve) => (say = resolve))) {
      yield text(word);
    }
  })();
  const answers = stub.shout(said, bounded)[Symbol.asyncIterator]();
  for (let i = 0; i < 300; i++) {
    expect((await answers.next()).value.text, `w${i}!`);
    say(i === 299 ? "" : `w${i + 1}`);
  }
  expect((await answers.next()).done, true);
}

async function withoutParameterStreams(stub) {
  expect((await failure(stub.join(each(["a", "b"]), bounded))).code, Code.Unimplemented);
  expect((await failure(texts(stub.shout(each(["a", "b"]), bounded)))).code, Code.Unimplemented);
}

async function endings(stub) {
  const number = async (question) => Number((await stub.hello(text(question), bounded)).text);
  const until = async (question, expected) => {
    while ((await number(question)) < expected);
  };
  const begun = await number("begun");
  const ended = await number("ended");
  expect((await failure(stub.never(text("x"), { timeoutMs: 200 }))).code, Code.DeadlineExceeded);
  await until("ended", ended + 1);

  const cancel = new AbortController();
  const pending = failure(stub.never(text("x"), { ...bounded, signal: cancel.signal }));
  await until("begun", begun + 2);
  cancel.abort();
  expect((await pending).code, Code.Canceled);
  await until("ended", ended + 2);

  const stop = new AbortController();
  let left = 10;
  const stopped = failure(
    (async () => {
      for await (const _ of stub.count(text("1000000000"), { ...bounded, signal: stop.signal })) {
        if (--left === 0) {
          stop.abort();
        }
      }
    })(),
  );
  expect((await stopped).code, Code.Canceled);
  await until("ended", ended + 3);
}

/** Makes the calls that may be a GET. */
export const readAll = (transport) => reading(createClient(Lookup, transport));

/** Returns options of connect-web, with a fetch that fails if a call is no GET. */
export function byGet(options) {
  const expecting = (url, request) => {
    expect(request.method, "GET");
    return fetch(url, request);
  };
  return { ...options, useHttpGet: true, fetch: expecting };
}

/**
 * Makes all calls. Parameters may be "streams", or, also while results arrive, "conversations"; or streams of them are
 * "refused"; or the client has "none". The encoding is that of a large answer, null for none.
 */
export async function callAll(transport, parameters, encoding) {
  const stub = createClient(Texts, transport);
  const lookup = createClient(Lookup, transport);
  await unary(stub, encoding);
  await metadata(stub);
  await reading(lookup);
  await resultStreams(stub, lookup);
  await failures(stub, lookup, transport);
  if (parameters === "streams" || parameters === "conversations") {
    await parameterStreams(stub);
  }
  if (parameters === "conversations") {
    await conversation(stub);
  }
  if (parameters === "refused") {
    await withoutParameterStreams(stub);
  }
  await endings(stub);
}
