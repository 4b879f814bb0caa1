//! `-strace`: one line per system call, as strace prints it: `pid name(args) = result ERRNO (text)`.
//!
//! The rows' argument types say how each value is shown. Arguments the call writes are read after it. A call that
//! normally does not come back (exit, execve, rt_sigreturn) is printed when it begins.

use std::fmt::Write;

use linux_abi::layout::generic;
use linux_abi::{Arg, Data, Guest, Ret, Row, Type, names};

use crate::dispatch;
use crate::signal::SigSet;
use crate::task::{Args, Outcome, Task};

/// Characters of a string before it is cut, as in strace.
const STRING_LIMIT: usize = 32;
/// Elements of an array before it is cut.
const ARRAY_LIMIT: u64 = 16;

/// Makes the call and prints it.
pub fn traced(
    task: &mut Task,
    row: &'static Row,
    args: Args,
    call: impl FnOnce(&mut Task) -> Outcome,
) -> Outcome {
    let tid = task.tid;
    let guest = dispatch::guest(task);
    let before = Shown::of(row, args, guest);
    if before.leaves {
        log::debug!(target: "strace", "{tid} {}({}) = ?", row.name, before.text(None));
    }
    let outcome = call(task);
    let result = match &outcome {
        Outcome::Return(result) => *result,
        Outcome::Clone(_) => {
            log::debug!(target: "strace", "{tid} {}({}) = ?", row.name, before.text(None));
            return outcome;
        }
        Outcome::Restart => {
            log::debug!(target: "strace", "{tid} {}({}) = ? (to be restarted)", row.name, before.text(None));
            return outcome;
        }
        _ => return outcome,
    };
    let shown = result_text(row.ret, result);
    if before.leaves {
        log::debug!(target: "strace", "{tid} <... {} resumed>) = {shown}", row.name);
    } else {
        let args = before.text(Some(result));
        // The child of a fork prints its own number.
        let tid = task.tid;
        log::debug!(target: "strace", "{tid} {}({args}) = {shown}", row.name);
    }
    outcome
}

/// A result as strace shows it.
fn result_text(ret: Ret, result: i64) -> String {
    if (-4095..0).contains(&result) {
        return match names::errno(-result as i32) {
            Some((name, text)) => format!("-1 {name} ({text})"),
            None => format!("-1 {result}"),
        };
    }
    match ret {
        Ret::Addr => format!("{result:#x}"),
        Ret::Int | Ret::Never => result.to_string(),
    }
}

/// The arguments of one call: what the call reads is shown at once, what it writes when it is over.
struct Shown {
    row: &'static Row,
    args: Args,
    guest: Guest,
    /// One text per argument; `None` for those the call writes.
    texts: Vec<Option<String>>,
    /// Whether the call does not come back when it succeeds.
    leaves: bool,
}

impl Shown {
    fn of(row: &'static Row, args: Args, guest: Guest) -> Shown {
        let mut shown = Shown {
            row,
            args,
            guest,
            texts: Vec::new(),
            leaves: row.ret == Ret::Never
                || matches!(&*row.name, "execve" | "execveat" | "rt_sigreturn"),
        };
        for (n, arg) in row.args.iter().enumerate() {
            let later = arg.ty == Type::Out;
            shown
                .texts
                .push((!later).then(|| shown.value(n, arg, None)));
        }
        shown
    }

    /// All arguments; `result` is known once the call is over.
    fn text(&self, result: Option<i64>) -> String {
        let mut out = String::new();
        for (n, arg) in self.row.args.iter().enumerate() {
            if n > 0 {
                out.push_str(", ");
            }
            match (&self.texts[n], result) {
                (Some(text), _) => out.push_str(text),
                (None, Some(result)) if result >= 0 => {
                    out.push_str(&self.value(n, arg, Some(result)));
                }
                (None, _) => out.push_str(&pointer(self.args[n])),
            }
        }
        out
    }

