"""What a run says: a table on the way, a JSON file, what changed since an earlier one, a plot."""

import json
import math
import os
import platform
import re
import statistics
import sys
from pathlib import Path
from xml.sax.saxutils import escape

# A change of a ratio that is worth a line: what is smaller comes and goes with the machine's noise.
NOTICED = 1.15


def row(name, cells):
    return f"{name:<22}" + "".join(f"{cell:>10}" for cell in cells)


def print_head(machines):
    """`machines` are names, the host's first: "native", "qemu riscv64", "emu riscv64", ..."""
    print("ratios to the native time, medians; native in ms\n")
    print(row("", [name.partition(" ")[2] for name in machines]))
    print(row("", [name.partition(" ")[0] for name in machines]), flush=True)


def ratio(times, machine, of=statistics.median):
    """How many times the native time a machine takes, by the medians of their turns, or by what else `of` is."""
    return of(times[machine]) / of(times["native"]) if times.get("native") and times.get(machine) else None


def geometric_mean(ratios):
    return math.exp(statistics.fmean(map(math.log, ratios))) if ratios else None


def print_class(group, measured, machines):
    names = machines[1:]
    cell = lambda number: f"{number:.2f}" if number else "-"
    for work, times in measured.items():
        native = statistics.median(times["native"]) * 1e3 if times.get("native") else None
        print(row("  " + work, [cell(native), *(cell(ratio(times, name)) for name in names)]), flush=True)
    columns = ([r for times in measured.values() if (r := ratio(times, name))] for name in names)
    print(row(group.upper(), ["", *(cell(geometric_mean(ratios)) for ratios in columns)]) + "\n", flush=True)


def processor():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def write_json(file, machines, results):
    host = {"processor": processor(), "cpus": len(os.sched_getaffinity(0)), "kernel": platform.release()}
    text = json.dumps({"host": host, "machines": machines, "classes": results}, indent=1)
    # A line for each list of seconds.
    Path(file).write_text(re.sub(r"\[[^]]*\]", lambda found: " ".join(found[0].split()), text) + "\n")


def read_json(file):
    """(machines, results) of a run that `write_json` stored."""
    run = json.loads(Path(file).read_text())
    return run["machines"], run["classes"]


def rows_of_ours(machines, results):
    """(what it is called, times, which of our emulators) of each row that `results` has."""
    for group, measured in results.items():
        for work, times in measured.items():
            yield from ((f"{group}/{work}", times, name) for name in machines if name.startswith("emu"))


def print_lost(machines, results):
    """Where ours is slower than QEMU by the medians, and by how much in the fastest turns, which are the least disturbed."""
    compared, lost = 0, []
    for row_name, times, ours in rows_of_ours(machines, results):
        medians, fastest = ([ratio(times, name, of) for name in (ours, ours.replace("emu", "qemu"))] for of in (statistics.median, min))
        compared += None not in medians
        if None not in medians and medians[0] > medians[1]:
            said = ["{:.2f}, qemu {:.2f}".format(*ratios) for ratios in (medians, fastest)]
            lost.append(f"  {ours:<13}  {row_name}: {said[0]} (fastest turns: {said[1]})")
    print("\n".join([f"slower than qemu: {len(lost)} of {compared} rows", *lost]))


def print_changes(file, machines, results):
    """Our ratios that are noticeably better or worse than those stored in `file`."""
    stored = {(row_name, ours): times for row_name, times, ours in rows_of_ours(machines, read_json(file)[1])}
    changes = []
    for row_name, times, ours in rows_of_ours(machines, results):
        before, now = ratio(stored.get((row_name, ours), {}), ours), ratio(times, ours)
        if before and now and not 1 / NOTICED < now / before < NOTICED:
            word = "slower" if now > before else "faster"
            changes.append(f"  {word}  {ours:<13}  {row_name}: {before:.2f} -> {now:.2f}")
    print(f"against {file}: " + (f"{len(changes)} ratios moved by more than {NOTICED - 1:.0%}" if changes else "no ratio moved noticeably"))
    print("\n".join(sorted(changes)))


# ---- the plot ------------------------------------------------------------------------------------------------

COLOURS = {"qemu": "#b9b9b9", "emu": "#1f77b4"}
LEFT, WIDTH, BAR = 190, 560, 7


def write_plot(file, machines, results):
    """One bar per work and machine, on a logarithmic scale where each line is twice the last."""
    shown = [name for name in machines if name.startswith(("qemu", "emu"))]
    rows = [(group, work, times) for group, measured in results.items() for work, times in measured.items()]
    if not shown or not rows:
        print("nothing to plot", file=sys.stderr)
        return
    pitch = BAR * len(shown) + 8
    doublings = math.ceil(math.log2(max(2, *(ratio(t, name) or 1 for _, _, t in rows for name in shown))))
    x = lambda r: LEFT + WIDTH * max(0.0, math.log2(r) + 1) / (doublings + 1)
    height = 60 + pitch * len(rows)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 60}" height="{height}" font-family="sans-serif" font-size="11">',
             '<rect width="100%" height="100%" fill="white"/>']
    for n in range(-1, doublings + 1):
        at = x(2.0**n)
        parts.append(f'<line x1="{at:.1f}" y1="40" x2="{at:.1f}" y2="{height - 8}" stroke="{"#444" if n == 0 else "#ddd"}"/>')
        parts.append(f'<text x="{at:.1f}" y="36" text-anchor="middle">{2.0**n:g}</text>')
    for index, machine in enumerate(shown):
        at = LEFT + 140 * index
        parts.append(f'<rect x="{at}" y="8" width="10" height="10" {fill(machine)}/><text x="{at + 14}" y="17">{escape(machine)}</text>')
    for index, (group, work, times) in enumerate(rows):
        y = 46 + pitch * index
        parts.append(f'<text x="{LEFT - 6}" y="{y + pitch / 2:.0f}" text-anchor="end">{escape(f"{group}: {work}")}</text>')
        for bar, machine in enumerate(shown):
            if r := ratio(times, machine):
                parts.append(f'<rect x="{LEFT}" y="{y + bar * BAR}" width="{max(1.0, x(r) - LEFT):.1f}" height="{BAR - 1}" {fill(machine)}>'
                             f"<title>{r:.2f}</title></rect>")
    Path(file).write_text("\n".join([*parts, "</svg>"]) + "\n")


def fill(machine):
    kind, _, guest = machine.partition(" ")
    pale = "" if guest == "riscv64" else ' opacity="0.6"'
    return f'fill="{COLOURS[kind]}"{pale}'
