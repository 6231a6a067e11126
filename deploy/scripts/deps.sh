#!/usr/bin/env bash
# Installs what the given command of the Makefile needs and the machine lacks: deps.sh [broker] [database] [node] [clock]
source "$(dirname "$0")/common.sh"
command -v dotnet >/dev/null || die "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0"
missing=()
for need in "$@"; do
  case $need in
    broker) [ -n "${AGENTBUS_TEST_RABBITMQ:-}" ] || [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || missing+=(rabbitmq-server) ;;
    database) [ -n "${AGENTBUS_TEST_POSTGRES:-}" ] || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql) ;;
    node) command -v node >/dev/null || missing+=(nodejs npm) ;;
    clock) ls /usr/lib/*/faketime/libfaketimeMT.so.1 >/dev/null 2>&1 || missing+=(libfaketime) ;;
    *) die "deps.sh: unknown need '$need'" ;;
  esac
done
[ ${#missing[@]} -gt 0 ] || exit 0
command -v apt-get >/dev/null || die "Please install: ${missing[*]} (there is no apt-get here to do it)."
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
echo "Installing ${missing[*]} ..."
$sudo apt-get update -qq
# The distribution starts these as system services; AgentBus starts private ones, so those are not wanted.
printf '#!/bin/sh\nexit 101\n' | $sudo tee /usr/sbin/policy-rc.d >/dev/null && $sudo chmod +x /usr/sbin/policy-rc.d
trap '$sudo rm -f /usr/sbin/policy-rc.d' EXIT
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
