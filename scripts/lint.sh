#!/bin/sh
# Format and style: the same check as in CI.
set -eu
cd "$(dirname "$0")/.."
swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks
echo "Format and style are fine."
