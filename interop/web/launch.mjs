// Starts Debian's Chromium without a window.
import { chromium } from "playwright-core";

const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launch = () =>
  chromium.launch({ executablePath: "/usr/bin/chromium", headless: true, args: QUIET, chromiumSandbox: false });
