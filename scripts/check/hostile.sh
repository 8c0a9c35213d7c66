#!/usr/bin/env bash
# Gives the program hostile inputs of all kinds through its own entry, many in one process, and says how many were
# tried and how many went wrong: hung, died, ended with another exit code than 0 to 4, took more than 30 s of the
# processor, showed a stack trace, a foreign exception, a raw control character, a line of more than 2,000 characters or
# the API key, or ended well though nothing could be written.
#   scripts/check/hostile.sh [PART...]
#     files    every file option of every verb as a FIFO, a device, a folder, a loop of links, bytes, deep JSON, 1 MB numbers ...
#     folders  every file of a run, a cache, a model and a folder of images, spoiled the same ways
#     values   every option of every verb with values that are none
#     json     data sets, answers, runs, prices, models, labels, descriptors with one value replaced, to every verb that reads them
#     replies  what a service may send, to every verb that asks one
#     models   chat templates, tokenizers, configurations, weights and vectors that lie
#     full     every verb and report format where nothing can be written
#     text     data and answers that would steer a terminal, a spreadsheet or LaTeX
#     images   scripts/check/hostile-images.sh; only when named, for it needs PYTHON with pillow
#   LOCOMO_CLASSPATH  the program's class path (default: that of the launcher of this checkout, which is built first)
#   HOSTILE_OPTIONS   such as -Dhostile.cpu=60 (seconds of the processor), -Dhostile.every=10 (each tenth only), -Dhostile.only=REGEX, -Dhostile.codes=true
# Everything is read and written in a temporary folder; run it in a container all the same.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:?a JDK 25}/bin/java
if [ -z "${LOCOMO_CLASSPATH:-}" ]; then
  "$root/locomo" --version >/dev/null
  LOCOMO_CLASSPATH="$root/locomo-cli/target/lib/*"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
parts=()
for part in "${@:-files folders values json replies models full text}"; do
  for one in $part; do
    if [ "$one" = images ]; then "$root/scripts/check/hostile-images.sh" || failed=1; else parts+=("$one"); fi
  done
done
for part in "${parts[@]}"; do
  # A process each: an input that aborts the machine's own code is seen, and the other parts still run.
  mkdir -p "$work/$part/a/b/c/d"
  cd "$work/$part/a/b/c/d"
  code=0
  # shellcheck disable=SC2086  # options are meant to be split
  "$java" "@$root/scripts/java.options" -Xmx1g -Djava.io.tmpdir="$work/$part" ${HOSTILE_OPTIONS:-} -cp "$LOCOMO_CLASSPATH" \
    "$root/scripts/check/Hostile.java" "$root" "$work/$part" "$part" || code=$?
  [ $code = 0 ] || failed=1
  [ $code -le 1 ] || { echo "the process ended with $code at:"; cat "$work/$part/current"; }
done
exit $failed
