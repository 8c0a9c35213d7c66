#!/bin/sh
# Makes an archive of the classes that typical calls load, already parsed and linked, so that later calls start in a
# fraction of the time: scripts/class-archive.sh JAVA_HOME LIB ARCHIVE
# The same classes give the same bytes in any place and on any machine: a relative class path, one processor, no
# environment, and no classes that only a race between threads loads.
set -eu
export LC_ALL=C

java=$1/bin/java
lib=$(cd "$2" && pwd)
archive=$3
root=$(cd "$(dirname "$0")/.." && pwd)
work=$archive.$$
mkdir "$work"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cd "$lib"
# With a folder, even this one: without any, Java 25 takes the archive in this folder only.
jar=./$(echo locomo-cli-*.jar)
# A call that fails still says which classes it loads.
env -i "$java" "@$root/scripts/java.options" -Xshare:off -XX:DumpLoadedClassList="$work/classes" \
  -XX:ActiveProcessorCount=1 -Djava.io.tmpdir="$work" -cp "$jar" dev.locomo.cli.WarmUp \
  "$root/data/locomo-demo.json" "$work/run" >/dev/null 2>&1 || true
# Without lambda expressions: with them Java leaves addresses of its own process in the archive, and starts no sooner.
sed -e '/^#/d' -e '/^@cp /d' -e '/^@lambda-proxy /d' -e '/^java\/util\/concurrent\//d' -e '/^java\/util\/DualPivotQuicksort/d' \
  -e '/^jdk\/internal\/misc\/CarrierThread/d' -e 's/ id: .*//' "$work/classes" | sort -u >"$work/sorted"
env -i "$java" "@$root/scripts/java.options" -Xshare:dump -XX:SharedClassListFile="$work/sorted" -Xmx700m \
  -XX:SharedArchiveFile="$work/archive" -cp "$jar" >/dev/null 2>&1
# Java says nothing of an archive that it does not use, and is slower: started elsewhere, it has to use this one.
(cd / && env -i "$java" "@$root/scripts/java.options" -Xshare:on -XX:SharedArchiveFile="$work/archive" -cp "$lib/$jar" \
  dev.locomo.cli.Main --version >/dev/null)
mv "$work/archive" "$archive"
