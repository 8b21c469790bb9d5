#!/bin/sh
# One case from intake to closing with curl, as the README tells it: the README quotes the regions
# below word for word (test/readme.spec.ts), and CI runs this file. Needs a running service
# (WENZE_URL, default http://127.0.0.1:3000), curl and node. Each run walks a new case. Exits 1
# when an answer is not what the README says.
set -eu

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

curl -fsS "${WENZE_URL:-http://127.0.0.1:3000}/health/ready" >answers || {
  echo 'walkthrough: no service is ready: start one with `npm start`' >&2
  exit 1
}

# expect STATUS…: the answers of the region that has just run, in order; then shows them.
expect() {
  cat answers
  found=$(grep -E '^[0-9]{3}$' answers | tr '\n' ' ')
  [ "$found" = "$* " ] && return
  echo "walkthrough: expected the answers $*, found $found" >&2
  exit 1
}

# holds TEXT: the answers of the region contain it.
holds() {
  grep -qF -- "$1" answers && return
  echo "walkthrough: the answers do not contain $1" >&2
  exit 1
}

{
# region: ready
wenze=${WENZE_URL:-http://127.0.0.1:3000}
run=$(date +%s)                       # a new case for every walk
token() {                             # token ROLE [ORGAN]: a development token, of the commission
  curl -sS "$wenze/dev/token" -H 'Content-Type: application/json' \
    -d "{\"sub\":\"$1\",\"name\":\"$1\",\"organ\":\"${2:-walk-commission}\",\"roles\":[\"$1\"]}" |
    node -pe 'JSON.parse(require("fs").readFileSync(0)).token'
}
post() {                              # post TOKEN PATH BODY: sends an act, shows answer and status
  curl -sS -w '\n%{http_code}\n' -H "Authorization: Bearer $1" -H 'Accept-Language: en' \
    -H 'Content-Type: application/json' "$wenze/api/v1$2" -d "$3"
}
get() {                               # get TOKEN PATH
  curl -sS -w '\n%{http_code}\n' -H "Authorization: Bearer $1" -H 'Accept-Language: en' "$wenze/api/v1$2"
}
# endregion

# region: registers
admin=$(token admin)
post "$admin" /organs '{"id":"walk-superior","name":"Fictional Superior Commission","kind":"discipline-commission"}'
post "$admin" /organs '{"id":"walk-commission","name":"Fictional Discipline Commission","kind":"discipline-commission",
  "supervisedBy":["walk-superior"],"head":{"name":"戊某","since":"2024-01-02"}}'
post "$admin" /organs '{"id":"walk-organization","name":"Fictional Organisation Department","kind":"organization-department"}'
post "$admin" /organs '{"id":"walk-bureau","name":"Fictional Bureau","kind":"department","supervisedBy":["walk-commission"]}'
post "$admin" /persons '{"id":"P-'$run'","name":"甲某","sex":"male","organId":"walk-bureau","post":"deputy director",
  "rank":"deputy-section","category":"party-government","managedBy":"walk-commission","track":"leading-cadre"}'
# endregion
} >answers
cat answers
if grep -E '^[0-9]{3}$' answers | grep -qvE '^20[01]$'; then
  echo 'walkthrough: the registers were not taken' >&2
  exit 1
fi

{
# region: intake
intake=$(token intake)
post "$intake" /cases '{"id":"C-'$run'","source":"complaint","channel":"letter",
  "reporter":{"mode":"confidential","name":"乙某","contact":"000-0000"},
  "summary":"A public promise is three months overdue.","suspectedGrounds":["M1-8-1"],
  "receivedOn":"2025-03-03","receivedBy":"walk-commission",
  "subjects":[{"subjectId":"s1","kind":"person","personId":"P-'$run'"}]}'
post "$intake" /cases/C-$run/accept '{"on":"2025-03-04","organId":"walk-commission","track":"leading-cadre"}'
# endregion
} >answers
expect 201 201

