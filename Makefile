# `make` explains itself. Every target installs what it needs (apt packages, where apt is there) besides the .NET SDK.
SHELL := /bin/bash
MODE ?= embedded
HISTORIES ?= 5000000
CONFIGURATION ?= Release
export CONFIGURATION
export DOTNET_CLI_TELEMETRY_OPTOUT = 1
export DOTNET_NOLOGO = 1
PROGRAMS := $(CURDIR)/artifacts/programs
URL ?= http://127.0.0.1:8080

.DEFAULT_GOAL := help
.PHONY: help build run demo dist up down test bench models conformance histories chaos lint verify data clean

help: ## Show this help
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  MODE=embedded|dist|compose chooses how \`make demo\` runs (default embedded)"

build: ## Build everything (Release)
	@deploy/scripts/deps.sh
	dotnet build AgentBus.sln -c $(CONFIGURATION) -v quiet -nologo

run: build ## Start the all-in-one host on 127.0.0.1:8080, run the sample briefing, print it, keep serving
	@deploy/scripts/embedded.sh serve

demo: build ## Run the sample briefing in MODE and exit with its status; writes artifacts/demo.json
	@case $(MODE) in \
	  embedded) deploy/scripts/embedded.sh demo ;; \
	  dist) deploy/scripts/deps.sh broker database && deploy/scripts/dist.sh demo ;; \
	  compose) deploy/scripts/compose.sh demo ;; \
	  *) echo "MODE is embedded, dist or compose" >&2; exit 2 ;; \
	esac

dist: build ## The distributed mode on this machine: private RabbitMQ and PostgreSQL, each service its own process
	@deploy/scripts/deps.sh broker database
	@deploy/scripts/dist.sh serve

up: ## Bring up docker-compose.yml
	@deploy/scripts/compose.sh up

down: ## Take it down; volumes stay
	@deploy/scripts/compose.sh down

test: ## Every test, against real RabbitMQ and PostgreSQL
	@deploy/scripts/deps.sh broker database node clock
	@CONFIGURATION=Debug deploy/scripts/test.sh

bench: ## Benchmarks beside a floor measured in the same run; writes artifacts/bench.json
	@deploy/scripts/deps.sh broker database
	@deploy/scripts/ahead.sh services/AgentBus.Orchestrator services/AgentBus.Gateway tests/AgentBus.Benchmarks
	AGENTBUS_TEST_PROGRAMS=$(PROGRAMS) $(PROGRAMS)/AgentBus.Benchmarks/AgentBus.Benchmarks

models: build ## The model gateway, bar by bar: the learned router on public data, budgets, overhead, an outage, the official client; writes artifacts/models.json
	@deploy/scripts/deps.sh database node
	dotnet run -c $(CONFIGURATION) --no-build --project tests/AgentBus.ModelBench

conformance: build ## jq's tests, JSON Schema's suite, the workflow standard's examples and scenarios; writes artifacts/conformance.json
	@deploy/scripts/deps.sh node
	dotnet run -c $(CONFIGURATION) --no-build --project tests/AgentBus.Conformance

histories: build ## Five million random histories of random workflows against the engine's invariants; HISTORIES=n for another number
	dotnet run -c $(CONFIGURATION) --no-build --project tests/AgentBus.Histories -- $(HISTORIES)

chaos: ## Faults under load and what is left of the runs; SCENARIO=name, SEED=n, SCALE=0.1 for less; writes artifacts/chaos.json
	@deploy/scripts/deps.sh broker database clock
	@deploy/scripts/ahead.sh services/AgentBus.Orchestrator services/AgentBus.Gateway tests/AgentBus.Chaos
	AGENTBUS_TEST_PROGRAMS=$(PROGRAMS) $(PROGRAMS)/AgentBus.Chaos/AgentBus.Chaos $(if $(SCENARIO),--scenario $(SCENARIO)) $(if $(SEED),--seed $(SEED)) $(if $(SCALE),--scale $(SCALE))

lint: ## Formatting and analysers
	dotnet format AgentBus.sln --verify-no-changes --severity warn

verify: test lint conformance histories chaos ## Tests, formatting, conformance, the long property run, the faults under load, and that a second build changes no tracked file
	@git diff --exit-code --stat

data: ## Fetch the public test data that some tests read, at pinned commits
	@deploy/scripts/data.sh

clean: ## Remove build output, data and artifacts
	rm -rf artifacts data
	find . -type d \( -name bin -o -name obj \) -not -path './.git/*' -prune -exec rm -rf {} +
