// Opens every page of the site in a folder; see site.sh.
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { chromium } from "playwright-core";

const [executablePath, site, shots] = process.argv.slice(2);
const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const pages = readdirSync(site, { recursive: true }).filter((file) => file.endsWith(".html") && !file.startsWith("api/"));
if (shots) mkdirSync(shots, { recursive: true });

const browser = await chromium.launch({ executablePath, args: "--headless --no-sandbox --disable-gpu --no-first-run".split(" ") });
let wrong = 0;
for (const colorScheme of ["light", "dark"]) {
  for (const width of [390, 1280]) {
    const context = await browser.newContext({ viewport: { width, height: 1400 }, colorScheme });
    // A machine with much else to do takes longer than the 30 s that are the default, to make the search's index for one.
    context.setDefaultTimeout(300_000);
    const page = await context.newPage();
    const messages = [];
    page.on("console", (m) => messages.push(m.text()));
    page.on("pageerror", (e) => messages.push(String(e)));
    const attempt = async (path, look) => {
      const found = [];
      try {
        messages.length = 0;
        await page.goto(`file://${site}/${path}`);
        await look(found);
      } catch (e) {
        found.push(String(e));
      }
      found.push(...messages);
      wrong += found.length;
      if (found.length > 0) console.log(width, colorScheme, path, found.join("; "));
    };
    for (const path of pages) {
      await attempt(path, async (found) => {
        if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) {
          found.push("wider than the window");
        }
        if (shots) await page.screenshot({ path: `${shots}/${path.replace(/[^a-z0-9]+/gi, "_")}-${width}-${colorScheme}.png` });
        await page.evaluate(axe);
        // Without preload: a page from a file may not read its style sheet as data, and the browser says so.
        const { violations } = await page.evaluate(
          () => axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa"], preload: false }));
        for (const v of violations.filter((v) => ["serious", "critical"].includes(v.impact))) {
          found.push(`${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target).join(", ")}`);
        }
      });
    }
    await attempt("index.html", async () => {
      await page.fill("input[type=search]", "calibrate a judge");
      await page.waitForSelector("#found li a");
      const first = await page.textContent("#found li a");
      if (shots) await page.screenshot({ path: `${shots}/search-${width}-${colorScheme}.png` });
      console.log(width, colorScheme, pages.length, "pages; first hit for \"calibrate a judge\":", first);
    });
    await context.close();
  }
}
await browser.close();
console.log(wrong === 0 ? "no complaints" : `${wrong} complaints`);
process.exit(wrong === 0 ? 0 : 1);
