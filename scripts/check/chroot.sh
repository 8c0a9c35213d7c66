#!/bin/sh
# Does the Dockerfile's steps without Docker: a bare Debian without Java in a folder, the tar unpacked in it, a user without
# rights, no network, everything read-only but the user's home and /lab. As root:
#   scripts/check/chroot.sh [TAR]
# TAR is by default what `mvn package` made. Needs debootstrap and unshare; leaves nothing behind.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
tar=${1:-$(ls "$root"/locomo-dist/target/locomo-*-linux-x86_64.tar.gz)}
[ "$(id -u)" = 0 ] || { echo "error: a chroot needs root" >&2; exit 2; }
for program in debootstrap unshare; do
  command -v "$program" >/dev/null || { echo "error: $program is not installed" >&2; exit 2; }
done

base=$(mktemp -d /var/tmp/locomo-chroot.XXXXXX)
chmod 755 "$base"
# The mounts below live in a namespace of their own and end with it; only files stay to be removed.
trap 'rm -rf --one-file-system "$base"' EXIT
trap 'exit 130' INT TERM

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

echo "A bare Debian in $base ..."
debootstrap --variant=minbase --include=ca-certificates,libgomp1 bookworm "$base" >"$base.log" 2>&1 ||
  fail "debootstrap: $(tail -n 3 "$base.log")"
rm -f "$base.log"
chroot "$base" sh -c 'groupadd --gid 10001 locomo && useradd --uid 10001 --gid locomo --create-home locomo &&
  install --directory --owner=locomo --group=locomo /lab'
cp "$tar" "$base/root/"
# As docs/distribution.md has it.
awk '/^## /{here = $0 == "## The tar"} here && /^```sh$/{block = 1; next} block && /^```$/{exit} block' \
  "$root/docs/distribution.md" >"$base/root/install.sh"
# shellcheck disable=SC2016  # for the inner shell
unshare --mount --net sh -c 'mount -t proc none "$1/proc" && mount --rbind /dev "$1/dev" &&
  exec chroot "$1" env -i PATH=/usr/bin:/bin HOME=/root sh -euxc "cd /root && . ./install.sh"' install "$base" >/dev/null ||
  fail "the documented installation"
mv "$base"/opt/locomo-* "$base/opt/locomo"
ln -s /opt/locomo/bin/locomo "$base/usr/local/bin/locomo"
chroot "$base" sh -c '! command -v java' || fail "this Debian has a Java"

# The tiny checkpoint of the tests: what makes PyTorch's libraries unpack themselves, as the Dockerfile does it.
cp -R "$root/locomo-rag/src/test/resources/dev/locomo/rag/embed/djl/tiny" "$base/srv/tiny"
printf '{"id": "a", "text": "tea"}\n' >"$base/srv/texts.jsonl"
chmod -R a+rX "$base/srv"

cat >"$base/srv/inside.sh" <<'INSIDE'
set -eu
cd /lab
! touch /opt/locomo/lib/x 2>/dev/null || { echo "the installation can be written"; exit 1; }
locomo --version
for i in 1 2 3 4 5 6 7 8 9 10; do
  start=$(date +%s%N)
  locomo --help >/dev/null
  echo $((($(date +%s%N) - start) / 1000000))
done | sort -n | sed -n '5p;6p' | paste -s -d ' ' - | { read -r a b; echo "locomo --help: $(((a + b) / 2)) ms, median of 10"; }
locomo eval-qa --model extractive | grep 'categories 1-5'
locomo embed --data-file data/locomo-demo.json --emb-dir vectors 2>/dev/null | tail -n 1
locomo embed --texts /srv/texts.jsonl --role context --retriever hf:/srv/tiny --out out.jsonl 2>/dev/null
grep -q '"vector"' out.jsonl
echo "PyTorch's libraries work as $(id -un)."
INSIDE

# shellcheck disable=SC2016  # for the inner shell
inside() {
  unshare --mount --net sh -c 'base=$1 && shift &&
    mount --bind "$base" "$base" && mount -o remount,bind,ro "$base" &&
    mount -t tmpfs -o mode=1777,exec none "$base/tmp" && mount -t proc none "$base/proc" &&
    mount --rbind /dev "$base/dev" &&
    for folder in lab home/locomo; do mount -t tmpfs -o uid=10001,gid=10001,exec none "$base/$folder"; done &&
    exec chroot --userspec=locomo:locomo "$base" env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/home/locomo LANG=C.UTF-8 "$@"' \
    inside "$base" "$@"
}

inside sh /srv/inside.sh || fail "inside the chroot"

# As in the image: the libraries are unpacked once, afterwards their folder is only read.
# shellcheck disable=SC2016  # for the inner shell
unshare --mount --net sh -c 'mount -t proc none "$1/proc" && mount --rbind /dev "$1/dev" &&
  exec chroot "$1" env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/root DJL_CACHE_DIR=/opt/djl \
    locomo embed --texts /srv/texts.jsonl --role context --retriever hf:/srv/tiny --out /root/out.jsonl' \
  unpack "$base" || fail "unpacking PyTorch's libraries"
# DJL makes its folders for their owner alone.
chmod -R a+rX "$base/opt/djl"
inside env DJL_CACHE_DIR=/opt/djl locomo embed --texts /srv/texts.jsonl --role context --retriever hf:/srv/tiny \
  --out /lab/out.jsonl || fail "PyTorch's libraries in a folder that is only read"
echo "Everything works."
