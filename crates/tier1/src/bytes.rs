//! Bytes copied and filled, up to a run at a time.
//!
//! The two ends of what is left are known: one is an operand, the other lies `count` beyond. Pieces of up to four vectors are
//! taken from both ends and overlap in the middle, so that few sizes need code of their own. A run is short, for a signal
//! waits until its end, while the code is stepped through.

use host_x64::asm::{Alu, Cc, Label, Mem, Size};
use host_x64::opcodes as o;
use host_x64::vector_opcodes as v;
use host_x64::{Gpr, Xmm, area};
use ir::bytes::{CHUNK, MOST, RUN};
use ir::{Inst, Value};

use crate::emit::Emitter;
use crate::registers::spill_slot;

/// Holds the count: negative, up to the end of the bytes, or positive, from their beginning.
const COUNT: Gpr = Gpr::RDX;
const CHUNK_SIZE: i32 = CHUNK as i32;
const RUN_SIZE: i32 = RUN as i32;
const MOST_SIZE: i32 = MOST as i32;
const PAGE: i32 = 4096;

/// Where the bytes are, seen from the operand's address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    /// Before it: the count is negative.
    Before,
    /// From it on.
    From,
}

impl Side {
    /// `disp` from the lowest address.
    fn low(self, base: Gpr, disp: i32) -> Mem {
        match self {
            Side::Before => Mem::indexed(base, COUNT, 0, disp),
            Side::From => Mem::base(base, disp),
        }
    }

    /// `disp` from the end.
    fn high(self, base: Gpr, disp: i32) -> Mem {
        match self {
            Side::Before => Mem::base(base, disp),
            Side::From => Mem::indexed(base, COUNT, 0, disp),
        }
    }

    /// The place `disp` into the chunk that is next.
    fn chunk(self, base: Gpr, disp: i32) -> Mem {
        match self {
            Side::Before => self.low(base, disp),
            Side::From => self.high(base, disp - CHUNK_SIZE),
        }
    }

    /// The place `disp` into the chunk that is last.
    fn last_chunk(self, base: Gpr, disp: i32) -> Mem {
        match self {
            Side::Before => self.high(base, disp - CHUNK_SIZE),
            Side::From => self.low(base, disp),
        }
    }

    /// `bytes` as a count.
    fn count(self, bytes: i32) -> i32 {
        match self {
            Side::Before => -bytes,
            Side::From => bytes,
        }
    }

    /// Of a count compared with another: more bytes, or fewer.
    fn more(self) -> Cc {
        match self {
            Side::Before => Cc::L,
            Side::From => Cc::G,
        }
    }

    fn fewer(self) -> Cc {
        match self {
            Side::Before => Cc::G,
            Side::From => Cc::L,
        }
    }
}

/// Registers of the operation.
struct Run {
    to: Gpr,
    /// Address of the bytes to be copied; else the vectors hold what to fill with.
    from: Option<Gpr>,
    /// For addresses, while nothing is loaded; may be `from`, which is then in a spill slot.
    temporary: Gpr,
    vectors: [Xmm; 4],
}

/// A part of a vector register, by its load and its store.
#[derive(Clone, Copy)]
enum Piece {
    Byte,
    Half,
    Word,
    Double,
    Vector,
}

