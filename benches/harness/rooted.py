"""A machine inside an unpacked root: commands run there by chroot, foreign programs by a binfmt_misc of the namespace's own.

The other side of `Rooted` is this file run as a program, in user, mount and process namespaces of its own, so that
nothing of the machine changes and nothing needs to be undone. Linux 6.7 or newer.
"""

import glob
import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

WORK = "/tmp/work"
ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
    "HOME": WORK,
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
}


class Unavailable(Exception):
    """The machine cannot run anything in a root; the text says why."""


class Rooted:
    """One machine in its root, ready to run commands."""

    def __init__(self, root, binfmt_line, files):
        namespaces = ["unshare", "--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child"]
        command = [*namespaces, sys.executable, __file__, str(root), binfmt_line or ""]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        answer = self.ask(files)
        if answer != "ready":
            raise Unavailable(answer)

    def ask(self, question):
        try:
            self.process.stdin.write(json.dumps(question) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return "no namespaces of one's own on this machine"
        line = self.process.stdout.readline()
        return json.loads(line) if line else "it ended before it was ready"

    def time(self, argv):
        """(seconds, exit status, digest of standard output, error output of a failure) of one run."""
        return self.ask(argv)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


def enter(root, binfmt_line):
    if binfmt_line:
        mount("-t", "binfmt_misc", "binfmt_misc", "/proc/sys/fs/binfmt_misc")
        Path("/proc/sys/fs/binfmt_misc/register").write_text(binfmt_line)
    for folder in ("dev", "proc", "tmp"):
        (root / folder).mkdir(exist_ok=True)
    mount("--rbind", "/dev", str(root / "dev"))
    mount("-t", "proc", "proc", str(root / "proc"))
    mount("-t", "tmpfs", "tmpfs", str(root / "tmp"))


def run(root, argv, errors):
    program = sorted(glob.glob(str(root) + argv[0]))
    argv = [program[0][len(str(root)):] if program else argv[0], *argv[1:]]
    reader, writer = os.pipe()
    begin = time.perf_counter()
    child = os.fork()
    if child == 0:
        try:
            os.chroot(root)
            os.chdir(WORK)
            null = os.open("/dev/null", os.O_RDWR)
            os.dup2(null, 0)
            os.dup2(writer, 1)
            os.dup2(errors, 2)
            os.closerange(3, 64)
            os.execve(argv[0], argv, ENVIRONMENT)
        except OSError as error:
            print(f"{argv[0]}: {error}", file=sys.stderr)
        os._exit(127)
    os.close(writer)
    digest = hashlib.sha256()
    while data := os.read(reader, 65536):
        digest.update(data)
    status = os.waitpid(child, 0)[1]
    seconds = time.perf_counter() - begin
    os.close(reader)
    return seconds, os.waitstatus_to_exitcode(status), digest.hexdigest()


def main():
    root, binfmt_line = Path(sys.argv[1]).resolve(), sys.argv[2]
    files = json.loads(sys.stdin.readline())
    try:
        enter(root, binfmt_line)
        for name, text in files.items():
            path = Path(f"{root}{WORK}/{name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    except (OSError, subprocess.CalledProcessError) as error:
        print(json.dumps(str(error)), flush=True)
        return
    print(json.dumps("ready"), flush=True)
    # What programs complain of is kept for who looks into a failure.
    errors = os.open(f"{root}/tmp/errors", os.O_RDWR | os.O_CREAT | os.O_APPEND)
    for line in sys.stdin:
        os.ftruncate(errors, 0)
        seconds, status, digest = run(root, json.loads(line), errors)
        print(json.dumps((seconds, status, digest, os.pread(errors, 2000, 0).decode(errors="replace") if status else "")), flush=True)


if __name__ == "__main__":
    main()
