//! Input and output of the guest program that runs trials, and running it.

use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use crate::cases::DATA;

/// Most bytes of code.
pub const MAX_CODE: usize = 256;
/// Length of the memory that trials may use.
pub const MEMORY: usize = (DATA.end - DATA.start) as usize;
const HEADER: usize = 16 + MAX_CODE;
const RESULT: usize = 32;

/// Signal number of the time limit.
pub const HANGS: u32 = 14;
/// Signal number of a breakpoint, which is what every trial should come to.
pub const TRAP: u32 = 5;
/// Signal number of an access that is not aligned, among others.
pub const BUS: u32 = 7;
/// Signal number of an access to nothing.
pub const SEGV: u32 = 11;
/// Signal number of an undefined instruction.
pub const ILLEGAL: u32 = 4;

/// Code and the states to run it from.
#[derive(Clone, Debug)]
pub struct Group {
    /// At [`CODE`](crate::cases::CODE).
    pub code: Vec<u8>,
    /// Contents of [`DATA`] before each state; `None`: whatever is there, and nobody looks at it.
    pub memory: Option<Rc<Vec<u8>>>,
    /// Registers, as the program has them.
    pub states: Vec<Vec<u8>>,
    /// Signals interrupt it all the time; their handler changes nothing.
    pub interrupted: bool,
}

/// What became of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Registers.
    pub state: Vec<u8>,
    /// The address of the instruction that was not executed any more.
    pub pc: u64,
    /// The signal's number.
    pub signal: u32,
    /// The signal's si_code.
    pub code: u32,
    /// The signal's si_addr.
    pub address: u64,
    /// Words of memory that changed: offset from the start of [`DATA`], new value.
    pub changed: Vec<(u64, u64)>,
}

/// The program's input.
pub fn encode(groups: &[Group]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for group in groups {
        let numbers = [
            group.code.len(),
            group.states.len(),
            group.memory.is_some() as usize,
            group.interrupted as usize,
        ];
        bytes.extend(numbers.iter().flat_map(|n| (*n as u32).to_le_bytes()));
        let code_end = bytes.len() + MAX_CODE;
        bytes.extend(&group.code);
        bytes.resize(code_end, 0);
        bytes.extend(group.memory.iter().flat_map(|m| m.iter()));
        bytes.extend(group.states.iter().flatten());
    }
    bytes.resize(bytes.len() + HEADER, 0);
    bytes
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes[at..at + N].try_into().expect("a slice of N bytes")
}

/// Splits the program's output; a last result that is not complete is left out.
pub fn decode(mut bytes: &[u8], state_len: usize) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    while bytes.len() >= state_len + RESULT {
        let (state, rest) = bytes.split_at(state_len);
        let (result, rest) = rest.split_at(RESULT);
        let count = u64::from_le_bytes(number(result, 24)) as usize;
        if count * 16 > rest.len() {
            break;
        }
        let (words, rest) = rest.split_at(count * 16);
        let word = |w: &[u8]| {
            (
                u64::from_le_bytes(number(w, 0)),
                u64::from_le_bytes(number(w, 8)),
            )
        };
        let signal = u32::from_le_bytes(number(result, 16));
        // What was interrupted by the time limit is where it is by accident.
        let hangs = signal == HANGS;
        outcomes.push(Outcome {
            state: if hangs {
                vec![0; state_len]
            } else {
                state.to_vec()
            },
            pc: if hangs {
                0
            } else {
                u64::from_le_bytes(number(result, 0))
            },
            address: u64::from_le_bytes(number(result, 8)),
            signal,
            code: u32::from_le_bytes(number(result, 20)),
            changed: words.chunks(16).map(word).collect(),
        });
        bytes = rest;
    }
    outcomes
}

/// An emulator with its options and the program as its last argument.
#[derive(Clone, Debug)]
pub struct Emulator {
    /// For messages.
    pub name: &'static str,
    /// Program and arguments.
    pub command: Vec<String>,
}

impl Emulator {
    /// What becomes of each state of each group, in order; fewer when the emulator ended before.
    ///
    /// # Errors
    /// If it cannot be run.
    pub fn run(&self, groups: &[Group], state_len: usize) -> io::Result<Vec<Outcome>> {
        let mut child = Command::new(&self.command[0])
            .args(&self.command[1..])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut stdin = child.stdin.take().expect("it is a pipe");
        let input = encode(groups);
        // An emulator that dies stops reading: the missing results tell.
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let mut stdout = child.stdout.take().expect("it is a pipe");
        let (ended, until) = mpsc::channel();
        let watcher = std::thread::spawn(move || end_in_time(child, &until));
        let mut output = Vec::new();
        stdout.read_to_end(&mut output)?;
        drop(ended);
        let _ = (writer.join(), watcher.join());
        Ok(decode(&output, state_len))
    }
}

/// Waits for the emulator; one that still runs when the time is up is stuck itself, because states have a limit of their own.
fn end_in_time(mut emulator: Child, until: &Receiver<()>) {
    const LIMIT: Duration = Duration::from_secs(900);
    if until.recv_timeout(LIMIT) == Err(RecvTimeoutError::Timeout) {
        let _ = emulator.kill();
    }
    let _ = emulator.wait();
}
