// Opens every page of a server of `locomo view`; see view.sh.
import { readFileSync, mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const [executablePath, base, shots] = process.argv.slice(2);
const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const get = async (path) => (await fetch(base + path)).json();
const enc = encodeURIComponent;

const runs = (await get("/v1/runs")).runs;
const data = (await get("/v1/data")).data;
const pages = ["/", "/live", "/data", "/compare"];
for (const task of new Set(runs.map((r) => r.task))) {
  const run = runs.find((r) => r.task === task);
  pages.push(`/runs/${enc(run.run)}`, `/runs/${enc(run.run)}/report`);
  if (task === "generate") pages.push(`/runs/${enc(run.run)}/data`);
  if (task === "eval-qa") {
    const found = (await get(`/v1/runs/${enc(run.run)}/questions?order=worst`)).questions;
    pages.push(`/runs/${enc(run.run)}/questions?order=worst`);
    pages.push(`/runs/${enc(run.run)}/question?id=${enc(found[0].question_id)}`);
    const html = await (await fetch(`${base}/runs/${enc(run.run)}`)).text();
    const label = html.match(/\/label\/[0-9a-f]+/)[0];
    pages.push(label, `${label}?by=check&count=5`);
  } else {
    pages.push(`/runs/${enc(run.run)}/items?order=worst`);
    const scores = (await get(`/v1/runs/${enc(run.run)}/scores`)).scores;
    const key = scores[0] && (scores[0].question_id || scores[0].turn || scores[0].unit);
    if (key) pages.push(`/runs/${enc(run.run)}/item?id=${enc(key)}`);
  }
}
const asked = runs.filter((r) => r.task === "eval-qa" && r.state === "complete");
if (asked.length > 1) pages.push(`/compare?run=${enc(asked[0].run)}&run=${enc(asked[1].run)}`);
for (const set of data) {
  pages.push(`/data/${enc(set.data_file)}`);
  pages.push(`/data/${enc(set.data_file)}/conversation?id=${enc(set.samples[0])}`);
}

for (const run of asked) {
  const lines = `/runs/${enc(run.run)}/items?file=memory.jsonl`;
  const html = await (await fetch(base + lines)).text();
  if (html.includes("item?id=")) pages.push(lines, html.match(/\/runs\/[^"]*item\?id=[^"]*/)[0]);
}

const browser = await chromium.launch({
  executablePath,
  args: ("--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    + "--disable-component-update --disable-sync").split(" "),
});
let wrong = 0;
for (const colorScheme of ["light", "dark"]) {
  for (const width of [390, 1280]) {
    const context = await browser.newContext({ viewport: { width, height: 1400 }, colorScheme });
    const page = await context.newPage();
    const messages = [];
    page.on("console", (m) => messages.push(m.text()));
    page.on("pageerror", (e) => messages.push(String(e)));
    for (const path of pages) {
      messages.length = 0;
      await page.goto(base + path);
      const found = [...messages];
      const [wide, paint] = await page.evaluate(() => [
        document.documentElement.scrollWidth > document.documentElement.clientWidth,
        performance.getEntriesByName("first-contentful-paint").map((e) => Math.round(e.startTime))[0],
      ]);
      if (wide) found.push("wider than the window");
      if (shots) {
        mkdirSync(shots, { recursive: true });
        const name = path.replace(/[^a-z0-9]+/gi, "_").slice(0, 60);
        await page.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png` });
      }
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
      for (const v of violations.filter((v) => ["serious", "critical"].includes(v.impact))) {
        found.push(`${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target).join(", ")}`);
      }
      wrong += found.length;
      console.log(width, colorScheme, path, paint === undefined ? "" : `${paint} ms`, found.join("; "));
    }
    await context.close();
  }
}
await browser.close();
console.log(wrong === 0 ? "no complaints" : `${wrong} complaints`);
process.exit(wrong === 0 ? 0 : 1);
