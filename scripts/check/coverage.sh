#!/bin/sh
# How often every interval that the program prints holds the truth, by simulation: the tables of docs/statistics.md.
# Takes about five minutes on a quiet machine. JAVA_HOME: a JDK 25.
set -eu

cd "$(dirname "$0")/../.."
mvn -q -B -pl locomo-eval -am -DskipTests test-compile
mvn -q -B -pl locomo-eval -am dependency:build-classpath -Dmdep.outputFile=target/classpath >/dev/null
"${JAVA_HOME:?a JDK 25}/bin/java" -cp \
  "locomo-eval/target/test-classes:locomo-eval/target/classes:locomo-core/target/classes:$(cat locomo-eval/target/classpath)" \
  dev.locomo.eval.stats.CoverageSimulation