    fn value(&self, n: usize, arg: &Arg, result: Option<i64>) -> String {
        let value = self.args[n];
        if self.row.name == "clone" && arg.ty == Type::CloneFlags {
            return clone_flags(value as u32);
        }
        if let Some(names) = arg.ty.names(self.guest) {
            let mut out = String::new();
            names.show(u64::from(value as u32), &mut out);
            return out;
        }
        match arg.ty {
            Type::Int | Type::Fd | Type::Pid => (value as i32).to_string(),
            Type::Uint => (value as u32).to_string(),
            Type::Long => value.cast_signed().to_string(),
            Type::Ulong | Type::Size => value.to_string(),
            Type::Uid | Type::Gid => id(value as u32),
            Type::Mode => format!("0{:03o}", value as u32),
            Type::Dev => format!(
                "makedev({:#x}, {:#x})",
                libc::major(value),
                libc::minor(value)
            ),
            Type::DirFd if value as i32 == libc::AT_FDCWD => "AT_FDCWD".to_owned(),
            Type::DirFd => (value as i32).to_string(),
            Type::Signal => signal(value as i32),
            Type::In | Type::Out | Type::InOut => self.pointee(n, arg, result),
            ty if ty.is_path() || ty == Type::Str => string(value),
            Type::Addr if value == 0 => "NULL".to_owned(),
            _ => format!("{value:#x}"),
        }
    }

    /// What a pointer points at; `result` if the call is over.
    fn pointee(&self, n: usize, arg: &Arg, result: Option<i64>) -> String {
        let addr = self.args[n];
        if addr == 0 {
            return "NULL".to_owned();
        }
        let count = self.count(arg, result);
        let shown = match arg.data {
            Data::Bytes => bytes(addr, count.unwrap_or(0)),
            Data::Strings => strings(addr),
            Data::IoVec => self.iovecs(n, addr),
            Data::SigAction => self.action(addr),
            data => match count {
                Some(count) => array(data, addr, count),
                None => element(data, addr),
            },
        };
        shown.unwrap_or_else(|| pointer(addr))
    }

    /// How many elements there are: as many as the call says it wrote, or as its length argument says.
    fn count(&self, arg: &Arg, result: Option<i64>) -> Option<u64> {
        let at = usize::from(arg.len?);
        let count = match self.row.args[at].ty {
            Type::Int | Type::Uint => u64::from(self.args[at] as u32),
            _ => self.args[at],
        };
        match result {
            Some(result) if arg.ty == Type::Out => Some(count.min(result as u64)),
            _ => Some(count),
        }
    }

    fn action(&self, addr: u64) -> Option<String> {
        let mask_at = if self.guest.has_sa_restorer() { 24 } else { 16 };
        let [handler, flags] = words(addr)?;
        let handler = match handler {
            0 => "SIG_DFL".to_owned(),
            1 => "SIG_IGN".to_owned(),
            handler => format!("{handler:#x}"),
        };
        let [mask] = words(addr + mask_at)?;
        let mask = signal_set(SigSet(mask));
        Some(format!(
            "{{sa_handler={handler}, sa_mask={mask}, sa_flags={flags:#x}}}"
        ))
    }

    /// The vectors of readv and its kin: the count is the next argument.
    fn iovecs(&self, n: usize, addr: u64) -> Option<String> {
        let count = *self.args.get(n + 1)?;
        let mut out = String::from("[");
        for k in 0..count.min(ARRAY_LIMIT) {
            let [base, len] = words::<2>(addr + 16 * k)?;
            let separator = if k > 0 { ", " } else { "" };
            let data = match self.row.name.contains("write") || self.row.name == "vmsplice" {
                true => bytes(base, len).unwrap_or_else(|| pointer(base)),
                false => pointer(base),
            };
            let _ = write!(out, "{separator}{{iov_base={data}, iov_len={len}}}");
        }
        out.push_str(if count > ARRAY_LIMIT { ", ...]" } else { "]" });
        Some(out)
    }
}

fn pointer(addr: u64) -> String {
    match addr {
        0 => "NULL".to_owned(),
        addr => format!("{addr:#x}"),
    }
}

