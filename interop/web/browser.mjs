// Opens a page in Chromium, which has it from one origin, on the port given, and makes its calls at another.
// Prints what the page says, and the versions of HTTP that answered; fails if the browser does not start.
import { createServer } from "node:http";
import { build } from "esbuild";
import { launch } from "./launch.mjs";

async function bundle() {
  const built = await build({ entryPoints: ["page.mjs"], bundle: true, write: false, format: "iife" });
  return built.outputFiles[0].text;
}

function serve(port, script) {
  const page = '<!doctype html><meta charset="utf-8"><title>interop</title><script src="/page.js"></script>';
  const server = createServer((request, response) => {
    const [type, body] = request.url === "/page.js" ? ["text/javascript", script] : ["text/html", page];
    response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(body);
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}

async function main(port, protocols, url) {
  const server = await serve(Number(port), await bundle());
  const browser = await launch();
  try {
    const page = await browser.newPage({ ignoreHTTPSErrors: true });
    const answered = [];
    page.on("response", (response) => response.url().startsWith(url) && answered.push(response.httpVersion()));
    await page.goto(`http://127.0.0.1:${port}/`);
    const said = await page.evaluate(([first, second]) => window.callAll(first, second), [protocols, url]);
    said.forEach((line) => console.log(line.split("\n")[0]));
    console.log(`answered by: ${[...new Set(await Promise.all(answered))].sort().join(", ")}`);
  } finally {
    await browser.close();
    server.close();
  }
}

main(...process.argv.slice(2)).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
