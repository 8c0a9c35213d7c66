# shellcheck shell=bash
# Sourced by the checks that open pages in a browser. It ends the check with "skipped" where chromium or npm is missing; else
# $work is a folder that goes with the check, with the scripts of this folder and what they import, and CHROMIUM is the browser.
# A server that the check starts and names in $server is stopped with it.
CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$CHROMIUM" ] || ! command -v npm > /dev/null; then
  echo "skipped: no chromium or no npm here"
  exit 0
fi
export CHROMIUM
work=$(mktemp -d) server=""
trap '[ -z "$server" ] || kill "$server" 2> /dev/null || true; rm -rf "$work"' EXIT
(cd "$work" && npm install --silent --no-audit --no-fund playwright-core@1 axe-core@4 > /dev/null)
cp "$(dirname "${BASH_SOURCE[0]}")"/*.mjs "$work"
