#!/bin/sh
# Finds words in texts for users that a newcomer stumbles over (words.txt has them, and what to write instead).
#   scripts/check/words.sh [FILE...]     default: README, docs with tutorials and reference, help texts, messages and pages of the viewer
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
if [ $# -eq 0 ]; then
  # Messages are texts in the sources: lines with one, without comments.
  messages=$(mktemp)
  trap 'rm -f "$messages"' EXIT
  grep -rn --include='*.java' '"' locomo-*/src/main/java | grep -vE ':[0-9]+: *(/?\*|//)' >"$messages"
  # shellcheck disable=SC2046  # no name has a space
  set -- README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md data/README.md $(find docs -name '*.md' -o -name '*.yaml') \
    $(find locomo-*/src/main/resources -name '*.ftl' -o -name help.properties) "$messages"
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
