#!/bin/sh
# A run whose disk becomes full in the middle: it ends with a clear message, nothing that was written is torn, and
# with room again the same command goes on to the results of a run that was never disturbed. Needs root (a small
# disk in memory is mounted), and asks no model.
#   LOCOMO  the program (default: the launcher of this checkout)
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
locomo=${LOCOMO:-$root/locomo}
data=$root/data/locomo-demo.json
[ "$(id -u)" -eq 0 ] || { echo "skipped: mounting a small disk needs root"; exit 0; }

work=$(mktemp -d)
disk=$work/disk
mkdir "$disk"
mount -t tmpfs -o size=2m tmpfs "$disk" || { echo "skipped: no disk in memory can be mounted here"; rmdir "$disk" "$work"; exit 0; }
trap 'umount "$disk"; rm -rf "$work"' EXIT

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# Runs with what is left of the disk, in KiB; the exit code is in $code, the messages in $work/err.
run_with() {
  rm -f "$disk/ballast"
  free=$(df --output=avail -k "$disk" | tail -n 1)
  if [ "$1" -lt "$free" ]; then
    dd if=/dev/zero of="$disk/ballast" bs=1024 count=$((free - $1)) 2>/dev/null
  fi
  shift
  code=0
  "$locomo" eval-qa --data-file "$data" --model extractive --concurrency 1 --run "$disk/run" \
    --out-file "$disk/answers.json" "$@" >"$work/out" 2>"$work/err" || code=$?
}

whole_lines() {
  [ ! -f "$1" ] || python3 - "$1" <<'END' || fail "$1 holds a torn line"
import json, sys
text = open(sys.argv[1], encoding="utf-8").read()
lines = text.split("\n")
assert lines[-1] == "", "no line feed at the end"
for line in lines[:-1]:
    json.loads(line)
END
}

"$locomo" eval-qa --data-file "$data" --model extractive --concurrency 1 --run "$work/undisturbed" \
  --out-file "$work/answers.json" >"$work/expected"

for left in 4 16 32 48 64 96; do
  run_with "$left"
  [ "$code" -eq 2 ] || [ "$code" -eq 0 ] || fail "with $left KiB left the exit code was $code: $(cat "$work/err")"
  if [ "$code" -eq 2 ]; then
    grep -q "cannot write .*No space left on device" "$work/err" || fail "no clear message: $(cat "$work/err")"
    ! grep -q "at dev\.locomo" "$work/err" || fail "a stack trace"
  fi
  whole_lines "$disk/run/predictions.jsonl"
  [ ! -s "$disk/answers.json" ] || python3 -m json.tool "$disk/answers.json" >/dev/null || fail "a torn output file"
  echo "with $left KiB left: exit code $code, $(wc -l 2>/dev/null <"$disk/run/predictions.jsonl") answers on record"
done

run_with 2000000
[ "$code" -eq 0 ] || fail "with room again the exit code was $code: $(cat "$work/err")"
cmp "$work/undisturbed/scores.jsonl" "$disk/run/scores.jsonl" || fail "other scores"
cmp "$work/answers.json" "$disk/answers.json" || fail "another output file"
grep -q '"status" : "complete"' "$disk/run/manifest.json" || fail "the run is not complete"
[ -z "$(find "$disk" -name '*.part')" ] || fail "parts of files are left"
echo "ok: the same scores and output file as a run that was never disturbed"
