#!/bin/sh
# How close a run against a slow server comes to the ideal, N x latency / concurrency, whole process.
#   scripts/bench/concurrency.sh DATA_FILE [LATENCY_MILLIS] [CONCURRENCY]
# LOCOMO_BENCH_OPTIONS has further options of eval-qa, such as --context none.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${1:-$root/data/locomo-demo.json}
millis=${2:-200}
concurrency=${3:-64}
port=18931
java=${JAVA_HOME:?a JDK 25}/bin/java
work=$(mktemp -d)
"$java" "$root/scripts/bench/SlowServer.java" $port "$millis" &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
until curl -sf "http://127.0.0.1:$port/" >/dev/null 2>&1; do sleep 0.2; done
"$root/locomo" --version >/dev/null
start=$(date +%s%N)
# shellcheck disable=SC2086  # options are meant to be split
OPENAI_API_KEY=none "$root/locomo" eval-qa --data-file "$data" --model openai:slow --no-cache \
  --base-url "http://127.0.0.1:$port/v1" --concurrency "$concurrency" --adversarial free ${LOCOMO_BENCH_OPTIONS:-} \
  --run "$work/run" --json >"$work/out.json"
end=$(date +%s%N)
requests=$(curl -s "http://127.0.0.1:$port/")
awk -v n="$requests" -v ms="$millis" -v c="$concurrency" -v ns=$((end - start)) 'BEGIN {
  ideal = n * ms / c / 1000; wall = ns / 1e9
  printf "%d requests of %d ms, %d at once: ideal %.2f s, whole process %.2f s, ratio %.3f\n",
    n, ms, c, ideal, wall, wall / ideal }'
