//! What the passes' tests share: a register file, blocks run by the interpreter, random numbers.

use std::sync::LazyLock;

use guest_mem::{AddressSpace, MapRequest, Prot};
use ir::{Block, Builder, NanMode, Op, Reg, RegFile, RegInfo, Terminal, Type, Value};
use ir_interp::{Exit, Guest, Interp};

pub const REGISTERS: usize = 16;
pub const MEMORY: usize = 128;

pub fn reg_file() -> &'static RegFile {
    let regs: Vec<RegInfo> = (0..REGISTERS)
        .map(|i| RegInfo {
            name: "x",
            ty: Type::I64,
            offset: 8 * i as u16,
        })
        .collect();
    Box::leak(Box::new(RegFile {
        isa: "test",
        regs: regs.leak(),
        hot_gprs: &[],
        hot_fprs: &[],
        pc_offset: 128,
        frm_offset: 136,
        fflags_offset: 140,
        state_size: 144,
        nan_mode: NanMode::Canonical,
        fp_mode_offset: None,
        stale_code_offset: None,
        tiny_before_rounding: false,
        pc_align_shift: 1,
    }))
}

pub struct Rng(pub u64);

impl Rng {
    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }
}

/// Makes random blocks; each test adds what its pass is for.
pub struct Generator<'a> {
    pub b: &'a Builder,
    pub rng: &'a mut Rng,
    pc: u64,
}

impl Generator<'_> {
    /// The next instruction starts.
    pub fn insn(&mut self) {
        self.b.insn(self.pc, 4);
        self.pc += 4;
    }

    /// A register that may be written: the first two hold addresses.
    pub fn register(&mut self) -> Reg {
        Reg(2 + self.rng.below(REGISTERS - 2) as u16)
    }

    /// One of those addresses.
    pub fn base(&mut self) -> Value {
        self.b.get(Reg(self.rng.below(2) as u16))
    }

    /// A block whose instructions `body` makes.
    fn block(&mut self, body: impl Fn(&mut Self)) {
        self.pc = 0x1000;
        self.b.start(self.pc);
        body(self);
        self.b.end(Terminal::Jump { target: self.pc });
    }
}

/// Where the guests' memory is.
static MEMORY_AT: LazyLock<u64> = LazyLock::new(|| {
    let request = MapRequest {
        addr: 0,
        len: MEMORY as u64,
        prot: Prot(Prot::READ.0 | Prot::WRITE.0),
        flags: libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
        fd: -1,
        offset: 0,
    };
    AddressSpace::new().map(request).expect("room for a page")
});

/// True if registers and memory are the same after both blocks.
fn same_outcome(a: &Block, b: &Block, regs: &'static RegFile) -> bool {
    outcome(a, regs) == outcome(b, regs)
}

/// Registers and memory after `block`.
fn outcome(block: &Block, regs: &'static RegFile) -> (Vec<u8>, [u8; MEMORY]) {
    let mut memory: [u8; MEMORY] = std::array::from_fn(|i| (0x81 + 7 * i) as u8);
    guest_mem::write_bytes(*MEMORY_AT, &memory).expect("memory");
    let mut state = vec![0; regs.state_size as usize];
    for (i, register) in state[..8 * REGISTERS].chunks_mut(8).enumerate() {
        let value = match i {
            0 => *MEMORY_AT,
            1 => *MEMORY_AT + 3,
            _ => 0xf1e2_d3c4_b5a6_9788 * i as u64,
        };
        register.copy_from_slice(&value.to_le_bytes());
    }
    let mut guest = Guest {
        regs,
        helpers: &[],
        state: &mut state,
    };
    let exit = Interp::default().run(block, &mut guest);
    assert!(matches!(exit, Exit::Kind(_)), "{exit:?}");
    guest_mem::read_bytes(*MEMORY_AT, &mut memory).expect("memory");
    (state, memory)
}

pub fn single_accesses(block: &Block) -> usize {
    let is_one = |op| matches!(op, Op::Load | Op::Store);
    block
        .insts
        .iter()
        .filter(|i| is_one(i.op) && i.mem().several)
        .count()
}

/// Blocks whose instructions `body` makes, and for most of them there is something to do, do the same after `pass`.
pub fn same_on_random_blocks(body: impl Fn(&mut Generator), mut pass: impl FnMut(&mut Block)) {
    let regs = reg_file();
    let builder = Builder::new(regs);
    let mut changed = 0;
    for seed in 1..20_000 {
        let mut generator = Generator {
            b: &builder,
            rng: &mut Rng(seed * 0x9e37_79b9_7f4a_7c15),
            pc: 0,
        };
        generator.block(&body);
        builder.with_block(|block| {
            let before = block.clone();
            pass(block);
            ir::verify::verify(block, regs).expect("still a block");
            let same = same_outcome(block, &before, regs);
            assert!(same, "seed {seed}: {before:?}\nbecame {block:?}");
            changed += usize::from(single_accesses(block) > 0);
        });
    }
    assert!(changed > 10_000, "only {changed} blocks were changed");
}
