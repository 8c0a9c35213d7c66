#!/usr/bin/env bash
# How fast a run of 1,986 questions gets into a store: a made-up run, SQLite, and the server of LOCOMO_STORE where that is set.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 - "$work" <<'PY'
import json, sys
samples = []
for s in range(10):
    turns = [{"speaker": "Ida" if t % 2 else "Ole", "dia_id": f"D1:{t + 1}", "text": f"Line {t} is about thing {s}-{t}."}
             for t in range(400)]
    qa = [{"question": f"What is line {q} of talk {s} about?", "answer": f"thing {s}-{q}", "evidence": [f"D1:{q + 1}"],
           "category": 1 + q % 4} for q in range(199 if s < 6 else 198)]
    samples.append({"sample_id": f"talk-{s}", "qa": qa, "conversation": {
        "speaker_a": "Ida", "speaker_b": "Ole", "session_1_date_time": "1:56 pm on 8 May, 2023", "session_1": turns},
        "event_summary": {}, "observation": {}, "session_summary": {}})
json.dump(samples, open(sys.argv[1] + "/talks.json", "w"))
PY

./locomo eval-qa --data-file "$work/talks.json" --run "$work/run" > /dev/null
rows=$(cat "$work/run/predictions.jsonl" "$work/run/scores.jsonl" | wc -l)

measure() { # store
  local before after
  ./locomo runs list --store "$1" > /dev/null 2>&1 || true # the tables, on a server
  before=$(date +%s%N)
  ./locomo runs import "$work/run" --store "$1" > /dev/null
  after=$(date +%s%N)
  awk -v n="$rows" -v t="$(((after - before) / 1000000))" -v s="${1%%\?*}" \
    'BEGIN { printf "%s: %d rows in %.2f s, start of Java included: %.0f rows/s\n", s, n, t / 1000, n * 1000 / t }'
}
measure "$work/results.db"
if [ -n "${LOCOMO_STORE:-}" ]; then
  measure "$LOCOMO_STORE"
fi
