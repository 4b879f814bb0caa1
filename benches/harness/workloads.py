"""Debian's programs at the work that people give to containers: the same package in each root, the same files, the same output.

A row is a class, a name and a command. A command is a list (its first word may be a
pattern, resolved in the root) or a line for /bin/sh. It runs in a folder that holds FILES. Its output must be the
native one's, word for word.
"""

import random
import sys
from dataclasses import dataclass

from .machines import ROOTS
from .rooted import Rooted, Unavailable

# Seconds that one workload may take on one machine before its further turns are left out.
PATIENCE = 12


@dataclass(frozen=True)
class Workload:
    group: str
    name: str
    command: object

    @property
    def argv(self):
        return ["/bin/sh", "-c", self.command] if isinstance(self.command, str) else self.command


CLASSES = ["shell", "compilers", "interpreters", "jits", "programs"]
PHP = "/usr/bin/php8.*"
JAVA = "/usr/lib/jvm/default-java/bin"

WORKLOADS = [
    Workload("shell", "exec true", "i=0; while [ $i -lt 40 ]; do /bin/true; i=$((i + 1)); done"),
    Workload("shell", "pipelines", ["/bin/bash", "pipelines.sh"]),
    Workload("shell", "configure", ["/bin/sh", "configure"]),
    Workload("shell", "dpkg", "dpkg-deb -Zgzip --root-owner-group -b package out.deb >/dev/null && rm -rf out && "
             "dpkg-deb -x out.deb out && dpkg-deb -f out.deb Version && ls out/opt | wc -l && dpkg-query -f '${Version}\\n' -W bash libc6 >/dev/null"),
    Workload("shell", "git", "rm -rf repo && cp -r package/opt repo && cd repo && git init -q && git add . && git commit -qm one && "
             "sed -i s/a/b/ file1* && git status -s | wc -l && git diff --stat | tail -n 1 && git commit -qam two && git log --format=%s"),
    Workload("compilers", "gcc", "gcc -O2 -c functions.c -o functions.o && gcc -O1 -o main main.c && ./main"),
    Workload("compilers", "g++", "g++ -O1 -std=c++20 -o words words.cc && ./words <text | tail -n 3"),
    Workload("compilers", "go", "rm -rf gocache && GOCACHE=$PWD/gocache GO111MODULE=off GOFLAGS=-p=1 go build -o hello hello.go && ./hello"),
    Workload("compilers", "javac", f"rm -f Shapes*.class && {JAVA}/javac Shapes.java && ls Shapes*.class | wc -l"),
    Workload("interpreters", "python", ["/usr/bin/python3", "compute.py"]),
    Workload("interpreters", "perl", ["/usr/bin/perl", "compute.pl"]),
    Workload("interpreters", "ruby", ["/usr/bin/ruby", "compute.rb"]),
    Workload("interpreters", "php", [PHP, "compute.php"]),
    Workload("interpreters", "lua", ["/usr/bin/lua5.4", "compute.lua"]),
    Workload("interpreters", "bash", ["/bin/bash", "compute.sh"]),
    Workload("interpreters", "awk", ["/usr/bin/gawk", "-f", "compute.awk", "text"]),
    Workload("jits", "node -e 0", ["/usr/bin/node", "-e", "0"]),
    Workload("jits", "node", ["/usr/bin/node", "compute.js"]),
    Workload("jits", "java -version", [f"{JAVA}/java", "-version"]),
    Workload("jits", "java", [f"{JAVA}/java", "-Xshare:auto", "Compute.java"]),
    Workload("programs", "xz", "xz -T1 -1 -c text | sha256sum"),
    Workload("programs", "zstd", "zstd -q -7 -c text | sha256sum"),
    Workload("programs", "gzip", "gzip -nc text | sha256sum"),
    Workload("programs", "sha256", "cat text text text text text text text text | sha256sum"),
    Workload("programs", "sort", "LC_ALL=C sort text | sha256sum"),
    Workload("programs", "sqlite", ["/usr/bin/sqlite3", ":memory:", ".read compute.sql"]),
    Workload("programs", "jq", ["/usr/bin/jq", "-c", "(map(.n) | add), (map(select(.s | test(\"a.b\"))) | length)", "rows.json"]),
    Workload("programs", "numpy", ["/usr/bin/python3", "arrays.py"]),
]


