// Opens the pages of a server of `locomo view`: what its pages link to, once for each kind of page of each run; see view.sh.
import { check } from "./pages.mjs";

const [base] = process.argv.slice(2);
const { runs } = await (await fetch(`${base}/v1/runs`)).json();
const asked = runs.filter(({ task, state }) => task === "eval-qa" && state === "complete");
const pair = asked.filter((run) => run.data_sha256 === asked[0].data_sha256).slice(0, 2).map(({ run }) => `run=${encodeURIComponent(run)}`);

/** Links that differ only in the question, item or conversation that they name are of one kind. */
function kind(link) {
  const { pathname, searchParams } = new URL(link, base);
  return [pathname, ...new Set(searchParams.keys()), searchParams.get("file"), searchParams.get("order")].join(" ");
}

let kinds = new Set();
await check(base, ["/", "/live", "/data", `/compare?${pair.join("&")}`], async (page, path) => {
  if (path === "/") kinds = new Set();
  const links = await page.$$eval("a[href]:not([download])", (all) => all.map((a) => a.href));
  const paths = links.filter((link) => link.startsWith(`${base}/`)).map((link) => link.slice(base.length).replace(/#.*/, ""));
  return paths.filter((next) => !next.startsWith("/v1/") && kinds.size < kinds.add(kind(next)).size);
});
