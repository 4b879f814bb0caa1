//! `--stats`: where the time went, told when the program ends.

use std::fmt::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use perf_files::Symbols;
use runtime::Runtime;
use runtime::profile::{BlockProfile, Phase, Profile};

use crate::guest::Guest;

/// Rows of the tables.
const ROWS: usize = 12;

/// The process ends: prints the report, if the runtime counts.
pub fn tell<G: Guest>(runtime: &Runtime<G>) {
    static TOLD: AtomicBool = AtomicBool::new(false);
    let Some(profile) = runtime.profile() else {
        return;
    };
    if !TOLD.swap(true, Ordering::Relaxed) {
        let mut text = String::new();
        // Writing into a string cannot fail.
        let _ = write_report::<G>(&mut text, runtime, profile);
        crate::log::write_report(text.as_bytes());
    }
}

fn write_report<G: Guest>(
    out: &mut String,
    runtime: &Runtime<G>,
    profile: &Profile,
) -> std::fmt::Result {
    write_phases(out, profile)?;
    let blocks = profile.blocks();
    let runs = Runs::of(&blocks);
    let stats = runtime.stats();
    writeln!(
        out,
        "guest: {} instructions in {} runs of translated blocks, {} runs interpreted",
        runs.insns,
        runs.all,
        profile.interpreted()
    )?;
    writeln!(
        out,
        "translated: {} blocks, {} guest bytes to {} host bytes; {} dropped because code changed, everything {} times",
        stats.blocks, stats.guest_bytes, stats.host_bytes, stats.invalidated, stats.flushes
    )?;
    writeln!(
        out,
        "ways out: {} linked; {} indirect jumps, calls and returns ran, {} missed the table",
        stats.chained,
        runs.indirect,
        profile.misses()
    )?;
    let exits =
        ir::ExitKind::ALL.map(|kind| (format!("{kind:?}").to_lowercase(), profile.exits(kind)));
    let exits = exits.iter().filter(|(_, n)| *n > 0);
    let exits: Vec<String> = exits.map(|(kind, n)| format!("{n} {kind}")).collect();
    writeln!(out, "left generated code: {}", exits.join(", "))?;
    write_hot(out, &blocks, runs.insns)?;
    write_helpers(out, profile)?;
    write_syscalls(out, profile)
}

fn write_phases(out: &mut String, profile: &Profile) -> std::fmt::Result {
    let names = [
        (Phase::Generated, "generated code and its helpers"),
        (Phase::Interpreting, "interpreting new code"),
        (Phase::Lifting, "lifting"),
        (Phase::Compiling, "compiling"),
        (Phase::Dispatching, "finding code"),
        (Phase::Outside, "system calls and signals, waiting included"),
    ];
    let total: Duration = names.iter().map(|(phase, _)| profile.time(*phase)).sum();
    writeln!(out, "emu: {:.3} ms of all threads", millis(total))?;
    for (phase, name) in names {
        let time = profile.time(phase);
        let share = 100.0 * time.as_secs_f64() / total.as_secs_f64().max(1e-9);
        writeln!(out, "{:12.3} ms {share:5.1} %  {name}", millis(time))?;
    }
    Ok(())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Sums over blocks.
struct Runs {
    all: u64,
    insns: u64,
    indirect: u64,
}

impl Runs {
    fn of(blocks: &[&BlockProfile]) -> Runs {
        use ir::Terminal::{CallInd, JumpInd, Return};
        let mut sums = Runs {
            all: 0,
            insns: 0,
            indirect: 0,
        };
        for block in blocks {
            let runs = block.runs.load(Ordering::Relaxed);
            sums.all += runs;
            sums.insns += runs * u64::from(block.insns);
            if matches!(
                block.terminal,
                CallInd { .. } | JumpInd { .. } | Return { .. }
            ) {
                sums.indirect += runs;
            }
        }
        sums
    }
}

fn write_hot(out: &mut String, blocks: &[&BlockProfile], all: u64) -> std::fmt::Result {
    let insns = |block: &BlockProfile| block.runs.load(Ordering::Relaxed) * u64::from(block.insns);
    let mut hot = blocks.to_vec();
    hot.sort_by_key(|block| std::cmp::Reverse(insns(block)));
    writeln!(out, "hot blocks, by guest instructions:")?;
    let mut symbols = Symbols::default();
    for block in hot.into_iter().take(ROWS).filter(|block| insns(block) > 0) {
        let share = 100.0 * insns(block) as f64 / all.max(1) as f64;
        let (runs, pc) = (block.runs.load(Ordering::Relaxed), block.pc);
        let (long, name) = (block.insns, symbols.name(pc));
        writeln!(
            out,
            "{share:10.1} %  {pc:#14x}  {runs} runs of {long}  {name}"
        )?;
    }
    Ok(())
}

fn write_helpers(out: &mut String, profile: &Profile) -> std::fmt::Result {
    let mut counts = profile.helper_calls();
    counts.sort_by_key(|(_, calls)| std::cmp::Reverse(*calls));
    if !counts.is_empty() {
        writeln!(out, "helpers:")?;
    }
    for (name, calls) in counts.into_iter().take(ROWS) {
        writeln!(out, "{calls:12}  {name}")?;
    }
    Ok(())
}

fn write_syscalls(out: &mut String, profile: &Profile) -> std::fmt::Result {
    let mut rows: Vec<_> = profile.syscalls().into_iter().collect();
    rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.time));
    if !rows.is_empty() {
        writeln!(out, "system calls:")?;
    }
    for (number, row) in rows.into_iter().take(ROWS) {
        let name = linux_user::dispatch::name(number).unwrap_or("?");
        let (calls, time) = (row.calls, millis(row.time));
        writeln!(out, "{calls:12}  {time:10.3} ms  {name}")?;
    }
    Ok(())
}