fn id(value: u32) -> String {
    match value {
        u32::MAX => "-1".to_owned(),
        value => value.to_string(),
    }
}

/// clone's flags: the lowest byte is the signal the parent gets.
fn clone_flags(value: u32) -> String {
    const SIGNAL: u32 = 0xff;
    let mut out = String::new();
    if value & !SIGNAL != 0 {
        names::CLONE.show(u64::from(value & !SIGNAL), &mut out);
    }
    if value & SIGNAL != 0 || out.is_empty() {
        let separator = if out.is_empty() { "" } else { "|" };
        out += separator;
        out += &signal((value & SIGNAL) as i32);
    }
    out
}

fn signal(value: i32) -> String {
    match (names::signal(value), value) {
        (Some(name), _) => name.to_owned(),
        (None, 32..=64) => format!("SIGRT_{}", value - 32),
        (None, value) => value.to_string(),
    }
}

/// A string of the guest, quoted.
fn string(addr: u64) -> String {
    if addr == 0 {
        return pointer(addr);
    }
    match guest_mem::read_cstr(addr, libc::PATH_MAX as usize) {
        Ok(text) => quoted(&text, text.len()),
        Err(_) => pointer(addr),
    }
}

fn bytes(addr: u64, len: u64) -> Option<String> {
    let mut text = vec![0; len.min(STRING_LIMIT as u64) as usize];
    guest_mem::read_bytes(addr, &mut text).ok()?;
    let cut = len > STRING_LIMIT as u64;
    Some(quoted(&text, STRING_LIMIT) + if cut { "..." } else { "" })
}

fn quoted(text: &[u8], limit: usize) -> String {
    let shown = &text[..text.len().min(limit)];
    format!("\"{}\"", shown.escape_ascii())
}

fn strings(addr: u64) -> Option<String> {
    let mut out = String::from("[");
    for n in 0..ARRAY_LIMIT {
        let [at] = words::<1>(addr + 8 * n)?;
        if at == 0 {
            out.push(']');
            return Some(out);
        }
        if n > 0 {
            out.push_str(", ");
        }
        out.push_str(&string(at));
    }
    out.push_str(", ...]");
    Some(out)
}

fn array(data: Data, addr: u64, count: u64) -> Option<String> {
    if data == Data::SockAddr {
        return socket_address(addr, count);
    }
    if data == Data::Opaque {
        return None;
    }
    let mut out = String::from("[");
    for n in 0..count.min(ARRAY_LIMIT) {
        if n > 0 {
            out.push_str(", ");
        }
        out.push_str(&element(data, addr + n * data.size())?);
    }
    out.push_str(if count > ARRAY_LIMIT { ", ...]" } else { "]" });
    Some(out)
}

fn words<const N: usize>(addr: u64) -> Option<[u64; N]> {
    let mut raw = vec![0; 8 * N];
    guest_mem::read_bytes(addr, &mut raw).ok()?;
    let (chunks, _) = raw.as_chunks::<8>();
    let mut words = [0; N];
    for (word, bytes) in words.iter_mut().zip(chunks) {
        *word = u64::from_le_bytes(*bytes);
    }
    Some(words)
}

fn half(addr: u64) -> Option<i32> {
    guest_mem::read::<u32>(addr).ok().map(u32::cast_signed)
}

