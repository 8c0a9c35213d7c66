#!/bin/sh
# Builds the tar twice, from two clones in two folders, and compares: scripts/check/reproducible.sh [COMMIT]
# Takes two whole builds. Both use the Maven repository that is there. Exit code 1 and the first differing files when the
# bytes differ.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
commit=$(git -C "$root" rev-parse "${1:-HEAD}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

for place in one another/deeper/one; do
  mkdir -p "$work/$place"
  git clone --quiet --no-local "$root" "$work/$place/locomo"
  (cd "$work/$place/locomo" && git checkout --quiet "$commit" && mvn -B -q -DskipTests package) >"$work/log" 2>&1 || {
    tail -n 30 "$work/log" >&2
    exit 1
  }
  mv "$work/$place/locomo/locomo-dist/target"/*.tar.gz "$work/$place/"
  rm -rf "$work/$place/locomo"
  sha256sum "$work/$place"/*.tar.gz
done

if cmp "$work"/one/*.tar.gz "$work"/another/deeper/one/*.tar.gz; then
  echo "The same bytes."
  exit 0
fi
for place in one another/deeper/one; do
  mkdir "$work/$place/tree"
  tar -xzf "$work/$place"/*.tar.gz -C "$work/$place/tree"
done
diff -rq "$work/one/tree" "$work/another/deeper/one/tree" | head -n 20
exit 1
