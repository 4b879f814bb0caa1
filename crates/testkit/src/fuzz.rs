//! Runs a property on random inputs: a fixed small number of them in the usual tests, for longer on request.
//!
//! `EMU_FUZZ_SECONDS=n` goes on for n seconds from a seed of the day; `EMU_FUZZ_SEED=s EMU_FUZZ_COUNT=1` repeats one input. A panic names
//! its seed; an input that takes longer than a minute ends the process and is named too.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::random::Random;

/// An input may take so long.
const HANG: Duration = Duration::from_secs(60);

/// Says which input was at work when a panic goes through.
struct Named<'a>(&'a str, u64);

impl Drop for Named<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!(
                "{}: EMU_FUZZ_SEED={} EMU_FUZZ_COUNT=1 repeats this",
                self.0, self.1
            );
        }
    }
}

fn wish(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Calls `one` for random inputs, `usual` many in the usual tests. Prints how many there were.
pub fn run(name: &'static str, usual: u64, mut one: impl FnMut(&mut Random)) {
    let seconds = wish("EMU_FUZZ_SECONDS").map(Duration::from_secs);
    let today = || {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(1, |t| t.as_secs())
    };
    let first = wish("EMU_FUZZ_SEED").unwrap_or_else(|| seconds.map_or(1, |_| today() << 20));
    let count = wish("EMU_FUZZ_COUNT").unwrap_or(if seconds.is_some() { u64::MAX } else { usual });
    let at_work = Arc::new(AtomicU64::new(first));
    watch(name, Arc::clone(&at_work));
    let begin = Instant::now();
    let mut done = 0;
    while done < count && seconds.is_none_or(|limit| begin.elapsed() < limit) {
        let seed = first.wrapping_add(done);
        at_work.store(seed, Ordering::Relaxed);
        let _named = Named(name, seed);
        one(&mut Random::new(seed));
        done += 1;
    }
    at_work.store(OVER, Ordering::Relaxed);
    println!("{name}: {done} states from seed {first}");
}

/// No seed: the run is over.
const OVER: u64 = u64::MAX;

/// Ends the process when one input takes too long.
fn watch(name: &'static str, at_work: Arc<AtomicU64>) {
    std::thread::spawn(move || {
        let mut last = (OVER, Instant::now());
        loop {
            let seed = at_work.load(Ordering::Relaxed);
            if seed == OVER {
                return;
            }
            if seed != last.0 {
                last = (seed, Instant::now());
            } else if last.1.elapsed() > HANG {
                eprintln!("{name}: hangs: EMU_FUZZ_SEED={seed} EMU_FUZZ_COUNT=1 repeats this");
                std::process::abort();
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    });
}
