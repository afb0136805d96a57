#!/bin/sh
# The print engine behind ippeveprinter: run by it for every document ($1), it acts out the scenario the test wrote.
# One verb a line: print [seconds a page] | state +reason / -reason | keep | wait | fail [code]. A `wait` ends with the file `go`.
say() { printf '%s\n' "$*" >&2; }

pages=$(pdfinfo "$1" 2>/dev/null | awk '/^Pages/ { print $2 }')
[ -n "$pages" ] || pages=1
say "ATTR: job-impressions=$pages"

while read -r verb argument || [ -n "$verb" ]; do
  case "$verb" in
    print)
      page=0
      while [ "$page" -lt "$pages" ]; do
        sleep "${argument:-0.05}"
        page=$((page + 1))
        say "ATTR: job-impressions-completed=$page"
      done
      ;;
    state) say "STATE: $argument" ;;
    keep) cp "$1" "$ENGINE_DIRECTORY/printed-${IPP_JOB_ID:-0}.pdf" ;;
    wait)
      while [ ! -e "$ENGINE_DIRECTORY/go" ]; do
        # The rig has gone, and nobody will release this any more.
        [ -d "$ENGINE_DIRECTORY" ] || exit 1
        sleep 0.02
      done
      rm -f "$ENGINE_DIRECTORY/go"
      ;;
    fail) exit "${argument:-1}" ;;
  esac
done <"$ENGINE_DIRECTORY/scenario"
