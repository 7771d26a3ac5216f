#!/bin/bash
# Whether two builds of the program, and two runs of the first, give the same bytes: results,
# pictures and calibration.
#
#   .ci/same_results.sh PROGRAM OTHER_PROGRAM
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run() {  # program, name
  "$1" reproduce --results-dir "$work/$2/results" --figures-dir "$work/$2/figures" --document none
  "$1" calibrate --dry-run --document none >"$work/$2/calibration.txt"
}
run "$1" first
run "$1" second
run "$2" other
diff --recursive --brief "$work/first" "$work/second"
diff --recursive --brief "$work/first" "$work/other"
echo "same_results: $(find "$work/first" -type f | wc -l) files are the same, byte for byte"
