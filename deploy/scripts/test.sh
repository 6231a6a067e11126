#!/usr/bin/env bash
# Builds everything, runs every test project and prints one closing line over all of them.
source "$(dirname "$0")/common.sh"
cd "$root"
dotnet build AgentBus.sln -v quiet -nologo
log=$(mktemp)
trap 'rm -f "$log"' EXIT
failed=0
dotnet test AgentBus.sln --no-build --nologo -m:1 "$@" 2>&1 | tee "$log" || failed=1
awk '
  # One line a project: Passed!  - Failed:     0, Passed:    12, Skipped:     0, Total:    12, ...
  /^(Passed|Failed|Skipped)! +- Failed:/ { gsub(",", ""); for (i = 1; i < NF; i++) { if ($i == "Failed:") f += $(i + 1); if ($i == "Passed:") p += $(i + 1); if ($i == "Skipped:") s += $(i + 1) } }
  END { printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$log"
exit $failed