{
# region: investigation
investigator=$(token investigator)
post "$investigator" /cases/C-$run/initiate '{"on":"2025-03-05","organId":"walk-commission",
  "investigators":[{"personId":"P-9","name":"丁某","organId":"walk-commission"}]}'

echo "progress of the works, as found on site ($run)" >material.txt
curl -sS -w '\n%{http_code}\n' -H "Authorization: Bearer $investigator" \
  -F 'file=@material.txt;type=text/plain' "$wenze/api/v1/evidence" | tee stored
digest=$(node -pe 'JSON.parse(require("fs").readFileSync("stored", "utf8").split("\n")[0]).digest')
size=$(wc -c <material.txt | tr -d ' ')
post "$investigator" /cases/C-$run/evidence '{"on":"2025-03-20","title":"Site inspection",
  "digest":"'$digest'","mediaType":"text/plain","size":'$size'}'

post "$investigator" /cases/C-$run/record-intervention '{"on":"2025-03-26","subjectId":"s1",
  "pleader":{"personId":"P-8","name":"丙某"},"contacted":{"personId":"P-9","name":"丁某"},
  "channel":"telephone","content":"Asked to let it rest.","recordedBy":{"personId":"P-9","name":"丁某"}}'
post "$investigator" /cases/C-$run/file-report '{"on":"2025-04-10","organId":"walk-commission",
  "authors":[{"personId":"P-9","name":"丁某"}],"materials":["'$digest'"],
  "findings":[{"subjectId":"s1","facts":"The works stood still for two months.","grounds":["M1-8-1"],
    "severity":"minor","mitigating":[],"aggravating":[]}]}'
post "$investigator" /cases/C-$run/recommend '{"on":"2025-04-14","organId":"walk-commission","recommendations":[
  {"subjectId":"s1","accountable":true,"methods":["admonishing-talk"],"reasons":"In charge of the works."}]}'
post "$investigator" /cases/C-$run/hear-subject '{"on":"2025-04-16","subjectId":"s1","manner":"oral","heardBy":"丁某"}'
# endregion
} >answers
expect 201 201 201 201 201 201 201

{
# region: decision
decider=$(token decider)
get "$decider" "/cases/C-$run/decision-frame?subjectId=s1&on=2025-04-18" # what the measures permit, and who decides
post "$decider" /cases/C-$run/decide '{"on":"2025-04-18","organId":"walk-commission","subjectId":"s1",
  "decisionId":"D-'$run'","accountable":true,"methods":["admonishing-talk"],"adjustment":"none",
  "reasons":"A first time, and the works go on.","decidedBy":[{"name":"Standing committee"}]}'
# endregion
} >answers
expect 200 201
holds '"baseBand":"minor"'

{
# region: irregular
registrar=$(token registrar)
number=$((run % 900000 + 100000))     # an organ uses a number once
post "$registrar" /cases/C-$run/issue-letter '{"on":"2025-04-21","decisionId":"D-'$run'",
  "number":"虚纪问责决字（2025）第'$number'号","appealTo":"walk-commission"}'
# → 201 with a notice, letter-number-gap: worth a look, and stops nothing.
# Due on 28 April, the 7th working day. It was delivered on 6 May:
post "$registrar" /cases/C-$run/record-delivery '{"on":"2025-05-06","decisionId":"D-'$run'",
  "recipient":"subject","manner":"in person","receivedBy":"甲某"}'
# → 422 irregular, M1-24: delivered-late. It happened all the same, so it is recorded with its reasons:
post "$registrar" /cases/C-$run/record-delivery '{"on":"2025-05-06","decisionId":"D-'$run'",
  "recipient":"subject","manner":"in person","receivedBy":"甲某","acknowledge":
  {"codes":["delivered-late"],"justification":"The file was mislaid when the clerk changed."}}'
# endregion
} >answers
expect 201 422 201
holds '"notices":[{"code":"letter-number-gap","clause":"M1-23"'
holds '"irregularities":[{"code":"delivered-late","clause":"M1-24"'

{
# region: closing
post "$registrar" /cases/C-$run/record-delivery '{"on":"2025-04-24","decisionId":"D-'$run'",
  "recipient":"unit","manner":"in person","receivedBy":"office of the bureau"}'
