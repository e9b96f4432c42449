# Tradewind's front door. Every target does its own set-up and says what it is doing;
# what is already up to date is skipped. The work itself is in scripts/.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run watch test check attack bench bench-lists overload chaos relevance rolling-restart screenshots prepare clean-data import-magento import-icecat import-complete-journey

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 26

setup: ## Install what building and running needs (asks nothing, downloads from the registries only)
	@scripts/setup run

run: ## Build the shop and open it on http://localhost:3000
	@scripts/run

watch: setup ## Rebuild and reload while you edit
	@scripts/watch

test: ## Run every test: Rust on a real Postgres, chaos, the journeys in a browser, attacks on the API
	@scripts/test

attack: ## Attack a fresh shop, or the one you name (URL=https://shop.example)
	@scripts/attack $(URL)

check: ## Format, lints, structure, queries, licences: what must hold before a commit
	@scripts/check

bench: ## Measure the shop against a bare handler that runs the same statements
	@scripts/bench

bench-lists: ## Measure every list of the back office at a million rows (ROWS=20000)
	@scripts/bench-lists --rows $(or $(ROWS),1000000)

relevance: ## Measure the search on the rated queries of Icecat (TRADEWIND_DATA names the folder of the data)
	@scripts/relevance

overload: ## Ask a fresh shop for more than it can do, and hold a flash sale (OVERLOAD="--shoppers 5000")
	@scripts/overload $(OVERLOAD)

chaos: ## Break the shop while shoppers buy, then prove that nothing was lost (CHAOS="--seed 7 --seconds 600")
	@scripts/chaos $(CHAOS)

rolling-restart: ## Restart two shops behind NGINX in turn while people shop, and show that no request is lost
	@scripts/rolling-restart

screenshots: ## Photograph every page at 390 and 1440 pixels, light and dark
	@scripts/screenshots

import-magento: ## Import the Magento sample with its photographs (data: TRADEWIND_DATA)
	@scripts/import-sample magento $(IMPORT)

import-icecat: ## Import the products of Open Icecat (data: TRADEWIND_DATA)
	@scripts/import-sample icecat $(IMPORT)

import-complete-journey: ## Import the products of Complete Journey (data: TRADEWIND_DATA)
	@scripts/import-sample complete-journey $(IMPORT)

prepare: ## Write the .sqlx folders anew, after a query or a migration has changed
	@scripts/sqlx-prepare

clean-data: ## Delete the private database and everything the shop stored
	@scripts/clean-data
