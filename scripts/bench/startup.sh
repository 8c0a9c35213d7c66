#!/bin/sh
# Whole-process times of short calls: median of RUNS after one warm-up, and the largest peak memory.
#   scripts/bench/startup.sh DATA_FILE PREDICTIONS [RUNS]
# Needs GNU time (/usr/bin/time).
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
data=$1
predictions=$2
runs=${3:-9}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

measure() {
  name=$1
  shift
  : >"$work/times"
  i=0
  while [ $i -le "$runs" ]; do
    rm -rf "$work/run" "$work/out.json"
    /usr/bin/time -o "$work/one" -f '%e %M' "$@" >/dev/null 2>&1 || true
    [ $i -eq 0 ] || tail -n 1 "$work/one" >>"$work/times"
    i=$((i + 1))
  done
  sort -n "$work/times" | awk -v name="$name" '{ wall[NR] = $1; if ($2 > peak) peak = $2 }
    END { printf "%-10s median %.2f s, %.2f to %.2f s, peak %d MiB\n", name, wall[int((NR + 1) / 2)], wall[1], wall[NR], peak / 1024 }'
}

"$root/locomo" --version >/dev/null
measure help "$root/locomo" --help
measure score "$root/locomo" score --data-file "$data" --predictions "$predictions"
measure eval-qa "$root/locomo" eval-qa --data-file "$data" --model extractive --run "$work/run" --out-file "$work/out.json"
