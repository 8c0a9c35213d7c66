#!/usr/bin/env bash
# BERTScore of PAIRS pairs by this program and by the package bert-score, with the same model on two
# threads: seconds on the clock and of processor time, start and loading included.
#
#   PYTHON=python3 scripts/bench/bertscore.sh [PAIRS [LAYERS [WIDTH]]]
#
# The model is a random RoBERTa of that size (default: roberta-base's 10 layers of 768); PYTHON has
# torch, transformers and bert-score 0.3.13.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
pairs=${1:-2000} layers=${2:-10} width=${3:-768}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=2 MKL_NUM_THREADS=2 HF_HUB_OFFLINE=1
python=${PYTHON:-python3}
timed() {
  /usr/bin/time -f "%e s on the clock, %U s of processor time, %M KiB: $1" "${@:2}" >/dev/null
}
"$python" "$root/scripts/bench/bertscore_pairs.py" make "$work" "$pairs" "$layers" "$width"
for n in 1 "$pairs"; do
  timed "this program, $n pairs" "$root/locomo" score --data-file "$work/data-$n.json" \
    --predictions "$work/answers-$n.jsonl" --metrics bertscore --bertscore-model "$work/model" \
    --bertscore-layer "$layers" --json
  timed "bert-score, $n pairs" "$python" "$root/scripts/bench/bertscore_pairs.py" score "$work" "$n" "$layers"
done
