// Uses the demo page of the example server as its visitors do, and prints what it shows.
import { launch } from "./launch.mjs";

async function main(url, screenshot) {
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 800, height: 900 } });
    await page.goto(url);
    await page.fill("#hello input", "Ann");
    await page.click("#hello button");
    await page.waitForFunction(() => document.getElementById("greeting").textContent !== "");
    await page.fill("#ticker [name=count]", "3");
    await page.click("#ticker button");
    await page.waitForFunction(() => document.getElementById("prices").textContent.endsWith("that is all"));
    console.log(await page.textContent("#greeting"));
    console.log(await page.textContent("#prices"));
    if (screenshot) await page.screenshot({ path: screenshot });

    await page.fill("#ticker [name=count]", "100000");
    await page.click("#ticker button");
    await page.waitForFunction(() => document.getElementById("prices").textContent.includes("\n"));
    await page.click("#stop");
    await page.waitForFunction(() => document.getElementById("prices").textContent.endsWith("stopped"));
    await page.fill("#ticker [name=count]", "0");
    await page.click("#ticker button");
    await page.waitForFunction(() => document.getElementById("prices").textContent.startsWith("invalid_argument"));
    console.log("stopped, and refused");
  } finally {
    await browser.close();
  }
}

main(...process.argv.slice(2)).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
