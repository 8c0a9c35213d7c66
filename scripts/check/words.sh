#!/bin/sh
# Finds words in texts for users that a newcomer stumbles over (words.txt has them, and what to write instead).
#   scripts/check/words.sh [FILE...]     default: README, docs, help texts and pages of the viewer
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
if [ $# -eq 0 ]; then
  set -- README.md docs/*.md $(find locomo-*/src/main/resources -name '*.ftl' -o -name help.properties)
fi
found=0
while IFS="$(printf '\t')" read -r words instead; do
  case $words in '#'* | '') continue ;; esac
  if grep -nEi "$words" "$@" /dev/null; then
    echo "  write instead: $instead" >&2
    found=1
  fi
done <scripts/check/words.txt
exit $found
