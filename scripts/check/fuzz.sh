#!/bin/sh
# Fuzzes every reader of what strangers wrote with Jazzer, led by the coverage of the code: a value or one of the
# program's own errors is right, anything else is a finding (exit code 1, and the input that makes it is named).
#   scripts/check/fuzz.sh [SECONDS] [READER...]    SECONDS for each reader (default: 60); READERs as in FuzzedReader
# The fuzzer's own look at templates fails on reports, which have a template of ours, and is left out.
# Inputs that reached new code are kept in .build/fuzz, so that the next call goes on from them.
#   LOCOMO_CLASSPATH  the program's class path (default: that of the launcher of this checkout, which is built first)
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:?a JDK 25}/bin/java
seconds=${1:-60}
[ $# -eq 0 ] || shift
version=0.30.0
place=$root/.build/fuzz
mkdir -p "$place/classes" "$place/inputs" "$place/findings"

for jar in jazzer jazzer-api; do
  [ -f "$place/$jar-$version.jar" ] || mvn -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    "-Dartifact=com.code-intelligence:$jar:$version" "-DoutputDirectory=$place"
done
if [ -z "${LOCOMO_CLASSPATH:-}" ]; then
  "$root/locomo" --version >/dev/null
  LOCOMO_CLASSPATH="$root/locomo-cli/target/lib/*"
fi
fuzz=$root/locomo-cli/src/test/java/dev/locomo/cli/fuzz
"${java}c" -nowarn -proc:none -d "$place/classes" -cp "$LOCOMO_CLASSPATH" "$fuzz/FuzzReader.java" "$fuzz/FuzzedReader.java"
path=$place/jazzer-$version.jar:$place/jazzer-api-$version.jar:$place/classes
path=$path:$root/locomo-rag/src/test/resources:$LOCOMO_CLASSPATH
all=$("$java" -cp "$path" dev.locomo.cli.fuzz.FuzzReader "$place/inputs")

cd "$place"
found=0
# shellcheck disable=SC2086  # a word a reader
[ $# -gt 0 ] || set -- $all
for reader in "$@"; do
  mkdir -p "inputs/$reader"
  if "$java" -XX:+UseSerialGC -Xmx2g -Djava.awt.headless=true -Dai.djl.offline=true --enable-native-access=ALL-UNNAMED \
    -Dlocomo.reader="$reader" -cp "$path" com.code_intelligence.jazzer.Jazzer \
    --target_class=dev.locomo.cli.fuzz.FuzzReader --instrumentation_includes='dev.locomo.**' --disabled_hooks=com.code_intelligence.jazzer.sanitizers.TemplateInjection --keep_going=1 \
    --reproducer_path="$place/findings" -artifact_prefix="$place/findings/$reader-" \
    -max_total_time="$seconds" -timeout=60 -rss_limit_mb=6000 "inputs/$reader" >"$reader.log" 2>&1; then
    echo "$reader: $(grep -o '^Done [0-9]* runs' "$reader.log")"
  else
    found=1
    echo "$reader: FOUND"
    grep -A 12 '^== Java Exception\|ERROR: libFuzzer' "$reader.log" | cut -c 1-200
  fi
done
exit $found
