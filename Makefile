# From a bare machine to the paper's figures. Everything else is CMake: see CMakePresets.json.

JOBS := $(shell nproc)
PROGRAM := build/release/mllm-npu

.PHONY: help setup build test reproduce bench clean
.DEFAULT_GOAL := help

help:
	@echo "make setup      find what the build needs and install what is missing (apt; root or sudo)"
	@echo "make build      setup, then compile everything into build/release"
	@echo "make test       build, then run every test"
	@echo "make reproduce  setup, compile the program, make every figure and table of the paper"
	@echo "                (only some of them: make reproduce ARGS=\"fig14 fig19\")"
	@echo "make bench      how fast the simulator and its parts are (only some: ARGS=\"--benchmark_filter=X\")"
	@echo "make clean      remove the builds; results/ and figures/ stay"

setup:
	@.ci/setup.sh

build/release/build.ninja: CMakePresets.json | setup
	@cmake --preset release
	@touch $@

build: setup build/release/build.ninja
	@cmake --build --preset release --parallel $(JOBS)

test: build
	@ctest --preset release --parallel $(JOBS)

reproduce: setup build/release/build.ninja
	@cmake --build --preset release --parallel $(JOBS) --target mllm-npu
	@$(PROGRAM) reproduce $(ARGS)
	@echo "Numbers: results/*.json   pictures: figures/   ours beside the paper's: REPRODUCE.md"

bench: setup build/release/build.ninja
	@cmake --build --preset release --parallel $(JOBS) --target mllm_npu_benchmarks
	@build/release/tests/mllm_npu_benchmarks $(ARGS)

clean:
	@rm -rf build/release build/debug build/asan build/clang
