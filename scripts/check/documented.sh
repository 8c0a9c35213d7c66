#!/bin/sh
# Lists the commands of the pages that `mvn verify` does not run (ShellBlocksTest runs all others), with what they need and the
# script that runs them, where there is one; with --run, runs these scripts:
#   scripts/check/documented.sh [--run]
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"

list() {
  find README.md CONTRIBUTING.md SECURITY.md data/README.md docs -name '*.md' | sort | while IFS= read -r page; do
    awk -v page="$page" '
      /^<!-- not run: .* -->$/ { why = $0; sub(/^<!-- not run: /, "", why); sub(/ -->$/, "", why); next }
      why != "" && /^```/ { printf "%s:%d\t%s\n", page, NR, why; why = ""; next }
      { why = "" }' "$page"
  done
}

echo "Run by scripts:"
list | grep 'scripts/check/[a-z-]*\.sh' | sed 's/^/  /'
echo "Not run:"
list | grep -v 'scripts/check/[a-z-]*\.sh' | sed 's/^/  /'

if [ "${1:-}" = --run ]; then
  for script in $(list | grep -o 'scripts/check/[a-z-]*\.sh' | sort -u); do
    echo "== $script"
    "$script"
  done
fi
