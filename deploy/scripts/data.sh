#!/usr/bin/env bash
# Fetches the public test data that some tests read, at pinned commits, into $AGENTBUS_TEST_DATA (default: ../shared/data beside the repository).
source "$(dirname "$0")/common.sh"
target=${AGENTBUS_TEST_DATA:-$root/../shared/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$target" 2>/dev/null || die "$target cannot be written; set AGENTBUS_TEST_DATA to a folder of yours."

# take REPOSITORY COMMIT NAME FROM...: copies paths of a repository at a commit to $target/NAME.
take() {
  local repository=$1 commit=$2 name=$3 path
  shift 3
  [ ! -e "$target/$name" ] || { echo "$target/$name is there already"; return; }
  mkdir -p "$work/$name" "$target/$name"
  curl -fsSL "https://github.com/$repository/archive/$commit.tar.gz" | tar -xz --strip-components=1 -C "$work/$name" ||
    { rmdir "$target/$name"; die "$repository at $commit could not be fetched"; }
  for path in "$@"; do cp -r "$work/$name"/$path "$target/$name/"; done
  echo "$target/$name from $repository at $commit"
}

take jqlang/jq 579e6f76 jq 'tests/*.test' COPYING
take serverlessworkflow/specification d758f0b4 serverless-workflow schema ctk examples LICENSE
take json-schema-org/JSON-Schema-Test-Suite 44401e0c json-schema tests/draft2020-12 remotes LICENSE
