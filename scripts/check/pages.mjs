// Opens pages in a real browser: 390 and 1280 pixels wide, light and dark. What it finds wrong with a page is a complaint: a
// console message, an exception, an answer that is an error, a page wider than the window, a serious finding of axe-core.
// CHROMIUM is the browser's program; SCREENSHOTS, where set, the folder for a picture of each page. See browser.sh.
import { mkdirSync, readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const { CHROMIUM, SCREENSHOTS } = process.env;
const quiet = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
  + "--disable-component-update --disable-sync";

/** A picture of the page as it is, where pictures were asked for; its name tells the width and the colours. */
export async function shoot(page, name) {
  if (!SCREENSHOTS) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  const colours = await page.evaluate(() => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  const file = `${name.replace(/[^a-z0-9]+/gi, "_").slice(0, 150)}-${page.viewportSize().width}-${colours}.png`;
  await page.screenshot({ path: `${SCREENSHOTS}/${file}` });
}

/**
 * Opens each of the paths under an address, prints a line for each, and ends the process: 0 where there was no complaint.
 * After a page has been looked at, more(page, path) may look further: it throws what is wrong, and gives paths to open, too.
 */
export async function check(base, paths, more = async () => []) {
  const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: quiet.split(" ") });
  let opened = 0;
  let wrong = 0;
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [390, 1280]) {
      const context = await browser.newContext({ viewport: { width, height: 1400 }, colorScheme });
      // A machine with much else to do takes longer than the 30 s that are the default.
      context.setDefaultTimeout(300_000);
      const page = await context.newPage();
      const messages = [];
      page.on("console", (message) => messages.push(message.text()));
      page.on("pageerror", (error) => messages.push(String(error)));
      const open = [...paths];
      for (const path of open) {
        const found = [];
        let paint = "no paint";
        messages.length = 0;
        try {
          const answer = await page.goto(base + path);
          if (answer && answer.status() >= 400) found.push(`status ${answer.status()}`);
          paint = await page.evaluate(firstPaint);
          found.push(...await looks(page, axe));
          await shoot(page, path);
          open.push(...(await more(page, path) ?? []).filter((next) => !open.includes(next)));
        } catch (error) {
          found.push(String(error));
        }
        found.push(...messages);
        opened++;
        wrong += found.length;
        console.log(width, colorScheme, path, paint, found.join("; "));
      }
      await context.close();
    }
  }
  await browser.close();
  console.log(`${opened} pages opened: ${wrong === 0 ? "no complaints" : `${wrong} complaints`}`);
  process.exit(wrong === 0 && opened > 0 ? 0 : 1);
}

/** When the first text was painted, which is often after a page has loaded. */
function firstPaint() {
  return new Promise((told) => {
    setTimeout(() => told("no paint"), 10_000);
    new PerformanceObserver((list) => list.getEntriesByName("first-contentful-paint")
      .forEach((paint) => told(`${Math.round(paint.startTime)} ms`))).observe({ type: "paint", buffered: true });
  });
}

async function looks(page, axe) {
  const found = [];
  if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) {
    found.push("wider than the window");
  }
  await page.evaluate(axe);
  // Without preload: a page from a file may not read its style sheet as data, and the browser says so.
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"], preload: false }));
  for (const violation of violations.filter(({ impact }) => ["serious", "critical"].includes(impact))) {
    found.push(`${violation.id}: ${violation.nodes.slice(0, 3).map((node) => node.target).join(", ")}`);
  }
  return found;
}
