#!/usr/bin/env bash
# Every page of `locomo view` in a real browser: 390 and 1280 pixels, light and dark. Fails on a console message, a page wider
# than the window, a serious finding of axe-core, or a first paint above a limit. Skips where node or chromium is missing.
#
#   scripts/check/view.sh LOCOMO RUNS_DIR DATA_FILE [SCREENSHOTS]
#
# LOCOMO is the program, for example ./locomo. RUNS_DIR holds at least one run of eval-qa.
set -euo pipefail
locomo=$(readlink -f "$1") runs=$(readlink -f "$2") data=$(readlink -f "$3") shots=${4:+$(readlink -f "$4")}
here=$(cd "$(dirname "$0")" && pwd)
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$chromium" ] || ! command -v npm > /dev/null; then
  echo "skipped: no chromium or no npm here"
  exit 0
fi
work=$(mktemp -d)
server=""
trap '[ -z "$server" ] || kill "$server" 2> /dev/null || true; rm -rf "$work"' EXIT
(cd "$work" && npm install --silent --no-audit --no-fund playwright-core@1 axe-core@4 > /dev/null)
cp "$here/view.mjs" "$work"
(cd "$work" && exec "$locomo" view "$runs" --data-file "$data" --port 0 --retriever bm25) > "$work/out" 2> "$work/err" &
server=$!
for _ in $(seq 300); do grep -q "locomo view at" "$work/out" && break; sleep 0.2; done
url=$(sed -n 's/^locomo view at \([^ ]*\).*/\1/p' "$work/out")
[ -n "$url" ] || { cat "$work/err"; exit 1; }
(cd "$work" && node view.mjs "$chromium" "$url" "$shots")
