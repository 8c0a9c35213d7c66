#!/usr/bin/env bash
# Every kind of page of every run that `locomo view` shows, in a real browser; pages.mjs says what is wrong with a page.
# Skips where npm or chromium is missing.
#
#   scripts/check/view.sh LOCOMO RUNS_DIR DATA_FILE [SCREENSHOTS]
#
# LOCOMO is the program, for example ./locomo. RUNS_DIR holds at least one run of eval-qa.
set -euo pipefail
locomo=$(readlink -f "$1") runs=$(readlink -f "$2") data=$(readlink -f "$3")
export SCREENSHOTS=${4:+$(readlink -f "$4")}
# shellcheck source=scripts/check/browser.sh
. "$(dirname "$0")/browser.sh"
cd "$work"
"$locomo" view "$runs" --data-file "$data" --port 0 --retriever bm25 > out 2> err &
server=$!
for _ in $(seq 300); do grep -q "locomo view at" out && break; sleep 0.2; done
url=$(sed -n 's/^locomo view at \([^ ]*\).*/\1/p' out)
[ -n "$url" ] || { cat err; exit 1; }
node view.mjs "${url%/}"
