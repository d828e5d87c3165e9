// Serves interop.Texts and interop.Lookup by Connect, gRPC-Web and gRPC, over HTTP/1.1 on the first port given and over HTTP/2 on
// the second, 0 for any that is free; with TLS if the files of a certificate and its key are given. Prints both addresses when it is
// ready, and ends when its input is closed.
import { readFileSync } from "node:fs";
import * as http from "node:http";
import * as http2 from "node:http2";
import * as https from "node:https";
import { Code, ConnectError } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { Lookup, NotThereSchema, Texts } from "./gen/interop_pb.js";

let begun = 0;
let ended = 0;

const text = (value) => ({ text: value });

/** Counts a call that is given up before it has ended. */
function watched(context) {
  const watch = { over: false };
  context.signal.addEventListener("abort", () => (ended += watch.over ? 0 : 1));
  return watch;
}

const failure = () => new ConnectError("nobody is called 100% \u00e4", Code.NotFound, { why: "because" });

/** Answers a field of the request that may come several times. */
function answer(context, name, as) {
  const value = context.requestHeader.get(name);
  if (value !== null) {
    value.split(/, ?/).forEach((each) => context.responseHeader.append(as, each));
  }
}

const texts = {
  hello({ text: name }, context) {
    switch (name) {
      case "fail":
        throw failure();
      case "begun":
        return text(String(begun));
      case "ended":
        return text(String(ended));
      case "deadline":
        return text(String(context.timeoutMs()));
    }
    answer(context, "who", "greeted");
    answer(context, "raw-bin", "raw-bin");
    return text(`Hello, ${name}!`);
  },

  async *count({ text: to }, context) {
    const watch = watched(context);
    const [end, fail] = to.split(" ");
    for (let i = 0; i < Number(end); i++) {
      yield text(String(i));
    }
    watch.over = true;
    if (fail) {
      throw failure();
    }
  },

  async join(parts) {
    const all = [];
    for await (const part of parts) {
      all.push(part.text);
    }
    return text(all.join("+"));
  },

  async *shout(words) {
    for await (const word of words) {
      yield text(`${word.text}!`);
    }
  },

  never(_, context) {
    begun++;
    watched(context);
    return new Promise((_, reject) =>
      context.signal.addEventListener("abort", () => reject(new ConnectError("given up", Code.Canceled))),
    );
  },
};

function found(number) {
  if (number < 0n) {
    const message = `nothing has the number ${number}`;
    throw new ConnectError(message, Code.Unknown, undefined, [{ desc: NotThereSchema, value: { message, number } }]);
  }
  return text(`text ${number}`);
}

const lookup = {
  find({ number }, context) {
    answer(context, "who", "greeted");
    context.responseTrailer.set("cost", "7");
    context.responseTrailer.set("cost-bin", "AAH/");
    return found(number);
  },

  async *each({ number: last }) {
    found(last);
    for (let i = 0n; i <= last; i++) {
      yield found(i);
    }
  },
};

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(Number(port), "127.0.0.1", () => resolve(`127.0.0.1:${server.address().port}`));
  });
}

async function main(first, second, certificate, key) {
  const handler = connectNodeAdapter({
    routes: (router) => router.service(Texts, texts).service(Lookup, lookup),
  });
  const files = certificate && { cert: readFileSync(certificate), key: readFileSync(key) };
  const h1 = files ? https.createServer(files, handler) : http.createServer(handler);
  const h2 = files ? http2.createSecureServer(files, handler) : http2.createServer(handler);
  const addresses = [await listen(h1, first), await listen(h2, second)];
  console.log(`listening on ${addresses.join(" ")}`);
  process.stdin.on("end", () => process.exit(0)).resume();
}

main(...process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
