#!/bin/bash
# Whether two builds of the program, and two runs of the first, give the same bytes: results and
# pictures; and the constants of the cards, which calibration gives back exactly.
#
#   .ci/same_results.sh PROGRAM OTHER_PROGRAM
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run() {  # program, name
  "$1" reproduce --results-dir "$work/$2/results" --figures-dir "$work/$2/figures" --document none
}
run "$1" first
run "$1" second
run "$2" other
diff --recursive --brief "$work/first" "$work/second"
diff --recursive --brief "$work/first" "$work/other"
echo "same_results: $(find "$work/first" -type f | wc -l) files are the same, byte for byte"

"$1" calibrate --document none >/dev/null
git diff --exit-code -- engine/soc/catalog baselines/catalog
echo "same_results: calibrate writes the cards that are there"