def files():
    """The files of the working folder: {path: text}, the same at every call."""
    chance = random.Random(1)
    vocabulary = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 9))) for _ in range(4000)]
    lines = (" ".join(chance.choices(vocabulary, k=9)) for _ in range(60000))
    made = dict(FIXED, text="\n".join(lines) + "\n")
    made["functions.c"] = "".join(C_FUNCTION.format(n=n, m=n * 37 % 101) for n in range(50))
    made["rows.json"] = "[" + ",".join(f'{{"n":{n},"s":"{word}"}}' for n, word in enumerate(vocabulary * 5)) + "]"
    made["configure"] = CONFIGURE_HEAD + "".join(CONFIGURE_CHECK.format(n=n) for n in range(25)) + CONFIGURE_TAIL
    for n in range(300):
        made[f"package/opt/file{n}"] = "\n".join(" ".join(chance.choices(vocabulary, k=8)) for _ in range(30)) + "\n"
    made["package/DEBIAN/control"] = "Package: sample\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\nDescription: a sample\n"
    return made


C_FUNCTION = """
struct s{n} {{ int a[{m} + 4]; struct s{n} *next; double w; }};
long f{n}(struct s{n} *p, long n)
{{
    long sum = {m};
    for (; p; p = p->next)
        for (long i = 0; i < n && i < {m} + 4; i++) {{
            if (p->a[i] % 7 == {n} % 7) sum += p->a[i] * (i + {m}); else sum ^= (long)(p->w * p->a[i]);
            switch (sum & 7) {{ case 0: sum += {n}; break; case 3: sum -= i; break; case 5: sum *= 3; break; default: sum++; }}
        }}
    return sum;
}}
"""

CONFIGURE_HEAD = """#!/bin/sh
as_echo='printf %s\\n'
rm -f config.log confdefs.h; : >confdefs.h
ac_count=0
"""
# What autoconf's checks consist of: here-documents, sed, grep, expr, and now and then the compiler.
CONFIGURE_CHECK = """
ac_count=`expr $ac_count + 1`
$as_echo "checking for feature {n}" >>config.log
cat confdefs.h - <<_EOF >conftest.c
/* check {n} */
int feature_{n} (void);
int main (void) {{ return feature_{n} != 0 && {n} == 0; }}
_EOF
if grep 'feature_{n}' conftest.c >/dev/null 2>&1; then
  ac_name=`$as_echo "HAVE_FEATURE_{n}" | sed 'y%abcdefghijklmnopqrstuvwxyz./-%ABCDEFGHIJKLMNOPQRSTUVWXYZ___%;s/^ac_//'`
  case $ac_name in *FEATURE*) $as_echo "#define $ac_name 1" >>confdefs.h ;; esac
fi
if test `expr {n} % 8` = 0; then
  if gcc -c conftest.c >/dev/null 2>&1; then $as_echo yes >>config.log; else $as_echo no >>config.log; fi
fi
rm -f conftest.c conftest.o
ac_dir=`dirname ./one/two{n} | tr -d '\\n'`; test -d "$ac_dir" || mkdir -p "$ac_dir"
"""
CONFIGURE_TAIL = """
sed -e '/^#define/!d' -e 's/#define \\([A-Z_0-9]*\\) 1/\\1=yes/' confdefs.h | sort | uniq | wc -l
$as_echo $ac_count
"""

