#!/bin/sh
# Runs the tests of real memory systems: installs those that are packages of Node into a folder and names it in
# LOCOMO_MEMORY_NODE_MODULES, which the tests look for. Needs node, npm and, for mem0, a C++ compiler where better-sqlite3
# has no built copy for this Node.
#   scripts/check/memory-systems.sh [FOLDER]     FOLDER keeps what was installed; default: a temporary one
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
if [ $# -gt 0 ]; then
  folder=$1
  mkdir -p "$folder"
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi
cd "$folder"
[ -f package.json ] || npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts @modelcontextprotocol/server-memory@2026.8.31 \
  @modelcontextprotocol/server-everything@2026.8.31 mem0ai@3.3.1 better-sqlite3@12
if ! node -e 'require("better-sqlite3")(":memory:")' 2>/dev/null; then
  (cd node_modules/better-sqlite3 && { npx --yes prebuild-install ||
    npx --yes node-gyp rebuild --release --nodedir="$(dirname "$(dirname "$(command -v node)")")"; })
fi
LOCOMO_MEMORY_NODE_MODULES="$folder/node_modules"
export LOCOMO_MEMORY_NODE_MODULES
cd "$root"
mvn -q -pl locomo-cli -am test -Dtest=RealMemoryTest -Dsurefire.failIfNoSpecifiedTests=false
