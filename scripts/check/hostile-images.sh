#!/usr/bin/env bash
# Captions a folder of hostile images and a data set of hostile addresses with a tiny random BLIP, and checks
# that every one of them is captioned or named, that the exit code is 1, and that the process stays
# below 2 GiB. Prints what was named and the most memory that each process had.
#
#   PYTHON=python3 scripts/check/hostile-images.sh [LOCOMO]
#
# PYTHON has pillow; LOCOMO is the program (default: the launcher of this checkout).
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
locomo=${1:-$root/locomo}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" "$root/scripts/check/hostile_images.py" "$work/images" "$work/data.json"
echo "$(find "$work/images" -type f | wc -l) files, $(du -shL "$work/images" 2>/dev/null | cut -f1)"
failed=0
check() { # NAME ARGS...
  local name=$1 code=0 kib
  shift
  LOCOMO_HOME=$work/home /usr/bin/time -f "%M" -o "$work/kib" "$locomo" caption "$@" --caption-model \
    "$root/locomo-rag/src/test/resources/dev/locomo/rag/vision/blip" --run "$work/run-$name" \
    >"$work/$name.out" 2>"$work/$name.err" || code=$?
  kib=$(tail -1 "$work/kib")
  echo "== $name: exit code $code, $((kib / 1024)) MiB"
  cat "$work/$name.err" "$work/$name.out"
  [ "$code" = 1 ] && [ "$kib" -lt 2097152 ] || failed=1
}
check folder --images "$work/images" --out-file "$work/folder.jsonl"
check again --images "$work/images" --out-file "$work/again.jsonl" --batch-size 64
check data --data-file "$work/data.json" --out-file "$work/data.jsonl"
for lines in folder again data; do
  if grep -v -e '"caption"' -e '"problem"' "$work/$lines.jsonl"; then failed=1; fi
done
[ $failed = 0 ] && echo "all captioned or named, exit codes 1, below 2 GiB"
exit $failed
