#!/bin/sh
# Completes an installation that has its lib/ and runtime/, and packs it: scripts/package.sh HOME TAR TIME
# Part of `mvn package`. The same sources and the same JDK give the same bytes, wherever and whenever they are packed.
set -eu
export LC_ALL=C TZ=UTC

home=$1
tar=$2
time=$3
root=$(cd "$(dirname "$0")/.." && pwd)

mkdir -p "$home/bin" "$home/scripts" "$home/completion" "$home/share/man"
cp "$root/locomo" "$home/bin/"
cp -R "$root/data" "$root/docs" "$root/deploy" "$home/"
# Passwords of a checkout are its own.
find "$home/deploy/secrets" -type f ! -name README.md -delete
mv "$home/docs/man" "$home/share/man/man1"
cp "$root"/*.md "$root/LICENSE" "$home/"
for script in env evaluate_gpts evaluate_claude evaluate_gemini evaluate_hf_llm evaluate_rag_gpts \
  generate_conversations generate_observations generate_session_summaries; do
  cp "$root/scripts/$script.sh" "$home/scripts/"
done
cp "$root/scripts/java.options" "$home/scripts/"
"$home/runtime/bin/java" -Xshare:dump >/dev/null

# The archive of loaded classes is valid only beside libraries of the times that it saw.
find "$home" -exec touch -h -d "$time" {} +
"$root/scripts/class-archive.sh" "$home/runtime" "$home/lib" "$home/lib/locomo.jsa"
# What comes with the program is found from anywhere, with the archive too.
(cd / && "$home/bin/locomo" data check data/locomo-demo.json >/dev/null)
for shell in bash zsh fish; do
  "$home/bin/locomo" generate-completion $shell >"$home/completion/locomo.$shell"
done

tar --create --format=gnu --sort=name --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --mtime="$time" \
  --directory="$(dirname "$home")" "$(basename "$home")" | gzip -n >"$tar.part"
mv "$tar.part" "$tar"
(cd "$(dirname "$tar")" && sha256sum "$(basename "$tar")" >"$(basename "$tar").sha256")
