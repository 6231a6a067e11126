#!/usr/bin/env bash
# Compiles programs ahead of time into artifacts/programs, one folder each: ahead.sh services/AgentBus.Orchestrator tests/AgentBus.Chaos
source "$(dirname "$0")/common.sh"
cd "$root"
for project in "$@"; do
  dotnet publish "$project" -c "$configuration" -p:AheadOfTime=true -o "artifacts/programs/${project##*/}" -v quiet -nologo
done
