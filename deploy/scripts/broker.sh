# A private RabbitMQ and PostgreSQL under $state, on free ports; sourced by dist.sh. Nothing of the machine's own services is touched.

start_broker() {
  local home=$state/rabbitmq
  amqp_port=$(free_port) management_port=$(free_port)
  mkdir -p "$home"
  echo '[rabbitmq_management].' >"$home/enabled_plugins"
  cat >"$home/rabbitmq.conf" <<CONF
listeners.tcp.local = 127.0.0.1:$amqp_port
management.tcp.ip = 127.0.0.1
management.tcp.port = $management_port
CONF
  run_in_background rabbitmq env HOME="$home" \
    RABBITMQ_NODENAME=agentbus-dist@localhost RABBITMQ_DIST_PORT="$(free_port)" ERL_EPMD_PORT="$(free_port)" \
    RABBITMQ_MNESIA_BASE="$home/db" RABBITMQ_LOG_BASE="$home/log" RABBITMQ_LOGS=- \
    RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins" \
    /usr/lib/rabbitmq/bin/rabbitmq-server
  wait_for 60 "RabbitMQ (log: $state/rabbitmq.log)" curl -fsS -u guest:guest "http://127.0.0.1:$management_port/api/overview"
}

start_database() {
  local bin home=$state/postgres
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  database_port=$(free_port)
  local as=()
  # PostgreSQL refuses to run as root.
  if [ "$(id -u)" = 0 ]; then
    chmod 755 "$state"
    [ -d "$home" ] || install -d -m 700 -o postgres "$home"
    as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  fi
  if [ ! -e "$home/PG_VERSION" ]; then
    "${as[@]}" "$bin/initdb" -D "$home" -U agentbus --auth=trust -E UTF8 >"$state/initdb.log"
  fi
  run_in_background postgres "${as[@]}" "$bin/postgres" -D "$home" -p "$database_port" -c listen_addresses=127.0.0.1 -c unix_socket_directories=
  wait_for 30 "PostgreSQL (log: $state/postgres.log)" "$bin/pg_isready" -h 127.0.0.1 -p "$database_port"
  "$bin/createdb" -h 127.0.0.1 -p "$database_port" -U agentbus agentbus 2>/dev/null || true
}
