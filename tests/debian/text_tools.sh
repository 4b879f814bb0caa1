# grep, sed, awk, diff, bc, jq on text that is long enough to compile loops.
set -eu
seq 1 20000 | awk '{ s += $1 * $1; if ($1 % 1000 == 0) n++ } END { printf "%d %d %.6f\n", s, n, sqrt(s) }'
seq 1 20000 | mawk '{ c[$1 % 10]++ } END { for (i = 0; i < 10; i++) printf "%s ", c[i]; print "" }'
seq 1 20000 | gawk 'function f(n) { return n < 2 ? n : f(n-1) + f(n-2) } NR == 1 { print f(18), length("äöü"), toupper("abc") } { x = x substr($1, 1, 1) } END { print length(x), gsub(/1/, "", x) }'
seq 1 5000 | grep -c 7; seq 1 5000 | grep -E '^(1|2).*9$' | wc -l; printf 'foo\nbar\n' | grep -v o; echo abcabc | grep -o 'b.' | head -n 1
seq 1 5000 | sed -n '/99/p;$=' | tail -n 3; echo 'one two three' | sed -E 's/(\w+) (\w+)/\2 \1/; y/aeiou/AEIOU/'
diff <(seq 10) <(seq 2 11) || true
echo 'scale=40; 4*a(1); 2^200' | bc -l; echo '{"a":[1,2,{"b":"x"}]}' | jq -c '.a[2].b, (.a[:2] | add), keys'
printf '%s\n' b a c | sort | tr '\n' ' '; echo; perl -ne 'print if /5/' < <(seq 20)
