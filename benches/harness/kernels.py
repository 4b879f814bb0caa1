"""Kernels are static programs that time themselves, so starting up is not in them."""

import shutil
import statistics
import subprocess
import sys

from .machines import BUILT, REPO, TARGET

CLASSES = ["integer", "float", "simd", "branches", "memory", "threads", "syscalls"]
KERNELS = REPO / "benches/guest"
BUILD = TARGET / "bench"
FLAGS = ["-O2", "-std=gnu17", "-ffp-contract=off", "-static", "-pthread"]

# What the interpreter does of the usual work, in per cent: it is some fifty times slower.
INTERPRETER_SCALE = 4


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
    """{kernel: {machine: median seconds, scaled to the full amount of work}}"""
    source = KERNELS / f"{group}.c"
    guests = wish(source, "guests")
    machines = [m for m in machines if not m.guest or guests is None or m.guest.name in guests]
    measured, sums = {}, {}
    rooted = all((m.root / "usr/bin/gcc").exists() for m in machines)
    for machine in machines if len(machines) > 1 else []:
        scale, repeats = options.scale, options.repeats
        if machine.is_interpreter:
            scale, repeats = max(1, scale * INTERPRETER_SCALE // 100), 1
        command = [*machine.run_kernels(build(source, machine, rooted)), str(scale), str(repeats)]
        if options.kernel:
            command.append(options.kernel)
        for kernel, (checksum, times) in run_kernels(command).items():
            measured.setdefault(kernel, {})[machine.name] = statistics.median(times) * 1e-9 * options.scale / scale
            if not machine.is_interpreter and sums.setdefault(kernel, checksum) != checksum:
                print(f"{kernel}: {machine.name} computes {checksum}, natively {sums[kernel]}", file=sys.stderr)
    return measured


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
