// Opens pages in a browser, as phones and computers do, and says what is wrong with them. Reads {browser, pages, screenshots} as
// JSON from standard input and writes a list of findings as JSON to standard output; an empty list is a pass.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const task = JSON.parse(await text(process.stdin));

const flags = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

// The narrowest phone that is still in use, a common one, and a computer. axe sees the same words and colours on the
// computer as on the phones, so it looks at each colour scheme once.
const devices = [
  { name: "narrow", viewport: { width: 320, height: 640 }, colorScheme: "light", touch: true, axe: true },
  { name: "phone", viewport: { width: 390, height: 844 }, colorScheme: "dark", touch: true, axe: true },
  { name: "desktop", viewport: { width: 1280, height: 800 }, colorScheme: "light", touch: false, axe: false },
];

const axeTags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const smallestTarget = 44;

// look opens one page on one device and returns what is wrong.
async function look(browser, device, page) {
  const findings = [];
  const find = (what) => findings.push(`${page.name} on ${device.name}: ${what}`);
  const context = await browser.newContext({
    viewport: device.viewport, colorScheme: device.colorScheme, hasTouch: device.touch, isMobile: device.touch, deviceScaleFactor: 2,
  });
  try {
    const tab = await context.newPage();
    tab.on("pageerror", (error) => find(`script error: ${error.message}`));
    tab.on("console", (message) => {
      // The browser reports the page's own status as an error; expecting it is what the test is for.
      const own = message.location().url === page.url && page.status >= 400;
      if (["error", "warning"].includes(message.type()) && !own) find(`console: ${message.text()}`);
    });
    tab.on("request", (request) => {
      if (new URL(request.url()).origin !== new URL(page.url).origin) find(`request to ${new URL(request.url()).origin}`);
    });
    tab.on("requestfailed", (request) => find(`failed request for ${new URL(request.url()).pathname}`));
    const response = await tab.goto(page.url, { waitUntil: "load" });
    if (response.status() !== page.status) find(`status ${response.status()} instead of ${page.status}`);
    // A blank page has no faults: the words must be there first.
    const heading = (await tab.locator("h1").innerText({ timeout: 30_000 })).trim();
    if (!heading.startsWith(page.heading)) find(`heading ${JSON.stringify(heading)} instead of ${JSON.stringify(page.heading)}`);
    for (const finding of await tab.evaluate(measure, { page, smallestTarget })) find(finding);
    if (task.screenshots) await tab.screenshot({ path: join(task.screenshots, `${page.name}-${device.name}.png`), fullPage: page.whole });
    const { violations } = !device.axe ? { violations: [] } : await new AxeBuilder({ page: tab }).withTags(axeTags).analyze();
    for (const violation of violations) find(`axe ${violation.id}: ${violation.help}: ${violation.nodes[0].html}`);
  } finally {
    await context.close();
  }
  return findings;
}

// measure runs in the page.
function measure({ page, smallestTarget }) {
  const found = [];
  const root = document.documentElement;
  if (root.lang !== page.lang) found.push(`lang ${root.lang} instead of ${page.lang}`);
  if (getComputedStyle(root).direction !== page.dir) found.push(`direction ${getComputedStyle(root).direction}`);
  if (root.scrollWidth > root.clientWidth) found.push(`scrolls sideways: ${root.scrollWidth} in ${root.clientWidth} pixels`);
  if (document.scripts.length > 0) found.push("has scripts");
  const button = document.querySelector(".button");
  if (Boolean(button) !== page.button) found.push(button ? "has a start button" : "has no start button");
  if (button && button.getBoundingClientRect().height < smallestTarget) found.push("the button is too small to touch");
  return found;
}

if (task.screenshots) await mkdir(task.screenshots, { recursive: true });
const browser = await chromium.launch({ executablePath: task.browser, args: flags, timeout: 60_000 });
const findings = [];
try {
  for (const page of task.pages) {
    const found = await Promise.all(devices.map((device) => look(browser, device, page)));
    findings.push(...found.flat());
  }
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(findings));
