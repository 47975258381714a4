# The two commands of the README. Each makes .venv when it is missing and does all else.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test check docs bench robustness clean

demo: $(READY)  ## the main job on real input: the impasse of January 2022
	$(BIN)/negsim solve scenarios/baseline_impasse.yaml
	$(BIN)/negsim tipping scenarios/baseline_impasse.yaml audience_cost_R
	$(BIN)/negsim tipping scenarios/baseline_impasse.yaml confidence_q
	mkdir -p demo
	$(BIN)/negsim plot scenarios/baseline_impasse.yaml --plot equilibrium_map -o demo/equilibrium_map.png

test: $(READY)  ## everything: contracts, properties, oracles, docs, and the linters of tests/budget
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(READY)  ## what pre-commit runs
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/codespell

docs: $(READY)
	$(BIN)/sphinx-build -W -q docs docs/_build

bench: $(READY)
	$(BIN)/python -m benchmarks

robustness: $(READY)  ## the committed table of how robust the headlines are; some minutes
	$(BIN)/python -m tests.docs.robustness

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $(READY)

clean:
	rm -rf .venv demo docs/_build .pytest_cache .mypy_cache .ruff_cache
