# Schaufenster. The first two commands are all that a newcomer needs; `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help run test stop reset build lint format bench bench-import bench-solver bench-streets bench-offers bench-dispatch bench-board install streets fuzz test-release torture

run: ## Build, start PostgreSQL and the service on http://127.0.0.1:8080 (PORT=… for another port), with a planned sample day
	@scripts/run.sh

test: ## Run every test against a throw-away PostgreSQL cluster
	@scripts/test.sh

stop: ## Stop what `make run` started
	@scripts/stop.sh

reset: stop ## Forget the sample city and all data of `make run` (asks nothing: .local/ is a playground)
	@scripts/reset.sh

build: ## Build the service and the terminal as `make run` does
	@scripts/build.sh

lint: ## Check format and style of the Swift code
	@scripts/lint.sh

format: ## Format the Swift code
	@swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks

bench: ## Measure import, look-ups and search beside bare PostgreSQL; writes docs/benchmarks/latest.json
	@scripts/bench.sh

bench-import: ## Upload a million products: rates beside bare PostgreSQL, and flat memory
	@scripts/bench.sh --products 1000000 --import-only --output docs/benchmarks/import-million.json

bench-solver: ## Measure the solver beside its peers (SCHAUFENSTER_BENCH=folder of instances; peers from PyPI where installed)
	@swift build -c release --product dispatch-cli
	@python3 Benchmarks/Solver/bench_solver.py

bench-streets: ## Measure the street network beside OSRM and Valhalla (EXTRACT=file.osm.pbf)
	@Benchmarks/Streets/run.sh $(EXTRACT)

bench-dispatch: ## Plans of a simulated day beside CoopCycle's way and VROOM (ORDERS=300,1000,3000 LIMIT=30)
	@Benchmarks/Dispatch/run.sh $(ORDERS) $(LIMIT)

bench-board: ## Measure how long the board takes to redraw (STOPS=1000)
	@scripts/bench-board.sh $(STOPS)

install: ## Install the terminal with its manual page and completions (PREFIX=/usr/local)
	@scripts/install.sh $(PREFIX)

streets: ## Import the city's streets: fetches an extract of OpenStreetMap, or takes EXTRACT=file.osm.pbf
	@scripts/streets.sh $(EXTRACT)

bench-offers: ## Measure offers of delivery windows and re-planning at 500 planned stops (EXTRACT=file.osm.pbf adds streets)
	@scripts/bench-offers.sh $(EXTRACT)

test-release: ## Run the tests of Routing as it is shipped, without overflow and bounds checks; by hand, some minutes
	@scripts/torture.sh --all

torture: ## Run the long random tests of streets and solver (ROUNDS=900)
	@scripts/torture.sh

fuzz: ## Fuzz the readers of streets and catalogs for a minute each
	@Benchmarks/Streets/fuzz.sh 60
	@Benchmarks/Catalog/fuzz.sh 60

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
