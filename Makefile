.PHONY: help check test bench faults screenshots

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

check: ## Seconds, before each commit: style, floors, unit and architecture tests
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports --no-cache
	.venv/bin/python -m pytest -q tests/unit tests/test_architecture.py tests/test_docs.py

test: ## Everything that ./test runs
	./test

bench: ## Measures side by side and writes bench/results.md; ONLY=sending measures one
	.venv/bin/uv pip install -q --python .venv/bin/python -r bench/requirements.txt -r tests/requirements.txt
	.venv/bin/python -m bench $(ONLY)

faults: ## The long fault tests: kill -9, cut connections, lost replies, ten thousand steps of money, tampered books
	.venv/bin/python -m pytest -m faults --log-cli-level=INFO tests/faults

screenshots: ## The README's picture, and every main page at 1024 and 1440 wide
	.venv/bin/python -m docs.screenshots test-results/screenshots
