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
  # Failed tests are named again at the end, with their error message, for whoever sees only the tail.
  function note() { if (name) { print name; if (error) print "    " substr(error, 1, 400) }; name = error = "" }

  # One line a project: Passed!  - Failed:     0, Passed:    12, Skipped:     0, Total:    12, ...
  /^(Passed|Failed|Skipped)! +- Failed:/ {
    note(); gsub(",", "")
    for (i = 1; i < NF; i++) { if ($i == "Failed:") f += $(i + 1); if ($i == "Passed:") p += $(i + 1); if ($i == "Skipped:") s += $(i + 1) }
    next
  }
  /^  Failed .+ \[.+\]$/ { note(); name = $0; message = 0; next }
  /^  Error Message:/ { message = 1; next }
  /^  Stack Trace:/ || /^Test run for / { note() }
  /^(The active test run was aborted|Test Run Aborted)/ { note(); name = "  " $0; note() }
  name && message { sub(/^ +/, ""); if ($0 != "") error = error (error ? " " : "") $0 }

  END { note(); printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$log"
exit $failed
