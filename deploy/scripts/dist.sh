#!/usr/bin/env bash
# The distributed mode on this machine: a private RabbitMQ and PostgreSQL, and each service as its own process.
#   dist.sh serve            starts all, keeps serving until interrupted
#   dist.sh demo [ARGS...]   starts all, runs `agentbus demo ARGS`, stops all, exits with the demo's status
source "$(dirname "$0")/common.sh"
state=$root/data/dist
source "$root/deploy/scripts/broker.sh"
mkdir -p "$state"
rm -f "$state"/*.pid
trap stop_all EXIT
trap 'exit 130' INT TERM

start_broker
start_database
export AGENTBUS_Bus__Transport=rabbitmq AGENTBUS_Bus__Host=127.0.0.1 AGENTBUS_Bus__Port=$amqp_port
export AGENTBUS_Bus__Username=guest AGENTBUS_Bus__Password=guest AGENTBUS_Bus__ManagementUrl=http://127.0.0.1:$management_port
export AGENTBUS_Store__Provider=postgres
export AGENTBUS_Store__ConnectionString="Host=127.0.0.1;Port=$database_port;Username=agentbus;Database=agentbus"
export AGENTBUS_Agents__Research__Roots__0=/ AGENTBUS_Agents__Research__IndexPath=$state/research-index.db
export AGENTBUS_Agents__Execution__OutputRoot=$root/data/output
model_port=$(free_port)
export AGENTBUS_Models__GatewayUrl=http://127.0.0.1:$model_port
url=${AGENTBUS_URL:-http://127.0.0.1:8080}
key=$state/admin.key

"$(service Orchestrator)" setup
AGENTBUS_Gateway__AdminKeyFile=$key "$(service Gateway)" setup
start() { # start SERVICE URL [VARIABLE=VALUE...]
  local name=$1 at=$2
  shift 2
  run_in_background "$name" env AGENTBUS_Http__Urls="$at" "$@" "$(service "$name")" run
}
start ModelGateway "http://127.0.0.1:$model_port"
start Orchestrator "http://127.0.0.1:$(free_port)"
start Gateway "$url" AGENTBUS_Gateway__AdminKeyFile="$key"
for agent in Routing Research Analysis Validation Execution; do start "Agents.$agent" "http://127.0.0.1:$(free_port)"; done
wait_for 60 "the gateway (logs: $state/*.log)" curl -fsS "$url/health/ready"

export AGENTBUS_URL=$url AGENTBUS_KEY=$(cat "$key")
cli=$root/services/AgentBus.Cli/bin/$configuration/net10.0/agentbus
# A definition is refused until every agent it calls has announced itself, which the slowest does seconds after the gateway is ready.
apply_definitions() {
  local said
  for _ in $(seq 60); do
    if said=$("$cli" definitions apply "$root"/deploy/workflows/*.yaml 2>&1 >/dev/null); then return; fi
    [[ $said == *"no worker has announced"* ]] || break
    sleep 1
  done
  die "$said"
}
apply_definitions
echo "AgentBus (distributed) serves $url; key in $key; model gateway (AGENTBUS_MODELS_URL) on $AGENTBUS_Models__GatewayUrl; logs in $state"
case ${1:-serve} in
  serve) wait ;;
  demo) shift; "$cli" demo "$@" ;;
  *) die "dist.sh: unknown word '$1' (serve or demo)" ;;
esac
