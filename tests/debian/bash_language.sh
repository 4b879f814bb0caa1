# The language: arrays, functions, arithmetic, expansions, traps, subshells, here-documents.
set -eu
declare -A count=()
for word in the cat and the dog and the bird; do count[$word]=$((${count[$word]:-0} + 1)); done
for word in $(printf '%s\n' "${!count[@]}" | sort); do echo "$word ${count[$word]}"; done
fib() { if (( $1 < 2 )); then echo "$1"; else echo $(( $(fib $(($1 - 1))) + $(fib $(($1 - 2))) )); fi; }
echo "fib $(fib 9)"
text="hello world"; echo "${text^^} ${text#hello } ${text/o/0} ${#text} ${text:4:3}"
printf '%05d|%-6s|%x|%q\n' 42 ab 255 "a b"
sum=0; for ((i = 0; i < 20000; i++)); do sum=$((sum + i * i % 7)); done; echo "sum $sum"
(exit 3) || echo "subshell said $?"
trap 'echo "got USR1"' USR1; kill -USR1 $$; trap - USR1
cat <<END | tr a-z A-Z
here $((6 * 7))
END
mapfile -t lines < <(seq 5 -1 1); echo "${lines[*]}"
[[ "2026-11-21" =~ ^([0-9]+)-([0-9]+) ]] && echo "${BASH_REMATCH[2]}"
coproc cat; echo through >&"${COPROC[1]}"; read -r answer <&"${COPROC[0]}"; echo "$answer"
exec {COPROC[1]}>&-; wait
sleep 0.05 & wait $!; echo "job $?"
bash -c 'kill -TERM $$' || echo "killed $?"
set +e; nosuchcommand 2>/dev/null; echo "missing $?"; /etc/passwd 2>/dev/null; echo "not executable $?"
echo "$BASH_VERSION" | cut -d. -f1; uname -m
