# Sourced by the scripts that go over the guests; the current folder is the repository.

# for_each_guest COMMAND...: runs COMMAND with `guest`, `debian`, `triple` and `missing` set from each line of scripts/guests.
for_each_guest() {
  local guest debian triple missing
  while read -r guest debian triple missing <&3; do
    "$@"
  done 3< <(grep -v '^#' scripts/guests)
}
