#!/usr/bin/env bash
# The contract of managers of secrets (SecretsContract) against servers of others: Moto for Amazon's Secrets Manager, Lowkey Vault for
# Azure's Key Vault, Vault or OpenBao. What cannot be had is said and left out; without any the exit code is 3.
#   scripts/check/secrets.sh
# MOTO is the program moto_server (default: the one on the path, else fetched by pip where that has it), LOWKEY_VAULT the jar
# lowkey-vault-app-*.jar (none by default), VAULT the program vault or bao (default: the one on the path). For Google's Secret Manager
# there is no such server: its test has a stand-in, as every build runs it.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
servers=()
trap '[ ${#servers[@]} = 0 ] || kill "${servers[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
keytool="${JAVA_HOME:+$JAVA_HOME/bin/}keytool"
args=()

listening() { for _ in $(seq 300); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.2; done; return 1; }

port=$((20000 + RANDOM % 10000))
moto=${MOTO:-$(command -v moto_server || true)}
if [ -z "$moto" ] && python3 -m venv "$work/venv" && "$work/venv/bin/pip" install -q 'moto[secretsmanager,server]' >&2; then
  moto=$work/venv/bin/moto_server
fi
if [ -n "$moto" ]; then
  "$moto" -H 127.0.0.1 -p $port >"$work/moto.log" 2>&1 &
  servers+=($!)
  listening $port && args+=("-Dlocomo.test.aws=http://127.0.0.1:$port")
else
  echo "no moto_server and no pip that has it: AmazonSecretsTest is run against the stand-in alone" >&2
fi

if [ -n "${LOWKEY_VAULT:-}" ]; then
  "$java" -jar "$LOWKEY_VAULT" --server.address=127.0.0.1 --server.port=$((port + 1)) --app.token.port=$((port + 2)) \
    --LOWKEY_VAULT_NAMES=lab >"$work/lowkey.log" 2>&1 &
  servers+=($!)
  if listening $((port + 1)) && listening $((port + 2)); then
    "$keytool" -printcert -rfc -sslserver localhost:$((port + 1)) >"$work/lowkey.pem"
    args+=("-Dlocomo.test.keyvault=https://localhost:$((port + 1))" "-Dlocomo.test.keyvault.certificate=$work/lowkey.pem"
      "-Dlocomo.test.keyvault.identity=http://127.0.0.1:$((port + 2))")
  fi
else
  echo "LOWKEY_VAULT names no jar: AzureSecretsTest is run against the stand-in alone" >&2
fi

vault=${VAULT:-$(command -v vault || command -v bao || true)}
if [ -n "$vault" ]; then
  "$vault" server -dev -dev-root-token-id=token-of-the-lab -dev-listen-address=127.0.0.1:$((port + 3)) >"$work/vault.log" 2>&1 &
  servers+=($!)
  listening $((port + 3)) && args+=("-Dlocomo.test.vault=http://127.0.0.1:$((port + 3))")
else
  echo "no vault or bao on the path: VaultTest is run against the stand-in alone" >&2
fi

[ ${#args[@]} != 0 ] || { echo "no server to be had" >&2; exit 3; }
mvn -q -B -f "$root/pom.xml" -pl locomo-services -am test -Dtest='AmazonSecretsTest,AzureSecretsTest,VaultTest' \
  -Dsurefire.failIfNoSpecifiedTests=false "${args[@]}"
echo "ok: ${args[*]}"
