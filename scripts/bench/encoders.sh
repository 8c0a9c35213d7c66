#!/bin/sh
# Texts a second of our encoders and, where PYTHON has torch, transformers, onnx and onnxruntime, of PyTorch and of ONNX
# Runtime: the same random checkpoints, also as ONNX in single precision and with 8-bit weights, the same texts and threads.
#   PYTHON=python3 scripts/bench/encoders.sh DATA_FILE [TEXTS] [THREADS]
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:?a JDK 25}/bin/java
python=${PYTHON:-python3}
data=$1
texts=${2:-1000}
threads=${3:-2}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -n "${LIB:-}" ] || "$root/locomo" --version >/dev/null # built
export OMP_NUM_THREADS="$threads"
ours() {
  "$java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:ActiveProcessorCount="$threads" \
    -Dai.djl.offline=true -Dai.djl.pytorch.num_threads="$threads" \
    -cp "${LIB:-$root/locomo-cli/target/lib}/*" "$root/scripts/bench/EncoderSpeed.java" \
    "$work" "$1" "$data" "$texts"
}
for size in minilm base; do
  ours $size
  if "$python" -c 'import torch, transformers' 2>/dev/null; then
    "$python" "$root/scripts/bench/encoders.py" "$work" $size "$threads"
  fi
  # ONNX files run on the CPU.
  if [ "${LOCOMO_DEVICE:-cpu}" = cpu ] && "$python" -c 'import torch, transformers, onnxruntime, onnxscript' 2>/dev/null; then
    "$python" "$root/scripts/bench/encoders.py" "$work" $size "$threads" export >/dev/null 2>&1
    for kind in onnx int8; do
      ours "$size-$kind"
      "$python" "$root/scripts/bench/encoders.py" "$work" "$size-$kind" "$threads"
    done
  fi
done
