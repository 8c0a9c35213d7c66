#!/usr/bin/env bash
# Every page of the site in a real browser: 390 and 1280 pixels, light and dark. Fails on a console message, a page wider than
# the window, a serious finding of axe-core, or a page or search that cannot be had. Skips where npm or chromium is missing.
#
#   scripts/check/site.sh SITE [SCREENSHOTS]
#
# SITE is the folder that mvn -Psite package writes (target/site).
set -euo pipefail
site=$(readlink -f "$1") shots=${2:+$(readlink -f "$2")}
here=$(cd "$(dirname "$0")" && pwd)
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$chromium" ] || ! command -v npm > /dev/null; then
  echo "skipped: no chromium or no npm here"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm install --silent --no-audit --no-fund playwright-core@1 axe-core@4 > /dev/null)
cp "$here/site.mjs" "$work"
(cd "$work" && node site.mjs "$chromium" "$site" "$shots")
