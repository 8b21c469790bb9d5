#!/bin/sh
# What the README has a supervisor ask of the fictional city, once `npm run demo` has played it. The
# README quotes the region below word for word (test/readme.spec.ts), and CI runs this file. Needs a
# running service (WENZE_URL, default http://127.0.0.1:3000), curl and node. Exits 1 when an answer
# is not what the README says.
set -eu

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# `token` and `get` are those of the other walk.
sed -n '/^# region: ready$/,/^# endregion$/p' "$(dirname "$0")/walkthrough.sh" >"$scratch/ready"
. "$scratch/ready"
cd "$scratch"

{
# region: demo
upper=$(token supervisor demo-upper-discipline)
may="superior=demo-upper-discipline&kind=inaction"
get "$upper" "/supervision/findings?$may&state=open&on=2026-01-16"       # six
get "$upper" "/supervision/findings?$may&state=open&on=2026-01-31"       # three are left
get "$upper" "/supervision/findings?$may&state=escalated&on=2026-01-31"  # S-01, with the case against the head
get "$upper" "/supervision/findings/S-01:demo-2025-009:demo-d9"          # why: recommended, and decided not to
# endregion
} >answers

cat answers
told=$(node -e '
  const lines = require("fs").readFileSync("answers", "utf8").trimEnd().split("\n");
  const [open, left, pursued, one] = lines.filter((_, at) => at % 2 === 0).map((line) => JSON.parse(line));
  console.log([
    ...lines.filter((_, at) => at % 2 === 1),
    open.items.length,
    left.items.length,
    ...pursued.items.map(({ code, dispositions }) => `${code} ${dispositions[0].caseId}`),
    ...one.events.map(({ type }) => type),
  ].join(" "));
')
[ "$told" = '200 200 200 200 6 3 S-01 demo-2026-001 RecommendationMade DecisionMade' ] || {
  echo "walk-of-the-demo: found $told" >&2
  exit 1
}
echo 'walk-of-the-demo: all answers are what the README says'
