#!/usr/bin/env bash
# The all-in-one host on this machine, nothing installed.
#   embedded.sh serve           starts it, runs the sample briefing, prints it and where it lies, keeps serving until interrupted
#   embedded.sh demo [ARGS...]  starts it, runs `agentbus demo ARGS`, stops it, exits with the demo's status
source "$(dirname "$0")/common.sh"
state=$root/data
mkdir -p "$state"
url=${AGENTBUS_URL:-http://127.0.0.1:8080}
cli=$root/services/AgentBus.Cli/bin/$configuration/net10.0/agentbus
rm -f "$state"/host.pid
trap stop_all EXIT
trap 'exit 130' INT TERM
cd "$root"
run_in_background host env AGENTBUS_Http__Urls="$url" "$(service Standalone)" run --data "$state"
host=$(cat "$state/host.pid")
for _ in $(seq 300); do
  kill -0 "$host" 2>/dev/null || { tail -3 "$state/host.log" >&2; die "the host stopped; its log is $state/host.log"; }
  ! curl -fsS "$url/health/ready" >/dev/null 2>&1 || break
  sleep 0.2
done
export AGENTBUS_URL=$url AGENTBUS_KEY=$(cat "$state/admin.key")
case ${1:-serve} in
  demo) shift; "$cli" demo "$@" ;;
  serve)
    if "$cli" demo; then
      file=$(sed -n 's/^ *"file": "\(.*\)",$/\1/p' artifacts/demo.json | head -1)
      printf '\n%s\n\n' "$file" && cat "$file"
    fi
    echo "AgentBus serves $url; key in $state/admin.key; log in $state/host.log. Ctrl-C stops it."
    wait "$host" ;;
  *) die "embedded.sh: unknown word '$1' (serve or demo)" ;;
esac
