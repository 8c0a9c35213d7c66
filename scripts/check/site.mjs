// Lists the pages of the site in a folder, and searches it; see site.sh.
import { readdirSync } from "node:fs";
import { check, shoot } from "./pages.mjs";

const [site] = process.argv.slice(2);
const pages = readdirSync(site, { recursive: true }).filter((file) => file.endsWith(".html") && !file.startsWith("api/"));

await check(`file://${site}/`, pages, async (page, path) => {
  if (path !== "index.html") return;
  await page.fill("input[type=search]", "calibrate a judge");
  await page.waitForSelector("#found li a");
  await shoot(page, "search");
  console.log("first hit for \"calibrate a judge\":", await page.textContent("#found li a"));
});
