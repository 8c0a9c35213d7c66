#!/bin/sh
# How many small faults put into the code the tests notice (PIT): for the metrics, the statistics, what reads replies
# and the engine of runs. Prints a line a package and the places whose faults go unnoticed.
#   scripts/check/mutation.sh [PACKAGE...]   default: the packages below; takes about half an hour on two cores
#   JAVA_HOME  a JDK 25
set -eu

cd "$(dirname "$0")/../.."
packages=${*:-core.metric core.ask core.pipeline eval.stats}
classes=$(for name in $packages; do printf 'dev.locomo.%s.*,' "$name"; done)
mkdir -p .build
rm -rf locomo-*/target/pit-reports
mvn -q -B -pl locomo-core,locomo-eval -am test-compile org.pitest:pitest-maven:mutationCoverage \
  "-DtargetClasses=$classes" "-DtargetTests=$classes" -DfailWhenNoMutations=false -DoutputFormats=CSV \
  -DtimestampedReports=false -Dthreads=2 -DtimeoutConstant=8000 >.build/mutation.log 2>&1 ||
  { tail -n 20 .build/mutation.log; exit 1; }

# A line: file, class, mutator, method, line, what became of it, the test that noticed.
cat locomo-*/target/pit-reports/mutations.csv | awk -F, '
  { package = $2; sub(/\.[^.]*$/, "", package); all[package]++ }
  $6 == "KILLED" || $6 == "TIMED_OUT" || $6 == "MEMORY_ERROR" { noticed[package]++; next }
  { missed[++n] = $1 ":" $5 " " $4 " (" $6 ")" }
  END {
    for (p in all) printf "%-32s %4d of %4d noticed, %.0f %%\n", p, noticed[p], all[p], 100 * noticed[p] / all[p]
    for (i = 1; i <= n; i++) print "  " missed[i]
  }'
