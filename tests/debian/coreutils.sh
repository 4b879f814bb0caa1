# Files, text and sums with coreutils and findutils.
set -eu
umask 022
mkdir -p a/b/c; echo one > a/1; echo two > a/b/2; seq 1000 > a/b/c/3; ln -s ../1 a/b/link; ln a/1 a/hard
find a | sort; stat -c '%n %F %a %h %s' a/1 a/b/link
du -a --apparent-size -b a/b/c/3 | cut -f1
sort -rn a/b/c/3 | head -n 3 | paste -sd,; wc a/b/c/3
md5sum a/b/c/3; sha256sum < a/b/c/3; sha512sum a/1; b2sum a/1 | cut -c1-20; cksum a/b/c/3
seq 100 | shuf --random-source=a/b/c/3 | sort -n | uniq | tail -n 1
cut -d: -f1 /etc/passwd | head -n 2; tr 'a-z' 'b-za' <<< hal
echo "3 4 + p" | sed 's/\([0-9]\) \([0-9]\)/\2 \1/'; factor 1234567890123456789; date -u -d @1700000000 +%FT%T
basename /x/y.txt .txt; dirname /x/y.txt; realpath -m /a/../b; readlink a/b/link
dd if=/dev/zero bs=1024 count=10 status=none | od -An -tx1 | head -n 2; printf 'a\tb\n' | expand -t4 | od -c
cp -a a copy; diff -r a copy && echo same; mv copy moved; rm -r moved; test ! -e moved && echo gone
touch -d '2020-01-01 UTC' old; date -u -r old +%Y; tar cf - a | tar tf - | sort | head -n 3
split -n 3 a/b/c/3 part; cat parta? | cmp - a/b/c/3 && echo equal; join <(seq 3) <(seq 2 5); comm -12 <(seq 3) <(seq 2 5)
base64 <<< "some text" | base64 -d; numfmt --to=iec 123456789; seq -w 8 11; tac a/b/c/3 | head -n 1; nl <<< x; fold -w 3 <<< abcdefg
timeout 0.1 sleep 5 || echo "timed out $?"
xargs -n 2 echo < <(seq 5); xargs -P 4 -n 1 sh -c 'exit 0' < <(seq 20); env -i X=1 env; id -un > /dev/null && echo id
ls -1 a; (cd a && ls -R | wc -l); mktemp -d tmp.XXXX | cut -c1-4; expr 7 \* 6; test -x /bin/sh && echo executable; nproc > /dev/null; yes | head -n 2
