"""What is compared: the host itself, and each guest under qemu-user and under ours."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", REPO / "target"))
BUILT = TARGET / "x86_64-unknown-linux-gnu/release"
ROOTS = Path(os.environ.get("EMU_ROOTS", REPO / "target/roots"))


class Guest:
    """A line of scripts/guests, which says what the words mean."""

    def __init__(self, name, debian, triple):
        self.name = name
        self.root = ROOTS / debian
        self.compiler = f"{triple}-gcc"


GUESTS = [Guest(*line.split()[:3]) for line in (REPO / "scripts/guests").read_text().splitlines() if line[0] != "#"]


class Machine:
    """One way to run things: natively (no guest), or by an emulator with options."""

    def __init__(self, kind, guest=None, emulator=None, options=()):
        self.kind = kind
        self.guest = guest
        self.name = f"{kind} {guest.name}" if guest else kind
        self.emulator = emulator
        self.options = list(options)
        self.is_interpreter = kind == "interp"

    @property
    def root(self):
        return self.guest.root if self.guest else ROOTS / "amd64"

    def run_kernels(self, binary):
        """The command that runs a static kernel program."""
        return [binary] if not self.emulator else [self.emulator, *self.options, binary]

    def binfmt_line(self):
        """What registers this machine for its guest's programs; None for the host."""
        if not self.guest:
            return None
        command = [BUILT / "emu", "--emulators", BUILT, "--register", self.guest.name, "--print"]
        line = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        fields = line.split(":")
        fields[-2] = str(Path(self.emulator).resolve())
        return ":".join(fields)


def find_machines(options):
    machines = [Machine("native")]
    for guest in options.guests:
        qemu = find_qemu(guest)
        if qemu and not options.no_qemu:
            machines.append(Machine("qemu", guest, qemu))
        built = BUILT / f"emu-{guest.name}"
        ours = os.environ.get(f"EMU_{guest.name.upper()}") or (str(built) if built.exists() else None)
        if ours:
            machines.append(Machine("emu", guest, ours))
            if not options.no_interp:
                machines.append(Machine("interp", guest, ours, ["--interp"]))
        else:
            print(f"no emu-{guest.name}: cargo build --release first", file=sys.stderr)
    for machine in machines[1:]:
        version = subprocess.run([machine.emulator, "--version"], capture_output=True, text=True).stdout
        print(f"{machine.name}: {machine.emulator} {' '.join(machine.options)} ({version.splitlines()[0] if version else '?'})")
    return machines


def find_qemu(guest):
    """In EMU_QEMU, or the amd64 root's own (Debian 13's version is static), or the machine's."""
    name = f"qemu-{guest.name}"
    if "EMU_QEMU" in os.environ:
        return shutil.which(name, path=os.environ["EMU_QEMU"])
    in_root = ROOTS / "amd64/usr/bin" / name
    return str(in_root) if in_root.exists() else shutil.which(name)
