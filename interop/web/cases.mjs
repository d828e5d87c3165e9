// Runs the cases of Connect's conformance suites that are for servers, in words of its own, at the server of a URL, over each
// protocol and version of HTTP. Says which failed, or that all were as expected. The server's limit of messages is 64 KiB.
import { Code, createClient } from "@connectrpc/connect";
import * as node from "@connectrpc/connect-node";
import { toBinary, create } from "@bufbuild/protobuf";
import { CaseSchema, Cases } from "./gen/interop_pb.js";
import { expect, failure } from "./expect.mjs";
import { unexpected } from "./unexpected.mjs";

const LIMIT = 64 * 1024;
const VALUES = { headers: [["x-case", "Value1"], ["x-case", "Value2"], ["x-case", "Value1"]] };
const ALL = "Value1, Value2, Value1";
const bounded = { timeoutMs: 10_000 };
const codes = Object.values(Code).filter((code) => typeof code === "number");

async function* each(requests) {
  for (const request of requests) {
    yield request;
  }
}

/** A client whose calls with streams all return what came before the end, or a failure, and the metadata. */
class Caller {
  constructor(transport) {
    this.stub = createClient(Cases, transport);
  }

  async call(kind, requests, options = bounded) {
    const found = { texts: [], requests: 0 };
    const receiving = {
      ...options,
      onHeader: (received) => (found.header = received),
      onTrailer: (received) => (found.trailer = received),
    };
    const take = ({ text, requests: count }) => {
      found.texts.push(text);
      found.requests = count;
    };
    try {
      switch (kind) {
        case "unary":
          take(await this.stub.unary(requests[0], receiving));
          break;
        case "collect":
          take(await this.stub.collect(each(requests), receiving));
          break;
        default:
          for await (const answer of kind === "expand"
            ? this.stub.expand(requests[0], receiving)
            : this.stub.converse(each(requests), receiving)) {
            take(answer);
          }
      }
    } catch (error) {
      found.error = error;
    }
    return found;
  }
}

const parameterStreams = ["collect", "converse"];
const resultStreams = ["expand", "converse"];

/** The kinds of calls that a protocol has here, and how the answer to one request with two answers looks. */
function kindsOf(parameters) {
  return parameters === "none" ? ["unary", "expand"] : ["unary", "collect", "expand", "converse"];
}

const two = (kind) => (resultStreams.includes(kind) ? ["a", "b"] : ["a"]);

const suites = {
  async "basic: success"(caller, kind) {
    const requests = parameterStreams.includes(kind) ? [{ answers: ["a", "b"] }, {}] : [{ answers: ["a", "b"] }];
    const found = await caller.call(kind, requests);
    expect([found.error, found.texts], [undefined, two(kind)]);
    expect(found.requests, kind === "collect" ? 2 : 1);
  },

  async "basic: no requests, no answers"(caller, kind) {
    const none = await caller.call(kind, kind === "unary" || kind === "expand" ? [{}] : []);
    expect([none.error, none.texts], [undefined, resultStreams.includes(kind) ? [] : [""]]);
  },

  async "empty messages"(caller, kind) {
    const found = await caller.call(kind, [{}]);
    expect([found.error, found.requests], [undefined, resultStreams.includes(kind) ? 0 : 1]);
  },

  async "duplicate metadata"(caller, kind) {
    const good = await caller.call(kind, [{ answers: ["a"] }], { ...bounded, ...VALUES });
    expect(good.error, undefined);
    expect([good.header.get("x-case"), good.trailer.get("x-trailer")], [ALL, ALL]);
    for (const answers of [["a"], []]) {
      const bad = await caller.call(kind, [{ answers, code: Code.Aborted, message: "m" }], { ...bounded, ...VALUES });
      expect([bad.error.code, bad.error.metadata.get("x-trailer")], [Code.Aborted, ALL]);
      expect(bad.texts, resultStreams.includes(kind) ? answers : []);
    }
  },

  async "errors: each code"(caller, kind) {
    for (const code of codes) {
      const { error } = await caller.call(kind, [{ code, message: `code ${code}` }]);
      expect([error?.code, error?.rawMessage], [code, `code ${code}`]);
    }
  },

  async "errors: a text in Unicode, more requests, answers before"(caller, kind) {
    const message = "\u00e4 \u65e5\u672c \u{1f600} %25 \n";
    const found = await caller.call(kind, [{ answers: ["a", "b"], code: Code.DataLoss, message }, {}]);
    expect([found.error?.code, found.error?.rawMessage], [Code.DataLoss, message]);
    expect(found.texts, resultStreams.includes(kind) ? ["a", "b"] : []);
  },

  async timeouts(caller, kind) {
    const { error } = await caller.call(kind, [{ hangs: true }], { timeoutMs: 200 });
    expect(error?.code, Code.DeadlineExceeded);
  },

  async "deadline propagation"(caller, kind) {
    const { header } = await caller.call(kind, [{}], { timeoutMs: 9_000 });
    const left = Number(header.get("x-left"));
    expect(left > 4_000 && left <= 9_000, true);
  },

  async "message size"(caller, kind) {
    // The empty fields take no bytes; the padding has a byte for its field and three for its length.
    const padded = (length) => ({ padding: new Uint8Array(length - 4) });
    expect(toBinary(CaseSchema, create(CaseSchema, padded(LIMIT))).length, LIMIT);
    expect((await caller.call(kind, [padded(LIMIT)])).error, undefined);
    expect((await caller.call(kind, [padded(LIMIT + 10)])).error?.code, Code.ResourceExhausted);
    if (parameterStreams.includes(kind)) {
      expect((await caller.call(kind, [padded(LIMIT), padded(LIMIT)])).error, undefined);
      expect((await caller.call(kind, [padded(LIMIT), padded(LIMIT + 10)])).error?.code, Code.ResourceExhausted);
    }
  },
};

function* transports(baseUrl) {
  const h1 = { baseUrl, httpVersion: "1.1" };
  const h2 = { baseUrl, httpVersion: "2" };
  for (const [http, options] of [["HTTP/1.1", h1], ["HTTP/2", h2]]) {
    for (const [format, useBinaryFormat] of [["JSON", false], ["protobuf", true]]) {
      const name = `Connect, ${format}, ${http}`;
      yield [name, node.createConnectTransport({ ...options, useBinaryFormat }), "streams"];
    }
    yield [`gRPC-Web, ${http}`, node.createGrpcWebTransport(options), "none"];
  }
  yield ["gRPC", node.createGrpcTransport(h2), "streams"];
}

async function main(url) {
  let failed = 0;
  const attempt = async (name, run) => {
    try {
      await run();
    } catch (error) {
      failed++;
      console.log(`${name}: ${error.message}`);
    }
  };
  for (const [name, transport, parameters] of transports(url)) {
    const caller = new Caller(transport);
    for (const [suite, run] of Object.entries(suites)) {
      if (suite !== "message size" || !name.includes("JSON")) {
        for (const kind of kindsOf(parameters)) {
          await attempt(`${name}, ${suite}, ${kind}`, () => run(caller, kind));
        }
      }
    }
    console.log(`${name}: done`);
  }
  for (const [name, run] of unexpected(url)) {
    await attempt(name, run);
  }
  console.log(failed === 0 ? "all as expected" : `${failed} failed`);
  return failed;
}

main(...process.argv.slice(2)).then(
  (failed) => process.exit(failed === 0 ? 0 : 1),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
