#!/usr/bin/env bash
# The contract of managers of secrets (SecretsContract) against servers of others: Moto for Amazon's Secrets Manager, Lowkey Vault for
# Azure's Key Vault, Vault or OpenBao. What cannot be had is said and left out; without any the exit code is 3.
#   scripts/check/secrets.sh
# MOTO is the program moto_server (default: the one on the path, else fetched by pip where that has it), LOWKEY_VAULT the jar
# lowkey-vault-app-*.jar (none by default), VAULT the program vault or bao (default: the one on the path). For Google's Secret Manager
# there is no such server: its test has a stand-in, as every build runs it.
# shellcheck source=scripts/check/servers.sh
. "$(dirname "$0")/servers.sh"

moto=${MOTO:-$(command -v moto_server || true)}
if [ -z "$moto" ] && python3 -m venv "$work/venv" && "$work/venv/bin/pip" install -q 'moto[secretsmanager,server]' >&2; then
  moto=$work/venv/bin/moto_server
fi
if [ -n "$moto" ]; then
  start moto "$moto" -H 127.0.0.1 -p $port
  listening $port && args+=("-Dlocomo.test.aws=http://127.0.0.1:$port")
else
  echo "no moto_server and no pip that has it: AmazonSecretsTest is run against the stand-in alone" >&2
fi

if [ -n "${LOWKEY_VAULT:-}" ]; then
  start lowkey "$java" -jar "$LOWKEY_VAULT" --server.address=127.0.0.1 --server.port=$((port + 1)) \
    --app.token.port=$((port + 2)) --LOWKEY_VAULT_NAMES=lab
  if listening $((port + 1)) && listening $((port + 2)); then
    "${JAVA_HOME:+$JAVA_HOME/bin/}keytool" -printcert -rfc -sslserver localhost:$((port + 1)) >"$work/lowkey.pem"
    args+=("-Dlocomo.test.keyvault=https://localhost:$((port + 1))" "-Dlocomo.test.keyvault.certificate=$work/lowkey.pem"
      "-Dlocomo.test.keyvault.identity=http://127.0.0.1:$((port + 2))")
  fi
else
  echo "LOWKEY_VAULT names no jar: AzureSecretsTest is run against the stand-in alone" >&2
fi

vault=${VAULT:-$(command -v vault || command -v bao || true)}
if [ -n "$vault" ]; then
  start vault "$vault" server -dev -dev-root-token-id=token-of-the-lab -dev-listen-address=127.0.0.1:$((port + 3))
  listening $((port + 3)) && args+=("-Dlocomo.test.vault=http://127.0.0.1:$((port + 3))")
else
  echo "no vault or bao on the path: VaultTest is run against the stand-in alone" >&2
fi

contract 'AmazonSecretsTest,AzureSecretsTest,VaultTest'
