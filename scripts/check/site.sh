#!/usr/bin/env bash
# Every page of the site in a real browser, and its search; pages.mjs says what is wrong with a page. Skips where npm or
# chromium is missing.
#
#   scripts/check/site.sh SITE [SCREENSHOTS]
#
# SITE is the folder that mvn -Psite package writes (target/site).
set -euo pipefail
site=$(readlink -f "$1")
export SCREENSHOTS=${2:+$(readlink -f "$2")}
# shellcheck source=scripts/check/browser.sh
. "$(dirname "$0")/browser.sh"
cd "$work"
node site.mjs "$site"
