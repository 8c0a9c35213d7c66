#!/usr/bin/env bash
# A run over a queue: 1 to 8 processes, then 4 of which two are killed and one is added on the way. Each run is compared
# byte for byte with that of one process without a queue, and its time with the ideal: questions x latency / (processes x
# concurrency), of a server that takes its time.
#   scripts/check/queue.sh ADDRESS [DATA_FILE] [LATENCY_MILLIS] [CONCURRENCY] [PROCESSES...]
# ADDRESS is a queue as --queue takes it, without #NAME. LOCOMO is the program (default: ./locomo), JAVA_HOME a JDK 25.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
queue=${1:?the address of a Redis server or a PostgreSQL database}
data=${2:-$root/data/locomo-demo.json}
millis=${3:-500}
concurrency=${4:-4}
if [ $# -gt 4 ]; then shift 4; else set -- 1 2 4 8; fi
locomo=${LOCOMO:-$root/locomo}
work=$(mktemp -d)
clean() {
  [ $? = 0 ] || tail -n 5 "$work"/*.log >&2
  # shellcheck disable=SC2046  # one word a process
  kill $(jobs -p) 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap clean EXIT
port=$((20000 + RANDOM % 10000))
"${JAVA_HOME:?a JDK 25}/bin/java" "$root/scripts/bench/SlowServer.java" $port "$millis" &
until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.2; done
export OPENAI_API_KEY=none LOCOMO_HOME=$work/home
how=(--data-file "$data" --model openai:m --base-url "http://127.0.0.1:$port/v1" --context none --adversarial free
  --no-cache --max-unscored 100)

# predictions RUN: what was answered, without what no two runs share
predictions() { sed 's/"latency_ms":[^,}]*//' "$work/$1/predictions.jsonl"; }

same() {
  cmp "$work/one/scores.jsonl" "$work/$1/scores.jsonl"
  cmp "$work/one/report.json" "$work/$1/report.json"
  cmp <(predictions one) <(predictions "$1")
}

# one process of the run NAME, in the background; its number is in $!
process() { "$locomo" eval-qa "${how[@]}" --concurrency "$concurrency" --queue "$queue#$1-$$" --run "$work/$1-$2" \
  >"$work/$1-$2.log" 2>&1 & }

ms() { echo $(($(date +%s%N) / 1000000)); }

"$locomo" eval-qa "${how[@]}" --concurrency 64 --run "$work/one" >"$work/one.log" 2>&1
questions=$(wc -l <"$work/one/predictions.jsonl")
echo "| processes | s | ideal s | ratio | same |"
echo "|---|---|---|---|---|"
for count in "$@"; do
  start=$(ms)
  pids=()
  for ((i = 1; i <= count; i++)); do
    process "n$count" "$i"
    pids+=($!)
  done
  wait "${pids[@]}"
  took=$(($(ms) - start))
  for ((i = 1; i <= count; i++)); do same "n$count-$i"; done
  awk -v n="$count" -v q="$questions" -v l="$millis" -v c="$concurrency" -v t="$took" \
    'BEGIN { i = q * l / (n * c); printf "| %d | %.1f | %.1f | %.2f | yes |\n", n, t / 1000, i / 1000, t / i }'
done

pids=()
for i in 1 2 3 4; do
  process hit "$i"
  pids+=($!)
done
until [ "$(cat "$work"/hit-*/predictions.jsonl 2>/dev/null | wc -l)" -gt $((questions / 4)) ]; do sleep 0.1; done
kill -KILL "${pids[0]}" "${pids[1]}"
process hit 5
pids+=($!)
wait "${pids[@]:2}"
for i in 3 4 5; do same "hit-$i"; done
echo "4 processes, two killed, one added: predictions, scores and report of $questions questions are those of one process"