post "$registrar" /cases/C-$run/archive '{"on":"2025-05-08","decisionId":"D-'$run'","keeperOrganId":"walk-organization"}'
# From deputy section chief on, for the record of two: the superior commission, the organisation department (M1-25).
post "$registrar" /cases/C-$run/report-for-record '{"on":"2025-05-08","decisionId":"D-'$run'","toOrganId":"walk-superior"}'
post "$registrar" /cases/C-$run/report-for-record '{"on":"2025-05-08","decisionId":"D-'$run'","toOrganId":"walk-organization"}'
post "$registrar" /cases/C-$run/publish '{"on":"2025-05-09","decisionId":"D-'$run'","scope":"unit","place":"notice board"}'
post "$registrar" /cases/C-$run/record-execution '{"on":"2025-05-12","decisionId":"D-'$run'",
  "method":"admonishing-talk","organId":"walk-commission","reference":"talk no. 1"}'
# No duty is open any more, so closing breaks no rule:
post "$registrar" /cases/C-$run/close '{"on":"2025-05-15","reasons":"Decided and carried out."}'
# endregion
} >answers
expect 201 201 201 201 201 201 201

sleep 1 # lists are some milliseconds behind the ledger, unless asked with ?atLeast=
{
# region: questions
auditor=$(token auditor)
get "$auditor" "/persons/P-$run/accountability?on=2025-12-31"         # how often within one year
get "$auditor" "/obligations?case=C-$run&state=done-late"            # what was late, and how that was counted
get "$auditor" "/cases/C-$run/history"                               # every event, as stored
# endregion
} >answers
expect 200 200 200
holds '"count":1'
holds '"dueOn":"2025-04-28"'
holds '"name":{"sealed":true}'
holds '"justification":"The file was mislaid when the clerk changed."'

sleep 1
{
# region: readers
get "$auditor" "/accesses?case=C-$run"                               # who read it
# endregion
} >answers
expect 200
holds '"fields":["history"]'

{
# region: left-alone
post "$intake" /cases '{"id":"L-'$run'","source":"complaint","reporter":{"mode":"anonymous"},
  "summary":"A complaint that nobody answers.","receivedOn":"2025-03-10","receivedBy":"walk-commission",
  "subjects":[{"subjectId":"s1","kind":"person","organId":"walk-bureau"}]}' | tee received
position=$(node -pe 'JSON.parse(require("fs").readFileSync("received", "utf8").split("\n")[0]).position')
# endregion
} >answers
expect 201
sleep 1
{
# region: supervisor
supervisor=$(token supervisor walk-superior)
get "$supervisor" "/supervision/organs?superior=walk-superior"         # how each body stands, and who heads it
get "$supervisor" "/supervision/findings?superior=walk-superior&kind=inaction&case=L-$run"
get "$supervisor" "/supervision/findings/S-05:L-$run:intake"          # why: the events it rests on, one by one
# endregion
} >answers
expect 200 200 200
holds '"id":"S-05:L-'$run':intake"'
holds '"state":"open","clause":"M2-7"'
holds '"head":[{"name":"戊某"'
holds '"superiors":["walk-superior"]'
holds '"openFrom":"2025-04-'
fact=$(node -pe 'JSON.parse(require("fs").readFileSync("answers", "utf8").split("\n")[2]).items[0].facts[0]')
holds '"events":[{"eventId":"'$fact'","type":"CaseRegistered",'
{
# region: known-when
get "$supervisor" "/supervision/findings?kind=inaction&case=L-$run&on=2025-04-01"    # three weeks after: nothing yet
get "$supervisor" "/supervision/findings?kind=inaction&case=L-$run&knownAt=$((position - 1))"  # before it was recorded: nothing known
# endregion
} >answers
expect 200 200
[ "$(grep -cF '"items":[]' answers)" = 2 ] || {
  echo 'walkthrough: the finding was there before its day, or before it was known' >&2
  exit 1
}
echo 'walkthrough: all answers are what the README says'
