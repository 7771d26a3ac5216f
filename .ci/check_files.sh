#!/bin/bash
# What every text file of the repository has to obey; prints each violation and ends with 1 on any.
set -euo pipefail
cd "$(dirname "$0")/.."

status=0
complain() { echo "check_files: $*" >&2; status=1; }

mapfile -t files < <(git ls-files --cached --others --exclude-standard)
for file in "${files[@]}"; do
  [ -f "$file" ] || continue
  size=$(stat --format=%s "$file")
  case $file in *.safetensors) limit=8000000 ;; *) limit=1000000 ;; esac
  [ "$size" -le $limit ] || complain "$file is larger than $limit bytes"
  case $file in *.png | *.pdf | *.safetensors) continue ;; esac
  [ "$size" = 0 ] || [ -z "$(tail -c 1 "$file")" ] || complain "$file does not end with a newline"
done

text=$(printf '%s\n' "${files[@]}" | grep -Ev '\.(png|pdf|safetensors)$')
search() {  # why, then grep's arguments
  local why=$1
  shift
  if echo "$text" | xargs -d '\n' grep -n "$@" /dev/null >&2; then complain "$why"; fi
}
search "spaces at the end of a line" -E '[[:blank:]]+$'
search "carriage returns" $'\r'
search "a path of this machine" -F "$PWD"
search "a left-over of a merge" -E '^(<<<<<<<|>>>>>>>)( |$)'
if echo "$text" | grep -Ev '(^Makefile|\.md)$' | xargs -d '\n' grep -nP '\t' /dev/null >&2; then
  complain "tabs"
fi

for script in .ci/*; do
  bash -n "$script" || complain "$script is not a shell script"
  [ -x "$script" ] || complain "$script is not executable"
done

exit $status
