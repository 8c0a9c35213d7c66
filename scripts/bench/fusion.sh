#!/bin/sh
# The weights of the fusion of words and vectors: how they are found, five random halvings, an ablation. Two minutes each.
#   scripts/bench/fusion.sh DATA [dialog|observation|summary [VERSION]]
set -eu
data=${1:?a data file}
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=${JAVA_HOME:?a JDK 25}/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/locomo" --version >/dev/null
classes="$root/locomo-cli/target/lib/*"
"$bin/javac" -proc:none -nowarn -d "$work" -cp "$classes" "$root/scripts/bench/FusionFit.java"
"$bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -cp "$work:$classes" \
  dev.locomo.rag.retrieve.FusionFit "$data" "${LOCOMO_HOME:-$HOME/.locomo}/embeddings" "${2:-dialog}" "${3:-3}"