FIXED = {
    "pipelines.sh": """
for i in {1..12}; do
  n=$(head -n $((i * 20)) text | tr ' ' '\\n' | grep "^a" | cut -c1-3 | sort | uniq -c | sed -n '$=')
  test -d d$i || mkdir d$i; touch d$i/x; cat d$i/x; basename /a/b/c$i; rm -r d$i
  echo "$n"
done
""",
    "main.c": """
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(void) { char *s = strdup("built"); printf("%s %zu\\n", s, strlen(s)); free(s); return 0; }
""",
    "words.cc": """
#include <algorithm>
#include <iostream>
#include <map>
#include <string>
#include <vector>
int main()
{
    std::map<std::string, int> words;
    for (std::string word; std::cin >> word;) words[word]++;
    std::vector<std::pair<int, std::string>> sorted;
    for (const auto &[word, count] : words) sorted.emplace_back(count, word);
    std::sort(sorted.begin(), sorted.end());
    for (const auto &[count, word] : sorted) std::cout << word << ' ' << count << '\\n';
}
""",
    "hello.go": """
package main
func main() { sum := 0; for i := 0; i < 1000; i++ { sum += i * i % 7 }; println(sum) }
""",
    "Shapes.java": """
import java.util.*;
import java.util.function.*;
import java.util.stream.*;
public class Shapes {
    sealed interface Shape permits Circle, Square, Group {}
    record Circle(double r) implements Shape {}
    record Square(double a) implements Shape {}
    record Group(List<Shape> parts) implements Shape {}
    static double area(Shape s) {
        return switch (s) {
            case Circle c -> Math.PI * c.r() * c.r();
            case Square q -> q.a() * q.a();
            case Group g -> g.parts().stream().mapToDouble(Shapes::area).sum();
        };
    }
    static <T, R extends Comparable<R>> Optional<T> best(Collection<T> all, Function<? super T, R> by) {
        return all.stream().max(Comparator.comparing(by));
    }
    public static void main(String[] args) {
        Map<String, List<Shape>> named = new TreeMap<>();
        for (int i = 0; i < 100; i++) named.computeIfAbsent("k" + i % 7, k -> new ArrayList<>()).add(i % 2 == 0 ? new Circle(i) : new Square(i));
        named.forEach((k, v) -> System.out.println(k + " " + area(new Group(v)) + " " + best(v, Shapes::area)));
    }
}
""",
    "compute.py": """
import json, re
def primes(n):
    sieve = bytearray([1]) * n
    for i in range(2, n):
        if sieve[i]:
            for j in range(i * i, n, i): sieve[j] = 0
    return sum(sieve) - 2
class Point:
    def __init__(self, x): self.x = x
    def step(self): self.x = (self.x * 5 + 1) % 65521; return self.x
p = Point(1); words = {}
for i in range(150000): words[str(p.step() % 500)] = words.get(str(i % 500), 0) + 1
text = open("text").read(400000)
print(primes(500000), sum(words.values()), sum(x * .5 for x in range(200000)))
print(len(re.findall(r"\\b[a-m]+\\b", text)), len(json.dumps(sorted(set(text.split())))))
""",
    "compute.pl": """
my %h; for my $i (1..400000) { $h{$i % 1000} .= chr(65 + $i % 26); }
my $n = 0; for (values %h) { $n++ while /A[B-M]/g }
open F, "text"; my %w; while (<F>) { $w{lc $_}++ for split; last if $. > 15000 }
print "$n ", scalar(keys %w), " ", (sort { $w{$b} <=> $w{$a} || $a cmp $b } keys %w)[0], "\\n";
""",
    "compute.rb": """
class Node; attr_accessor :left, :right, :key; def initialize(k) = @key = k
  def add(k) = k < key ? (left ? left.add(k) : self.left = Node.new(k)) : (right ? right.add(k) : self.right = Node.new(k))
  def sum = key + (left&.sum || 0) + (right&.sum || 0)
end
x = 1; root = Node.new(5000)
30000.times { x = (x * 1103515245 + 12345) % 2147483648; root.add(x % 10007) }
words = Hash.new(0); File.foreach("text").first(8000).each { |l| l.split.each { |w| words[w] += 1 } }
puts root.sum, words.size, words.values.max, (1..200000).map { |i| i * i % 7 }.sum
""",
    "compute.php": """<?php
$sum = 0; $a = [];
for ($i = 0; $i < 800000; $i++) { $a[$i % 997] = ($a[$i % 997] ?? 0) + $i % 13; $sum ^= $a[$i % 997]; }
$words = []; foreach (array_slice(file("text"), 0, 15000) as $line) foreach (explode(" ", trim($line)) as $w) $words[$w] = ($words[$w] ?? 0) + 1;
ksort($words); echo $sum, " ", count($words), " ", md5(implode(",", array_keys($words))), " ", strlen(str_replace("a", "bb", implode($words))), "\\n";
""",
    "compute.lua": """
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
local t, s = {}, 0
for i = 1, 600000 do t[i % 1013] = (t[i % 1013] or 0) + i * 0.5; s = s + #tostring(i % 100) end
local words = {}; local n = 0
for line in io.lines("text") do for w in line:gmatch("%a+") do words[w] = (words[w] or 0) + 1 end; n = n + 1; if n > 10000 then break end end
local sum = 0; for _, c in pairs(words) do sum = sum + c end
print(fib(27), s, t[7], sum)
""",
    "compute.sh": """
s=0; for ((i = 0; i < 120000; i++)); do s=$((s + i % 7)); done; echo $s
x=; for i in {1..3000}; do x=$x$i; done; echo ${#x}; n=0
while read -r a b rest; do case $a in b*) n=$((n + ${#b})) ;; esac; [[ $rest =~ q[aeiou] ]] && ((n++)); done < <(head -n 6000 text); echo $n
""",
    "compute.awk": """
{ for (i = 1; i <= NF; i++) { count[$i]++; total += length($i) } if (/ab.*cd/) hits++; sub(/e+/, "E"); out += index($0, "E") }
END { n = asorti(count, names); print n, total, hits, out, names[1], count[names[n]]; for (i = 0; i < 400000; i++) s += i % 7 * 1.5; print s }
""",
    "compute.js": """
class Body { constructor(i) { this.x = i; this.y = i * 2; this.v = 0.1; } step(o) { const d = this.x - o.x + 0.01; this.v += 1 / (d * d + 1); this.x += this.v * 0.001; } }
const bodies = Array.from({ length: 60 }, (_, i) => new Body(i));
for (let k = 0; k < 400; k++) for (const a of bodies) for (const b of bodies) if (a !== b) a.step(b);
const words = new Map(); for (const w of require('fs').readFileSync('text', 'utf8').split(/\\s+/)) words.set(w, (words.get(w) || 0) + 1);
let h = 0; for (let i = 0; i < 6e6; i++) h = (h * 31 + i) | 0;
console.log(bodies[3].x.toFixed(9), words.size, h, JSON.stringify([...words.entries()].sort()).length);
""",
    "Compute.java": """
import java.nio.file.*; import java.util.*;
public class Compute {
    public static void main(String[] args) throws Exception {
        Map<String, Integer> words = new HashMap<>();
        for (String w : Files.readString(Path.of("text")).split("\\\\s+")) words.merge(w, 1, Integer::sum);
        long h = 0; for (int i = 0; i < 20_000_000; i++) h = h * 31 + (i ^ h >>> 7);
        double[] a = new double[300]; for (int k = 0; k < 2000; k++) for (int i = 1; i < a.length; i++) a[i] = a[i - 1] * 0.5 + i / (k + 1.0);
        System.out.println(words.size() + " " + h + " " + a[299] + " " + new TreeMap<>(words).firstKey());
    }
}
""",
    "compute.sql": """
CREATE TABLE t(id INTEGER PRIMARY KEY, k INT, s TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120000) INSERT INTO t SELECT i, i * 7919 % 10007, hex(i * 31) FROM n;
CREATE INDEX tk ON t(k);
SELECT count(*), sum(k), max(s) FROM t WHERE k BETWEEN 100 AND 4000;
SELECT a.k % 10, count(*) FROM t a JOIN t b ON a.k = b.id WHERE b.s LIKE '%A%' GROUP BY 1 ORDER BY 1;
""",
    "arrays.py": """
import numpy as np
r = np.arange(1_500_000, dtype=np.float64)
a = np.sqrt(r * 1.5 + 2.0) - r / 3
m = (np.arange(160_000) % 17).reshape(400, 400).astype(np.float32)
i = (np.arange(1_000_000, dtype=np.int32) * 7919) % 100003
print(round(float(a.sum())), float((m @ m)[7, 9]), int(np.sort(i)[500]), int((i * 3 ^ i >> 2).sum()), int(np.cumsum(i.astype(np.int64))[-1]))
""",
}


