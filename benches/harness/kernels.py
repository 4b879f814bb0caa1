"""Kernels are static programs that time themselves, so starting up is not in them."""

import shutil
import subprocess
import sys

from .machines import BUILT, REPO, TARGET

CLASSES = ["integer", "float", "simd", "branches", "memory", "threads", "syscalls"]
KERNELS = REPO / "benches/guest"
BUILD = TARGET / "bench"
FLAGS = ["-O2", "-std=gnu17", "-ffp-contract=off", "-static", "-pthread"]

# What the interpreter does of the usual work, in per cent: it is some fifty times slower.
INTERPRETER_SCALE = 4
# How often a kernel runs in one process: the first time, which translates, is not counted.
RUNS = 2


def wish(source, key):
    """The words after `//@ KEY:` in a kernel file; none when there is no such line."""
    lines = [line for line in source.read_text().splitlines() if line.startswith(f"//@ {key}:")]
    return lines[0].split(":", 1)[1].split() if lines else None


def build(source, machine, rooted):
    """Builds for a machine: by the gcc and with the C library of its root if `rooted`, else by this machine's (cross) gcc."""
    where = machine.guest.name if machine.guest else "native"
    folder = BUILD / ("rooted" if rooted else "crossed") / where
    inputs = [source, KERNELS / "kernel.h"]
    binary = folder / source.stem
    if not binary.exists() or binary.stat().st_mtime < max(i.stat().st_mtime for i in inputs):
        folder.mkdir(parents=True, exist_ok=True)
        for file in inputs:
            shutil.copy(file, folder)
        arguments = [*FLAGS, *(wish(source, "flags") or []), "-o", source.stem, source.name, "-lm"]
        subprocess.run([*compiler(machine, rooted), *arguments], cwd=folder, check=True)
    return str(binary)


def compiler(machine, rooted):
    if not rooted:
        return [machine.guest.compiler if machine.guest else "gcc"]
    emulator = ["--emulator", BUILT / f"emu-{machine.guest.name}"] if machine.guest else []
    return [REPO / "scripts/in-root", *emulator, machine.root, "gcc"]


def measure(group, machines, options):
    """{kernel: {machine: the seconds of each turn, scaled to the full amount of work}}"""
    source = KERNELS / f"{group}.c"
    guests = wish(source, "guests")
    machines = [m for m in machines if not m.guest or guests is None or m.guest.name in guests]
    if len(machines) == 1:
        return {}
    times, sums = {}, {}
    rooted = all((m.root / "usr/bin/gcc").exists() for m in machines)
    binaries = {machine: build(source, machine, rooted) for machine in machines}
    # In turn: what disturbs the machine for a while disturbs all.
    for turn in range(options.repeats):
        for machine, binary in binaries.items():
            if machine.is_interpreter and turn > 0:
                continue
            for kernel, (checksum, seconds) in run(machine, binary, options).items():
                times.setdefault(kernel, {}).setdefault(machine.name, []).append(seconds)
                if not machine.is_interpreter and sums.setdefault(kernel, checksum) != checksum:
                    print(f"{kernel}: {machine.name} computes {checksum}, natively {sums[kernel]}", file=sys.stderr)
    return times


def run(machine, binary, options):
    """{kernel: (checksum, seconds for the full amount of work)} of one process."""
    scale, runs = options.scale, RUNS
    if machine.is_interpreter:
        scale, runs = max(1, scale * INTERPRETER_SCALE // 100), 1
    command = [*machine.run_kernels(binary), str(scale), str(runs)]
    if options.kernel:
        command.append(options.kernel)
    done = run_kernels(command)
    return {kernel: (checksum, times[-1] * 1e-9 * options.scale / scale) for kernel, (checksum, times) in done.items()}


def run_kernels(command):
    """{kernel: (checksum, [nanoseconds])} as far as the program got."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        output, ending = done.stdout, done.returncode
    except subprocess.TimeoutExpired as slow:
        output, ending = (slow.stdout or b"").decode(), "time limit"
    if ending != 0:
        print(f"{' '.join(command)} ended with {ending}", file=sys.stderr)
    lines = [line.split() for line in output.splitlines()]
    return {words[0]: (words[1], [int(t) for t in words[2:]]) for words in lines if len(words) > 2}