impl Emitter<'_> {
    pub(crate) fn mem_move(&mut self, i: u32, inst: &Inst) {
        let [to, from, count] = inst.args;
        self.take_count(count);
        let (to, from) = (self.gpr(to), self.gpr(from));
        let free = [Gpr::RAX, Gpr::RCX].iter().any(|r| !self.rf.gpr_busy(*r));
        let run = Run {
            to,
            from: Some(from),
            temporary: if free { self.scratch() } else { from },
            vectors: std::array::from_fn(|_| self.scratch_xmm()),
        };
        self.bytes(&run);
        self.remaining(i);
    }

    pub(crate) fn mem_fill(&mut self, i: u32, inst: &Inst) {
        let [to, byte, count] = inst.args;
        self.take_count(count);
        let (to, byte) = (self.gpr(to), self.gpr(byte));
        let x = self.scratch_xmm();
        self.asm.vmov_from(Size::D, x, byte);
        self.asm.vex2(v::VPBROADCASTB, x, x);
        let run = Run {
            to,
            from: None,
            temporary: byte,
            vectors: [x; 4],
        };
        self.bytes(&run);
        self.remaining(i);
    }

    fn take_count(&mut self, count: Value) {
        self.unfenced_stores = true;
        self.claim(COUNT);
        self.move_to(COUNT, count);
    }

    fn remaining(&mut self, i: u32) {
        if self.scan.info[i as usize].uses == 0 {
            return;
        }
        let d = self.dst(i, Some(COUNT));
        if d != COUNT {
            self.asm.mov(Size::Q, d, COUNT);
        }
        self.define(i, d);
    }

    fn bytes(&mut self, run: &Run) {
        let (from, done) = (self.asm.label(), self.asm.label());
        self.asm.test(Size::Q, COUNT, COUNT);
        self.asm.jcc(Cc::Ns, from);
        self.bytes_of(run, Side::Before, done);
        self.asm.bind(from);
        self.asm.jcc(Cc::E, done);
        self.bytes_of(run, Side::From, done);
        self.asm.bind(done);
    }

    fn compare_count(&mut self, side: Side, bytes: i32) {
        self.asm
            .alu_imm(Alu::Cmp, Size::Q, COUNT, side.count(bytes));
    }

    fn bytes_of(&mut self, run: &Run, side: Side, done: Label) {
        let [many, near] = std::array::from_fn(|_| self.asm.label());
        self.compare_count(side, CHUNK_SIZE);
        self.asm.jcc(side.more(), many);
        self.probe(run, side, false);
        self.few_bytes(run, side, done);
        self.asm.bind(many);
        self.jump_if_near(run, near);
        self.many_bytes(run, side, done);
        self.asm.bind(near);
        if run.from.is_some() {
            self.probe(run, side, true);
            self.next_chunk(run, side);
            self.asm.jmp(done);
        }
    }

    /// Jumps if stores of one run may change what it is to read, so that it could not be done again after a fault.
    fn jump_if_near(&mut self, run: &Run, near: Label) {
        let Some(from) = run.from else {
            return;
        };
        let (t, saved) = (run.temporary, spill_slot(area::RAX_SAVE as u8));
        if t == from {
            self.asm.store(8, saved, from);
            self.asm.alu(Alu::Sub, Size::Q, t, run.to);
        } else {
            self.asm.mov(Size::Q, t, from);
            self.asm.alu(Alu::Sub, Size::Q, t, run.to);
        }
        self.asm.alu_imm(Alu::Add, Size::Q, t, MOST_SIZE - 1);
        self.asm.alu_imm(Alu::Cmp, Size::Q, t, 2 * (MOST_SIZE - 1));
        if t == from {
            self.asm.mov(Size::Q, from, saved);
        }
        self.asm.jcc(Cc::Be, near);
    }

    fn next_chunk(&mut self, run: &Run, side: Side) {
        self.pieces(
            run,
            &[0, 16, 32, 48].map(|at| (Piece::Vector, move |b| side.chunk(b, at))),
        );
        self.asm
            .alu_imm(Alu::Add, Size::Q, COUNT, -side.count(CHUNK_SIZE));
    }

    /// A run, or what there is, which is more than a chunk.
    fn many_bytes(&mut self, run: &Run, side: Side, done: Label) {
        let (begin, again) = (self.asm.label(), self.asm.label());
        let end = spill_slot(area::RAX_SAVE as u8);
        self.asm.store_imm(8, end, side.count(CHUNK_SIZE));
        let step = -side.count(RUN_SIZE);
        self.asm.alu_imm(Alu::Add, Size::Q, COUNT, step);
        self.compare_count(side, CHUNK_SIZE);
        self.asm.jcc(side.fewer(), begin);
        self.asm.store(8, end, COUNT);
        self.asm.bind(begin);
        self.asm.alu_imm(Alu::Sub, Size::Q, COUNT, step);
        self.asm.bind(again);
        self.next_chunk(run, side);
        self.asm.alu(Alu::Cmp, Size::Q, COUNT, end);
        self.asm.jcc(side.more(), again);
        self.compare_count(side, CHUNK_SIZE);
        self.asm.jcc(side.more(), done);
        self.pieces(
            run,
            &[0, 16, 32, 48].map(|at| (Piece::Vector, move |b| side.last_chunk(b, at))),
        );
        self.asm.zero(COUNT);
        self.asm.jmp(done);
    }

    /// At most a chunk, all of it.
    fn few_bytes(&mut self, run: &Run, side: Side, done: Label) {
        let sizes = [
            (
                33,
                Piece::Vector,
                &[(false, 0), (false, 16), (true, -32), (true, -16)][..],
            ),
            (16, Piece::Vector, &[(false, 0), (true, -16)]),
            (8, Piece::Double, &[(false, 0), (true, -8)]),
            (4, Piece::Word, &[(false, 0), (true, -4)]),
            (2, Piece::Half, &[(false, 0), (true, -2)]),
            (1, Piece::Byte, &[(false, 0)]),
        ];
        for (least, piece, places) in sizes {
            let fewer = self.asm.label();
            if least > 1 {
                self.compare_count(side, least);
                self.asm.jcc(side.fewer(), fewer);
            }
            let place = |(high, at): (bool, i32)| {
                (piece, move |b| {
                    if high {
                        side.high(b, at)
                    } else {
                        side.low(b, at)
                    }
                })
            };
            let pieces: Vec<_> = places.iter().copied().map(place).collect();
            self.pieces(run, &pieces);
            self.asm.zero(COUNT);
            self.asm.jmp(done);
            self.asm.bind(fewer);
        }
    }

    /// Loads all, then stores all.
    fn pieces(&mut self, run: &Run, pieces: &[(Piece, impl Fn(Gpr) -> Mem)]) {
        if let Some(from) = run.from {
            for ((piece, place), x) in pieces.iter().zip(run.vectors) {
                self.load_piece(*piece, x, place(from));
            }
        }
        for ((piece, place), x) in pieces.iter().zip(run.vectors) {
            self.store_piece(*piece, x, place(run.to));
        }
    }

    fn load_piece(&mut self, piece: Piece, x: Xmm, m: Mem) {
        match piece {
            Piece::Byte => self.asm.vex_i(v::VPINSRB, x, x, m, 0),
            Piece::Half => self.asm.vex_i(v::VPINSRW, x, x, m, 0),
            Piece::Word => self.asm.vex2(o::VMOVSS_LOAD, x, m),
            Piece::Double => self.asm.vex2(o::VMOVSD_LOAD, x, m),
            Piece::Vector => self.asm.vex2(o::VMOVUPS_LOAD, x, m),
        }
    }

    fn store_piece(&mut self, piece: Piece, x: Xmm, m: Mem) {
        match piece {
            Piece::Byte => self.asm.vex2_i(o::VPEXTRB, x, m, 0),
            Piece::Half => self.asm.vex2_i(o::VPEXTRW, x, m, 0),
            Piece::Word => self.asm.vex2(o::VMOVSS_STORE, x, m),
            Piece::Double => self.asm.vex2(o::VMOVSD_STORE, x, m),
            Piece::Vector => self.asm.vex2(o::VMOVUPS_STORE, x, m),
        }
    }

    /// A copy may overwrite its own source: if some stores were done when another faults, it could not be done again. Where
    /// they go to two pages the second one is written first, with what is there; the first store goes to the first page then.
    fn probe(&mut self, run: &Run, side: Side, chunk: bool) {
        let Some(from) = run.from else {
            return;
        };
        let (t, one_page) = (run.temporary, self.asm.label());
        let saved = spill_slot(area::RAX_SAVE as u8);
        if t == from {
            self.asm.store(8, saved, from);
        }
        let begin = if chunk {
            side.chunk(run.to, 0)
        } else {
            side.low(run.to, 0)
        };
        self.asm.lea(Size::D, t, begin);
        self.asm.alu_imm(Alu::And, Size::D, t, PAGE - 1);
        let limit = if chunk {
            PAGE - CHUNK_SIZE
        } else {
            let alu = if side == Side::Before {
                Alu::Sub
            } else {
                Alu::Add
            };
            self.asm.alu(alu, Size::D, t, COUNT);
            PAGE
        };
        self.asm.alu_imm(Alu::Cmp, Size::D, t, limit);
        self.asm.jcc(Cc::Be, one_page);
        let last = if chunk {
            side.chunk(run.to, CHUNK_SIZE - 1)
        } else {
            side.high(run.to, -1)
        };
        self.asm.lea(Size::Q, t, last);
        self.asm.alu_imm(Alu::And, Size::Q, t, -PAGE);
        self.asm.lock_or_imm(Mem::base(t, 0), 0);
        self.asm.bind(one_page);
        if t == from {
            self.asm.mov(Size::Q, from, saved);
        }
    }
}