def measure(group, machines, options):
    """{workload: {machine: the seconds of each turn}}, each machine in its own root, in turn."""
    inside = enter_roots(machines)
    measured = {}
    try:
        for workload in WORKLOADS if len(inside) > 1 else []:
            if workload.group == group and options.kernel in (None, workload.name):
                times = time_workload(workload, inside, options.repeats)
                if times:
                    measured[workload.name] = times
    finally:
        for rooted in inside.values():
            rooted.close()
    return measured


def enter_roots(machines):
    inside, prepared = {}, files()
    for machine in machines:
        if machine.is_interpreter:
            continue
        root = machine.guest.root if machine.guest else ROOTS / "amd64"
        try:
            if not root.exists():
                raise Unavailable(f"it needs scripts/fetch-root {root.name} @test @bench")
            inside[machine.name] = Rooted(root, machine.binfmt_line(), prepared)
        except Unavailable as why:
            print(f"workloads: not {machine.name}: {why}", file=sys.stderr)
    return inside


def time_workload(workload, inside, repeats):
    """{machine: the seconds of each turn} without those where it fails; a machine that takes long has fewer turns.

    Before that all but QEMU, which leaves nothing behind, have a turn that is not counted: files are in memory then, and
    translations kept.
    """
    for name, rooted in inside.items():
        if not name.startswith("qemu"):
            rooted.time(workload.argv)
    times, digests = {}, {}
    for turn in range(repeats):
        for name, rooted in inside.items():
            taken = times.setdefault(name, [])
            if len(taken) < turn or sum(taken) > PATIENCE:
                continue
            seconds, status, digest, errors = rooted.time(workload.argv)
            if status != 0:
                print(f"{workload.name}: {name} ends with {status}: {errors.strip()[-500:]}", file=sys.stderr)
                continue
            if digests.setdefault(name, digest) != digests.get("native", digest):
                print(f"{workload.name}: {name} prints something else than the native program", file=sys.stderr)
                continue
            taken.append(seconds)
    return {name: taken for name, taken in times.items() if taken}
