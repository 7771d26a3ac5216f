#!/bin/bash
# Whether two builds of the program, and two runs of the first, give the same bytes: results and
# pictures; and the constants of the cards, which calibration gives back exactly.
#
#   .ci/same_results.sh PROGRAM OTHER_PROGRAM
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run() {  # program, name; few items, as more of them compute nothing else
  "$1" reproduce --items 5 --document none \
    --results-dir "$work/$2/results" --figures-dir "$work/$2/figures"
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
