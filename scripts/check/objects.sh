#!/usr/bin/env bash
# The contract of object stores (ObjectStoreContract) against servers of others: Azurite, which looks at every signature, and
# Adobe's s3mock. What cannot be had is said and left out; without any the exit code is 3.
#   scripts/check/objects.sh
# AZURITE is the program azurite-blob (default: the one on the path, else fetched by npm where that is there), S3MOCK the jar
# s3mock-*-exec.jar (default: fetched by Maven). For Google's store there is no such server: its test
# has a stand-in of its JSON interface, as every build runs it.
# shellcheck source=scripts/check/servers.sh
. "$(dirname "$0")/servers.sh"
s3mock_version=4.11.0

azurite=${AZURITE:-$(command -v azurite-blob || true)}
if [ -z "$azurite" ] && command -v npm >/dev/null && npm install --silent --prefix "$work/npm" azurite@3 >&2; then
  azurite=$work/npm/node_modules/.bin/azurite-blob
fi
if [ -n "$azurite" ]; then
  AZURITE_ACCOUNTS="acc:$(printf 'the right key of a test, which nobody keeps' | base64 -w0)" \
    start azurite "$azurite" --silent --disableTelemetry --location "$work" --blobPort $port
  listening $port && args+=("-Dlocomo.test.azurite=$port")
else
  echo "no azurite-blob and no npm to fetch it with: AzuriteTest is left out" >&2
fi

s3mock=${S3MOCK:-}
if [ -z "$s3mock" ] && mvn -q -B dependency:copy "-Dartifact=com.adobe.testing:s3mock:$s3mock_version:jar:exec" \
  "-DoutputDirectory=$work" >&2; then
  s3mock=$work/s3mock-$s3mock_version-exec.jar
fi
if [ -n "$s3mock" ]; then
  COM_ADOBE_TESTING_S3MOCK_STORE_INITIAL_BUCKETS=lab start s3mock "$java" -jar "$s3mock" --server.port=$((port + 1))
  listening 9090 && args+=("-Dlocomo.test.s3=9090")  # it takes no other port for HTTP
else
  echo "no s3mock: S3StoreTest is run against the stand-in alone" >&2
fi

contract 'AzuriteTest,S3StoreTest'
