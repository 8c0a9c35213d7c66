#!/bin/sh
# How the time of a run falls with the number of its shards: all of them start at once on this machine and ask a server
# that takes its time, so that the ideal is questions x latency / (shards x concurrency). Whole processes are timed,
# from the first start to the last end; then the shards are merged.
#   scripts/bench/shards.sh [DATA_FILE] [LATENCY_MILLIS] [CONCURRENCY] [SHARDS...]
# One call at a time in each shard is the default, for the machine has to start as many programs as there are shards:
# that takes processors, and asking does not.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${1:-$root/data/locomo-demo.json}
millis=${2:-100}
concurrency=${3:-1}
if [ $# -gt 3 ]; then shift 3; else set -- 1 2 3 4 5 6 7 8; fi
locomo=${LOCOMO:-$root/locomo}
port=18932
work=$(mktemp -d)
"${JAVA_HOME:?a JDK 25}/bin/java" "$root/scripts/bench/SlowServer.java" $port "$millis" &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
until curl -sf "http://127.0.0.1:$port/" >/dev/null 2>&1; do sleep 0.2; done
export OPENAI_API_KEY=none
"$locomo" --version >/dev/null
asked=0
echo "| shards | requests | ideal s | time s | time / ideal | merged as one shard |"
echo "|---|---|---|---|---|---|"
for shards in "$@"; do
  start=$(date +%s%N)
  pids=
  shard=1
  while [ $shard -le "$shards" ]; do
    # shellcheck disable=SC2086  # options are meant to be split
    "$locomo" eval-qa --data-file "$data" --model openai:slow --base-url "http://127.0.0.1:$port/v1" --no-cache \
      --adversarial free --context none --concurrency "$concurrency" ${LOCOMO_BENCH_OPTIONS:-} \
      --shard $shard/"$shards" --run "$work/$shards/shard-$shard" >"$work/$shards-$shard.log" 2>&1 &
    pids="$pids $!"
    shard=$((shard + 1))
  done
  for pid in $pids; do wait "$pid"; done
  end=$(date +%s%N)
  now=$(curl -s "http://127.0.0.1:$port/")
  whole=$work/$shards/shard-1
  if [ "$shards" -gt 1 ]; then
    whole=$work/$shards/whole
    "$locomo" merge --out "$whole" "$work/$shards"/shard-* >/dev/null
  fi
  cp "$whole/scores.jsonl" "$work/$shards.jsonl"
  [ -e "$work/first.jsonl" ] || cp "$work/$shards.jsonl" "$work/first.jsonl"
  same=no
  if cmp -s "$work/first.jsonl" "$work/$shards.jsonl"; then same=yes; fi
  awk -v s="$shards" -v n=$((now - asked)) -v ms="$millis" -v c="$concurrency" -v ns=$((end - start)) -v same=$same 'BEGIN {
    ideal = n * ms / c / s / 1000; wall = ns / 1e9
    printf "| %d | %d | %.2f | %.2f | %.3f | %s |\n", s, n, ideal, wall, wall / ideal, same }'
  asked=$now
done