fn element(data: Data, addr: u64) -> Option<String> {
    Some(match data {
        Data::Int | Data::SchedParam => format!("[{}]", half(addr)?),
        Data::Long => format!("[{}]", words::<1>(addr)?[0].cast_signed()),
        Data::Fds => format!("[{}, {}]", half(addr)?, half(addr + 4)?),
        Data::Timespec => time(words(addr)?, "tv_nsec"),
        Data::Timeval => time(words(addr)?, "tv_usec"),
        Data::Itimerspec => interval(addr, "tv_nsec")?,
        Data::Itimerval => interval(addr, "tv_usec")?,
        Data::SigSet => signal_set(SigSet(words::<1>(addr)?[0])),
        Data::Stat => stat(addr)?,
        Data::Utsname => utsname(addr)?,
        Data::Rlimit => {
            let [soft, hard] = words(addr)?;
            format!("{{rlim_cur={}, rlim_max={}}}", limit(soft), limit(hard))
        }
        Data::PollFd => {
            let events = half(addr + 4)? as u32;
            let (asked, got) = (events & 0xffff, events >> 16);
            format!(
                "{{fd={}, events={asked:#x}, revents={got:#x}}}",
                half(addr)?
            )
        }
        Data::EpollEvent => {
            let [events, data] = words(addr)?;
            format!("{{events={:#x}, data={data:#x}}}", events as u32)
        }
        Data::Stack => {
            let [sp, flags, size] = words(addr)?;
            format!(
                "{{ss_sp={sp:#x}, ss_flags={:#x}, ss_size={size}}}",
                flags as u32
            )
        }
        Data::SigInfo => {
            let (sig, code) = (half(addr)?, half(addr + 8)?);
            format!("{{si_signo={}, si_code={code}}}", signal(sig))
        }
        Data::HwprobePair => {
            let [key, value] = words(addr)?;
            format!("{{key={}, value={value:#x}}}", key.cast_signed())
        }
        Data::MsgHdr => {
            let [_, _, iov, len, _, control, _] = words(addr)?;
            format!("{{msg_iov={iov:#x}, msg_iovlen={len}, msg_controllen={control}}}")
        }
        Data::Bytes
        | Data::Opaque
        | Data::SigAction
        | Data::Strings
        | Data::IoVec
        | Data::Statfs
        | Data::Sysinfo
        | Data::Rusage
        | Data::SockAddr
        | Data::Tms => return None,
    })
}

fn time([seconds, part]: [u64; 2], part_name: &str) -> String {
    let (seconds, part) = (seconds.cast_signed(), part.cast_signed());
    format!("{{tv_sec={seconds}, {part_name}={part}}}")
}

fn interval(addr: u64, part_name: &str) -> Option<String> {
    let [a, b, c, d] = words(addr)?;
    let (interval, value) = (time([a, b], part_name), time([c, d], part_name));
    Some(format!("{{it_interval={interval}, it_value={value}}}"))
}

fn limit(value: u64) -> String {
    match value {
        libc::RLIM_INFINITY => "RLIM64_INFINITY".to_owned(),
        value => value.to_string(),
    }
}

/// `[INT CHLD]`, or `~[KILL STOP]` if most are in the set.
fn signal_set(set: SigSet) -> String {
    let inverted = set.0.count_ones() > 32;
    let shown = if inverted { SigSet(!set.0) } else { set };
    let names: Vec<String> = (1..=64)
        .filter(|sig| shown.has(*sig))
        .map(|sig| signal(sig).trim_start_matches("SIG").to_owned())
        .collect();
    format!("{}[{}]", if inverted { "~" } else { "" }, names.join(" "))
}

fn stat(addr: u64) -> Option<String> {
    let mut bytes = [0; generic::Stat::SIZE];
    guest_mem::read_bytes(addr, &mut bytes).ok()?;
    let stat = generic::Stat::from_bytes(&bytes);
    let (mode, size) = (stat.st_mode, stat.st_size);
    let kind = match mode & libc::S_IFMT {
        libc::S_IFREG => "S_IFREG",
        libc::S_IFDIR => "S_IFDIR",
        libc::S_IFCHR => "S_IFCHR",
        libc::S_IFBLK => "S_IFBLK",
        libc::S_IFIFO => "S_IFIFO",
        libc::S_IFLNK => "S_IFLNK",
        libc::S_IFSOCK => "S_IFSOCK",
        _ => "0",
    };
    let permissions = mode & !libc::S_IFMT;
    Some(format!(
        "{{st_mode={kind}|0{permissions:03o}, st_size={size}, ...}}"
    ))
}

