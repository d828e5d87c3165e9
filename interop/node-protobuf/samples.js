// Reads messages that Tenstep has written as JSON with protobuf-es, which knows them by their descriptors alone.
//
//     samples.js DESCRIPTORS MESSAGES TEXTS
//
// DESCRIPTORS is a FileDescriptorSet. Each line of MESSAGES has a type, a message of it in Base64 and as JSON, with tabs between them.
// The JSON must stand for that message. TEXTS is written: for each message, a line of JSON in each of the ways to write it.
import { readFileSync, writeFileSync } from "node:fs";
import { createFileRegistry, equals, fromBinary, fromJsonString, toBinary, toJsonString } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";

const WAYS = [{}, { useProtoFieldName: true }, { enumAsInteger: true }, { alwaysEmitImplicit: true }];

// Messages with NaN are equal to nothing but in binary, where the entries of maps may be in another order.
function same(schema, one, other) {
  return equals(schema, one, other) || Buffer.compare(toBinary(schema, one), toBinary(schema, other)) === 0;
}

function texts(registry, line) {
  const [type, binary, json] = line.split("\t");
  const schema = registry.getMessage(type);
  if (!schema) {
    throw new Error(`no type ${type}`);
  }
  const expected = fromBinary(schema, Buffer.from(binary, "base64"));
  if (expected.$unknown) {
    throw new Error(`${type} ${json}: fields that the descriptor lacks`);
  }
  const found = fromJsonString(schema, json, { registry });
  if (!same(schema, found, expected)) {
    throw new Error(`${type} ${json}: found ${toJsonString(schema, found)} (expected: ${toJsonString(schema, expected)})`);
  }
  return WAYS.map((way) => toJsonString(schema, expected, { ...way, registry }));
}

const [descriptors, messages, target] = process.argv.slice(2);
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(descriptors)));
const lines = readFileSync(messages, "utf-8").trimEnd().split("\n");
const written = lines.flatMap((line) => texts(registry, line));
writeFileSync(target, written.join("\n") + "\n");
console.log(`all as expected: ${lines.length} messages`);
