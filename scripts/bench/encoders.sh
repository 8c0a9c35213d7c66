#!/bin/sh
# Texts a second of our encoders and, where PYTHON has torch and transformers, of PyTorch's: the same random
# checkpoints, texts, batches and threads.
#   PYTHON=python3 scripts/bench/encoders.sh DATA_FILE [TEXTS] [THREADS]
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:?a JDK 25}/bin/java
python=${PYTHON:-python3}
threads=${3:-2}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/locomo" --version >/dev/null
export OMP_NUM_THREADS="$threads"
for size in minilm base; do
  "$java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC \
    -Dai.djl.offline=true -Dai.djl.pytorch.num_threads="$threads" \
    -cp "$root/locomo-cli/target/lib/*" "$root/scripts/bench/EncoderSpeed.java" \
    "$work" $size "$1" "${2:-1000}"
  if "$python" -c 'import torch, transformers' 2>/dev/null; then
    "$python" "$root/scripts/bench/encoders.py" "$work" $size "$threads"
  fi
done