fn utsname(addr: u64) -> Option<String> {
    const FIELD: u64 = 65;
    let field = |n: u64| Some(string(addr + n * FIELD));
    Some(format!(
        "{{sysname={}, nodename={}, release={}, machine={}, ...}}",
        field(0)?,
        field(1)?,
        field(2)?,
        field(4)?
    ))
}

fn socket_address(addr: u64, len: u64) -> Option<String> {
    let mut bytes = vec![0; len.min(128) as usize];
    guest_mem::read_bytes(addr, &mut bytes).ok()?;
    let (family, rest) = bytes.split_first_chunk::<2>()?;
    let family = u16::from_le_bytes(*family);
    let mut out = String::from("{sa_family=");
    names::DOMAIN.show(u64::from(family), &mut out);
    let _ = match i32::from(family) {
        libc::AF_UNIX if rest.first().is_some_and(|c| *c != 0) => {
            let path = rest.split(|c| *c == 0).next().unwrap_or(rest);
            write!(out, ", sun_path={}", quoted(path, path.len()))
        }
        libc::AF_UNIX => write!(out, ", sun_path=@{}", quoted(rest, rest.len())),
        libc::AF_INET if rest.len() >= 6 => {
            let port = u16::from_be_bytes([rest[0], rest[1]]);
            let [a, b, c, d] = [rest[2], rest[3], rest[4], rest[5]];
            write!(out, ", sin_port=htons({port}), sin_addr={a}.{b}.{c}.{d}")
        }
        libc::AF_INET6 if rest.len() >= 22 => {
            let port = u16::from_be_bytes([rest[0], rest[1]]);
            let mut address = [0; 16];
            address.copy_from_slice(&rest[6..22]);
            let address = std::net::Ipv6Addr::from(address);
            write!(out, ", sin6_port=htons({port}), sin6_addr={address}")
        }
        _ => write!(out, ", {}", quoted(rest, STRING_LIMIT)),
    };
    out.push('}');
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(nr: u64, args: Args) -> String {
        let row = linux_abi::syscalls::row(Guest::riscv64, nr).expect("the number has a row");
        Shown::of(row, args, Guest::riscv64).text(None)
    }

    #[test]
    fn values_are_shown_by_their_types() {
        assert_eq!(line(57, [u64::MAX, 0, 0, 0, 0, 0]), "-1");
        assert_eq!(
            line(222, [0, 4096, 3, 0x22, u64::MAX, 0]),
            "NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0x0"
        );
        let at_fdcwd = libc::AT_FDCWD as u64;
        assert_eq!(
            line(34, [at_fdcwd, 0, 0o755, 0, 0, 0]),
            "AT_FDCWD, NULL, 0755"
        );
        let vfork = (libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD) as u64;
        assert_eq!(
            line(220, [vfork, 0, 0, 0, 0, 0]),
            "CLONE_VM|CLONE_VFORK|SIGCHLD, NULL, NULL, NULL, NULL"
        );
        assert_eq!(line(129, [1, 15, 0, 0, 0, 0]), "1, SIGTERM");
        assert_eq!(line(129, [1, 34, 0, 0, 0, 0]), "1, SIGRT_2");
        assert_eq!(line(63, [0, 0x1000, 5, 0, 0, 0]), "0, 0x1000, 5");
    }

    #[test]
    fn results_are_shown_as_strace_does() {
        assert_eq!(result_text(Ret::Int, 3), "3");
        assert_eq!(
            result_text(Ret::Int, -2),
            "-1 ENOENT (No such file or directory)"
        );
        assert_eq!(result_text(Ret::Addr, 0x7000), "0x7000");
        assert_eq!(result_text(Ret::Int, i64::MIN), i64::MIN.to_string());
    }

    #[test]
    fn sets_of_signals_are_short() {
        let set = SigSet::of(libc::SIGINT).with(libc::SIGCHLD);
        assert_eq!(signal_set(set), "[INT CHLD]");
        assert_eq!(signal_set(SigSet(!1)), "~[HUP]");
    }
}
