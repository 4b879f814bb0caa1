"""Whole processes of unpacked roots, found under -L: what starting up costs."""

import os
import sys
import time

from .machines import ROOTS

COMPUTE = """
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
for i in range(60000): words[str(p.step() % 500)] = words.get(str(i % 500), 0) + 1
print(primes(200000), sum(words.values()), sum(x * .5 for x in range(100000)))
"""
SHELL_LOOP = "s=0; for ((i = 0; i < 60000; i++)); do s=$((s + i % 7)); done; echo $s; x=; for i in {1..2000}; do x=$x$i; done; echo ${#x}"
FORKS = "for i in {1..40}; do /bin/true; done"
SQL = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 200000) SELECT count(*), sum(i % 17), max(hex(i)) FROM n"
PERL = 'my %h; for my $i (1..150000) { $h{$i % 1000} .= chr(65 + $i % 26); } my $n = 0; for (values %h) { $n++ while /A[B-M]/g } print "$n\\n"'

# name, program, arguments, times to run, which machine sits it out:
# qemu leaves execve to binfmt_misc; the interpreter would compute for minutes, and the kernels show its speed.
STARTS = [
    ("true", "/usr/bin/true", [], 40, ""),
    ("bash -c :", "/usr/bin/bash", ["-c", ":"], 20, ""),
    ("40 x true", "/usr/bin/bash", ["-c", FORKS], 5, "qemu"),
    ("bash loop", "/usr/bin/bash", ["-c", SHELL_LOOP], 5, "interp"),
    ("python start", "/usr/bin/python3", ["-c", "pass"], 10, ""),
    ("python imports", "/usr/bin/python3", ["-c", "import json, re, subprocess, argparse, asyncio"], 5, "interp"),
    ("python compute", "/usr/bin/python3", ["-c", COMPUTE], 5, "interp"),
    ("perl compute", "/usr/bin/perl", ["-e", PERL], 5, "interp"),
    ("sqlite3", "/usr/bin/sqlite3", [":memory:", SQL], 5, "interp"),
]


def measure(machines, options):
    """{name: {machine: the seconds of each turn}}: starting, running and reaping. A first turn is not counted."""
    measured = {}
    for guest in options.guests:
        if not guest.root.exists():
            print(f"class start needs scripts/fetch-root {guest.root.name} @test", file=sys.stderr)
    machines = [m for m in machines if not m.guest or m.guest.root.exists()]
    for name, program, arguments, times, absent in STARTS:
        if options.kernel not in (None, name) or len(machines) == 1:
            continue
        commands = {
            m: start_command(m, program, arguments)
            for m in machines
            if m.kind != absent and not (m.guest and not (m.guest.root / program[1:]).exists())
        }
        taken, few = {m.name: [] for m in commands}, max(2, times // 5)
        for turn in range((few if options.quick else times) + 1):
            for machine, command in commands.items():
                seconds = taken[machine.name]
                if None not in seconds and not (machine.is_interpreter and turn > few):
                    seconds.append(time_process(*command))
        measured[name] = {machine: seconds[1:] for machine, seconds in taken.items() if None not in seconds}
    return measured


def start_command(machine, program, arguments):
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/", "PYTHONDONTWRITEBYTECODE": "1"}
    if machine.guest:
        guest = machine.guest.root
        return [machine.emulator, *machine.options, "-L", str(guest), str(guest / program[1:]), *arguments], environment
    host = ROOTS / "amd64"
    if not (host / program[1:]).exists():
        return [program, *arguments], environment
    # The amd64 root's programs with their own loader and libraries, without chroot.
    loader = host / "lib64/ld-linux-x86-64.so.2"
    environment["PYTHONHOME"] = str(host / "usr")
    libraries = f"{host}/usr/lib/x86_64-linux-gnu"
    return [str(loader), "--library-path", libraries, str(host / program[1:]), *arguments], environment


def time_process(command, environment):
    """Wall time; None when it fails."""
    quiet = [(os.POSIX_SPAWN_OPEN, fd, "/dev/null", os.O_RDWR, 0) for fd in (0, 1, 2)]
    begin = time.perf_counter()
    pid = os.posix_spawn(command[0], command, environment, file_actions=quiet)
    status = os.waitpid(pid, 0)[1]
    taken = time.perf_counter() - begin
    if status != 0:
        print(f"{' '.join(command)[:300]} ended with status {status:#x}", file=sys.stderr)
        return None
    return taken
