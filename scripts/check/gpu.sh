#!/bin/sh
# Proves on one machine with an NVIDIA GPU what locomo computes there: encoders, a re-ranker, BERTScore, BLIP and CLIP equal the CPU
# within stated bounds, the device stands on stderr and in the manifest, and texts a second stand beside PyTorch's on the same card.
#   scripts/check/gpu.sh                 exit code 3 and "no GPU" where there is none, 1 where something differs
#   DEVICE=cpu scripts/check/gpu.sh      the same commands on the CPU twice: proves the script, not a GPU
# Needs python3 (its own library is enough), and for the comparison in speed torch and transformers in it, or in $PYTHON.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
locomo=${LOCOMO:-$root/locomo}
device=${DEVICE:-cuda}
python=${PYTHON:-python3}
if [ "$device" != cpu ] && [ ! -e /proc/driver/nvidia/version ]; then
  echo "no GPU: there is no NVIDIA driver on this machine" >&2
  exit 3
fi
models=$root/locomo-rag/src/test/resources/dev/locomo/rag
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
failed=0

# equal NAME BOUND FILE FILE: all numbers of two files of JSON, in order, and all texts
equal() {
  "$python" - "$@" <<'PY' || failed=1
import json, re, sys
name, bound, first, second = sys.argv[1], float(sys.argv[2]), *sys.argv[3:]
def leaves(value):
    if isinstance(value, dict):
        for key in sorted(value):
            if key not in ("id", "run", "folder", "seconds", "model_id", "encoder", "retriever"):
                yield from leaves(value[key])
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    else:
        yield value
def read(path):
    text = open(path).read()
    try:
        return list(leaves(json.loads(text)))
    except ValueError:
        return [leaf for line in text.splitlines() for leaf in leaves(json.loads(line))]
a, b = read(first), read(second)
number = lambda x: isinstance(x, (int, float)) and not isinstance(x, bool)
far = max((abs(x - y) for x, y in zip(a, b) if number(x) and number(y)), default=0.0)
texts = [(x, y) for x, y in zip(a, b) if not (number(x) and number(y)) and x != y]
good = len(a) == len(b) and len(a) > 0 and far <= bound and not texts
print(f"{'equal ' if good else 'DIFFER'} {name}: {len(a)} values, largest difference {far:.2g}, bound {bound}", texts[:2] or "")
sys.exit(0 if good else 1)
PY
}

# on DEVICE OUT ARGS: one command on a device, its results in OUT
on() {
  where=$1; out=$2; shift 2
  "$locomo" "$@" --device "$where" >"$out" 2>"$out.err" || { cat "$out.err" >&2; exit 1; }
}

i=0
while [ $i -lt 40 ]; do
  echo "{\"id\": \"$i\", \"text\": \"tea and a walk in the park, number $i of many\"}"
  i=$((i + 1))
done >texts.jsonl
mkdir pictures
cp "$models/image/bmp-rgb.bmp" "$models/image/bmp-palette.bmp" pictures
for where in cpu "$device"; do
  for tiny in tiny tiny-roberta; do
    on "$where" "embed.$where" embed --texts texts.jsonl --role context --retriever "hf:$models/embed/djl/$tiny" \
      --out "$tiny.$where.jsonl"
  done
  on "$where" "rerank.$where" eval-retrieval --retriever bm25 --rerank "$models/embed/djl/tiny-cross" --json
  on "$where" "qa.$where" eval-qa --model extractive --use-rag --retriever "hf:$models/embed/djl/tiny" --run "run.$where" --json
  on "$where" "score.$where" score "run.$where" --metrics bertscore --bertscore-model "$models/embed/djl/tiny-deberta" --bertscore-layer 2 --json
  on "$where" "caption.$where" caption --images pictures --caption-model "$models/vision/blip" --out-file "caption.$where.jsonl" --run "caption-run.$where" --json
  on "$where" "clip.$where" eval-dialog --model extractive --relevance-encoder "clip:$models/vision/clip" --no-cache --run "dialog.$where" --json
done
for tiny in tiny tiny-roberta; do
  equal "encoder $tiny" 2e-2 $tiny.cpu.jsonl "$tiny.$device.jsonl"
done
equal "re-ranker" 2e-2 rerank.cpu "rerank.$device"
equal "BERTScore" 2e-2 score.cpu "score.$device"
equal "BLIP" 0 caption.cpu.jsonl "caption.$device.jsonl"
equal "CLIP" 2e-2 clip.cpu "clip.$device"
grep "networks run on" "embed.$device.err" || { echo "DIFFER: the device is not told on stderr"; failed=1; }
"$python" -c 'import json, sys; print("manifest:", json.load(open(sys.argv[1]))["compute"])' "run.$device/manifest.json" || failed=1
if "$python" -c 'import torch, transformers' 2>/dev/null; then
  echo "texts a second, the same random checkpoints and batches on $device:"
  LOCOMO_DEVICE="$device" PYTHON="$python" "$root/scripts/bench/encoders.sh" "$root/data/locomo-demo.json" 1000
fi
exit "$failed"
