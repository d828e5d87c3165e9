// Calls the service interop.Texts on a server at the address given, in all four kinds, and says so if all was as expected.
// With the files of an authority, a certificate and its key, or of an authority alone, it does so with TLS.
const fs = require("fs");
const { isDeepStrictEqual, promisify } = require("util");
const grpc = require("@grpc/grpc-js");
const { Texts } = require("./texts");

function expect(found, expected) {
  if (!isDeepStrictEqual(found, expected)) {
    throw new Error(`found: ${JSON.stringify(found)} (expected: ${JSON.stringify(expected)})`);
  }
}

const text = (value) => ({ text: value });
const within = (milliseconds) => ({ deadline: Date.now() + milliseconds });
const metadata = new grpc.Metadata();

async function all(stream) {
  const found = [];
  for await (const each of stream) {
    found.push(each.text);
  }
  return found;
}

async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("the call succeeded (expected: a failure)");
}

async function unary(stub, hello, compressed) {
  const sent = new grpc.Metadata();
  sent.set("who", "me");
  sent.add("raw-bin", Buffer.from([0, 1, 255]));
  sent.add("raw-bin", Buffer.alloc(0));
  const [answer, initial] = await new Promise((resolve, reject) => {
    let received;
    const call = stub.hello(text("shen"), sent, within(10_000), (error, message) => {
      error ? reject(error) : resolve([message.text, received]);
    });
    call.on("metadata", (all) => (received = all));
  });
  expect(answer, "Hello, shen!");
  expect(initial.get("greeted"), ["me"]);
  expect(initial.get("raw-bin"), [Buffer.from([0, 1, 255]), Buffer.alloc(0)]);

  expect(await hello(""), "Hello, !");
  const large = "x".repeat(1_000_000);
  expect(await hello(large), `Hello, ${large}!`);
  const packed = promisify(compressed.hello).bind(compressed);
  expect((await packed(text(large), metadata, within(10_000))).text, `Hello, ${large}!`);
  const left = Number(await hello("deadline"));
  expect(left > 5_000 && left <= 10_000, true);
}

async function streams(stub) {
  const numbers = Array.from({ length: 1000 }, (_, i) => String(i));
  expect(await all(stub.count(text("1000"), within(10_000))), numbers);

  const joined = await new Promise((resolve, reject) => {
    const joining = stub.join(within(10_000), (error, answer) => (error ? reject(error) : resolve(answer.text)));
    numbers.forEach((i) => joining.write(text("p" + i)));
    joining.end();
  });
  expect(joined, numbers.map((i) => "p" + i).join("+"));

  // Each answer comes before the next word is said.
  const shouting = stub.shout(within(10_000));
  const answers = shouting[Symbol.asyncIterator]();
  for (const i of numbers) {
    shouting.write(text("w" + i));
    expect((await answers.next()).value.text, `w${i}!`);
  }
  shouting.end();
  expect((await answers.next()).done, true);
}

async function failures(stub, hello) {
  let error = await failure(hello("fail"));
  expect([error.code, error.details], [grpc.status.NOT_FOUND, "nobody is called 100% \u00e4"]);
  expect(error.metadata.get("why"), ["because"]);

  const long = new grpc.Metadata();
  long.set("long", "x".repeat(20_000));
  const called = promisify(stub.hello).bind(stub)(text("shen"), long, within(10_000));
  expect((await failure(called)).code, grpc.status.RESOURCE_EXHAUSTED);

  const failing = stub.count(text("5 fail"), within(10_000));
  const found = [];
  failing.on("data", (each) => found.push(each.text));
  error = await new Promise((resolve) => failing.on("error", resolve));
  expect(found, ["0", "1", "2", "3", "4"]);
  expect([error.code, error.metadata.get("why")], [grpc.status.NOT_FOUND, ["because"]]);
}

async function endings(stub, hello) {
  const awaitAnswer = async (question, expected) => {
    while ((await hello(question)) !== expected);
  };
  const never = (time) => {
    let call;
    const ended = new Promise((resolve) => (call = stub.never(text("x"), within(time), (error) => resolve(error.code))));
    return { call, ended };
  };
  expect(await never(500).ended, grpc.status.DEADLINE_EXCEEDED);
  await awaitAnswer("ended", "1");

  const pending = never(10_000);
  await awaitAnswer("begun", "2");
  pending.call.cancel();
  expect(await pending.ended, grpc.status.CANCELLED);
  await awaitAnswer("ended", "2");

  const endless = stub.count(text("1000000000"), within(10_000));
  endless.on("error", (error) => expect(error.code, grpc.status.CANCELLED));
  let left = 10;
  endless.on("data", () => --left === 0 && endless.cancel());
  await awaitAnswer("ended", "3");
}

async function main(address, authority, certificate, key) {
  const read = (file) => file && fs.readFileSync(file);
  const credentials = authority
    ? grpc.credentials.createSsl(read(authority), read(key), read(certificate))
    : grpc.credentials.createInsecure();
  const stub = new Texts(address, credentials);
  const gzip = { "grpc.default_compression_algorithm": grpc.compressionAlgorithms.gzip };
  const compressed = new Texts(address, credentials, gzip);
  const call = promisify(stub.hello).bind(stub);
  const hello = async (name) => (await call(text(name), metadata, within(10_000))).text;

  await unary(stub, hello, compressed);
  await streams(stub);
  await failures(stub, hello);
  await endings(stub, hello);
  const same = (bytes) => bytes;
  const nothing = promisify(stub.makeUnaryRequest).bind(stub, "/interop.Texts/Nothing", same, same);
  expect((await failure(nothing(Buffer.alloc(0), metadata, within(10_000)))).code, grpc.status.UNIMPLEMENTED);
  stub.close();
  compressed.close();
  console.log("all as expected");
}

main(...process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
