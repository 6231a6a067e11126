#!/usr/bin/env bash
# docker-compose.yml with secrets made once and kept under data/:   compose.sh up | down | demo
source "$(dirname "$0")/common.sh"
cd "$root"
command -v docker >/dev/null && docker compose version >/dev/null 2>&1 || die "Docker with the compose plugin is needed for this: https://docs.docker.com/engine/install/"
secrets=$root/data/compose.env
if [ ! -e "$secrets" ]; then
  mkdir -p "$root/data"
  (umask 077 && for name in RABBITMQ_PASSWORD POSTGRES_PASSWORD MODEL_GATEWAY_KEY; do echo "AGENTBUS_${name}=$(head -c 24 /dev/urandom | base64 | tr -d '+/=')"; done >"$secrets")
fi
set -a
source "$secrets"
set +a
compose() { docker compose "$@"; }
up() { compose up --build --detach --wait --wait-timeout 300; }
admin_key() { compose exec -T gateway cat /data/admin.key; }

case ${1:-} in
  up)
    up
    echo "AgentBus serves http://127.0.0.1:${AGENTBUS_PORT:-8080}; an admin key: docker compose exec gateway cat /data/admin.key; the model gateway: http://127.0.0.1:${AGENTBUS_MODELS_PORT:-8082}, its key in $secrets" ;;
  down) compose down ;;
  demo)
    up
    mkdir -p artifacts
    AGENTBUS_KEY=$(admin_key) compose --profile tools run --build --rm --user "$(id -u):$(id -g)" cli \
      demo --sources /sources/README.md --sources /sources/shared --out /artifacts/demo.json ;;
  *) die "compose.sh up | down | demo" ;;
esac
