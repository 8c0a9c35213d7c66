#!/usr/bin/env bash
# Has the log of a tracked run read by the client of Weights & Biases itself, without an account: as a whole, and cut off in the
# middle, as a killed run leaves it.
#   scripts/check/wandb.sh
# LOCOMO is the program (default: ./locomo), WANDB_CORE the client's wandb-core (default: that of the Python package wandb; exit
# code 77 without).
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
core=${WANDB_CORE:-$(python3 -c 'from importlib.util import find_spec
print(find_spec("wandb").submodule_search_locations[0] + "/bin/wandb-core")' 2>/dev/null || true)}
[ -x "$core" ] || { echo "skipped: needs wandb (pip install wandb)" >&2; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# records FOLDER: the kinds of records in its log, in their order
records() { "$core" leet -no-observability --inspect --run-file "$1"/run-*.wandb "$1/.." </dev/null; }

"${LOCOMO:-$root/locomo}" eval-qa --data-file "$root/data/locomo-demo.json" --model extractive --run runs/tracked --track wandb \
  --experiment lab >run.log 2>&1 || { tail -n 5 run.log >&2; exit 1; }
records wandb/offline-run-* >whole.txt
kinds=$(sed -n 's/^# record [0-9]*: //p' whole.txt | uniq -c | sed 's/^ *//' | paste -s -d , -)
[ "$kinds" = "1 header,1 run,20 history,1 summary,1 files,1 exit,1 footer" ] || { echo "FAILED: it reads $kinds" >&2; exit 1; }
grep -q 'project: "lab"' whole.txt
grep -q 'path: "scores.jsonl"' whole.txt

mkdir -p killed/offline-run-1
head -c 3000 wandb/offline-run-*/run-*.wandb >killed/offline-run-1/run-1.wandb
records killed/offline-run-1 >killed.txt
tail -n 1 killed.txt | grep -q 'incomplete' || { echo "FAILED: the end of a killed run's log is not seen" >&2; exit 1; }
echo "wandb $("$core" --help 2>&1 | sed -n 's/^Version: //p') reads $kinds; of a log that was cut off what is whole"
