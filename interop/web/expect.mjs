// What the tests of all clients need.
import { ConnectError } from "@connectrpc/connect";

function same(found, expected) {
  if (found instanceof Uint8Array && expected instanceof Uint8Array) {
    return found.length === expected.length && found.every((each, i) => each === expected[i]);
  }
  if (Array.isArray(found) && Array.isArray(expected)) {
    return found.length === expected.length && found.every((each, i) => same(each, expected[i]));
  }
  return Object.is(found, expected);
}

const shown = (value) => {
  const text = JSON.stringify(value, (_, each) => (typeof each === "bigint" ? `${each}n` : each)) ?? String(value);
  return text.length > 300 ? `${text.slice(0, 300)}... (${text.length} characters)` : text;
};

/** Fails unless two values, or arrays of values, are the same. */
export function expect(found, expected) {
  if (!same(found, expected)) {
    throw new Error(`found: ${shown(found)} (expected: ${shown(expected)})`);
  }
}

/** Returns the failure of a call. */
export async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ConnectError || "code" in error) {
      return error;
    }
    throw error;
  }
  throw new Error("the call succeeded (expected: a failure)");
}

/** Returns the texts of a stream. */
export async function texts(stream) {
  const found = [];
  for await (const each of stream) {
    found.push(each.text);
  }
  return found;
}

/** The texts from 0 up to a number, without it. */
export const numbers = (end) => Array.from({ length: end }, (_, i) => String(i));
