# Helpers of the scripts in this folder; sourced, not run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
configuration=${CONFIGURATION:-Release}

die() { printf '%s\n' "$*" >&2; exit 1; }

# A port nobody listens on. Another process could take it before we do; then the start fails and says so.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# wait_for SECONDS WHAT COMMAND...: until the command succeeds.
wait_for() {
  local seconds=$1 what=$2 try
  shift 2
  for try in $(seq $((seconds * 5))); do
    if "$@" >/dev/null 2>&1; then return; fi
    sleep 0.2
  done
  die "$what did not answer within $seconds s"
}

# run_in_background NAME COMMAND...: logs to $state/NAME.log, pid to $state/NAME.pid.
run_in_background() {
  local name=$1
  shift
  setsid "$@" >"$state/$name.log" 2>&1 </dev/null &
  echo $! >"$state/$name.pid"
}

# Ends what run_in_background started, last started first.
stop_all() {
  local file pid
  for file in $(ls -t "$state"/*.pid 2>/dev/null); do
    pid=$(cat "$file")
    kill -TERM "$pid" 2>/dev/null || true
  done
  for file in "$state"/*.pid; do
    [ -e "$file" ] || continue
    pid=$(cat "$file")
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -KILL -- "-$pid" 2>/dev/null || true
    rm -f "$file"
  done
}

# The built program of a service: service Orchestrator
service() { echo "$root/services/AgentBus.$1/bin/$configuration/net10.0/AgentBus.$1"; }
