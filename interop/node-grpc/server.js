// Serves interop.Texts on the port given, with TLS if the files of an authority, a certificate and its key are given; then
// it serves only clients with a certificate of that authority, unless the authority is "-".
const fs = require("fs");
const { Readable } = require("stream");
const grpc = require("@grpc/grpc-js");
const { Texts } = require("./texts");

let begun = 0;
let ended = 0;

const text = (value) => ({ text: value });

function failure() {
  const metadata = new grpc.Metadata();
  metadata.set("why", "because");
  return { code: grpc.status.NOT_FOUND, details: "nobody is called 100% \u00e4", metadata };
}

function hello(call, answer) {
  switch (call.request.text) {
    case "fail":
      return answer(failure());
    case "begun":
      return answer(null, text(String(begun)));
    case "ended":
      return answer(null, text(String(ended)));
    case "deadline":
      return answer(null, text(String(call.getDeadline() - Date.now())));
  }
  const header = new grpc.Metadata();
  header.set("greeted", call.metadata.get("who").join());
  call.metadata.get("raw-bin").forEach((value) => header.add("raw-bin", value));
  call.sendMetadata(header);
  answer(null, text(`Hello, ${call.request.text}!`));
}

function count(call) {
  const [end, fail] = call.request.text.split(" ");
  function* numbers() {
    for (let i = 0; i < Number(end); i++) {
      yield text(String(i));
    }
  }
  const found = Readable.from(numbers());
  // Also emitted after the end of a call that was answered in full.
  call.on("cancelled", () => {
    if (!found.readableEnded) {
      ended++;
      found.destroy();
    }
  });
  found.pipe(call, { end: !fail });
  if (fail) {
    found.on("end", () => call.emit("error", failure()));
  }
}

function join(call, answer) {
  const parts = [];
  call.on("data", (part) => parts.push(part.text));
  call.on("end", () => answer(null, text(parts.join("+"))));
}

function shout(call) {
  call.on("data", (word) => call.write(text(word.text + "!")));
  call.on("end", () => call.end());
}

function never(call) {
  begun++;
  call.on("cancelled", () => ended++);
}

function main(port, authority, certificate, key) {
  const read = (file) => fs.readFileSync(file);
  const mutual = authority !== "-";
  const credentials = authority
    ? grpc.ServerCredentials.createSsl(
        mutual ? read(authority) : null,
        [{ private_key: read(key), cert_chain: read(certificate) }],
        mutual,
      )
    : grpc.ServerCredentials.createInsecure();
  const server = new grpc.Server();
  server.addService(Texts.service, { hello, count, join, shout, never });
  server.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) => {
    if (error) {
      throw error;
    }
    console.log(`listening on 127.0.0.1:${bound}`);
  });
}

main(...process.argv.slice(2));
