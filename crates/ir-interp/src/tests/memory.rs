//! Loads, stores, atomic operations, exclusives.

use std::sync::LazyLock;

use guest_mem::{AddressSpace, MapRequest, PAGE_SIZE, Prot, access};
use ir::{MemKind, Op, Rmw, Type, Width};

use super::{Asm, F16, F32, F64, I32, I64, Machine, inst};

/// The operations tested here.
pub(super) const TESTED: &[Op] = &[
    Op::Load,
    Op::Store,
    Op::MemMove,
    Op::MemFill,
    Op::AtomicRmw,
    Op::AtomicCas,
    Op::AtomicCas128,
    Op::AtomicCas128Hi,
    Op::LoadExclusive,
    Op::StoreExclusive,
    Op::LoadExclusive128,
    Op::LoadExclusive128Hi,
    Op::StoreExclusive128,
    Op::ClearExclusive,
];

/// Guest memory of a test: two words next to each other at the start of a page of their own.
struct Memory(u64);

impl Memory {
    fn new(low: u64, high: u64) -> Memory {
        static SPACE: LazyLock<AddressSpace> = LazyLock::new(AddressSpace::new);
        let page = MapRequest {
            addr: 0,
            len: PAGE_SIZE,
            prot: Prot(Prot::READ.0 | Prot::WRITE.0),
            flags: libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            fd: -1,
            offset: 0,
        };
        let memory = Memory(SPACE.map(page).expect("the window has room"));
        memory.set_low(low);
        access::store(memory.addr() + 8, 8, high).expect("the page is writable");
        memory
    }

    fn addr(&self) -> u64 {
        self.0
    }

    fn set_low(&self, low: u64) {
        access::store(self.addr(), 8, low).expect("the page is writable");
    }

    fn words(&self) -> (u64, u64) {
        let word = |offset| access::load(self.addr() + offset, 8).expect("the page is readable");
        (word(0), word(8))
    }
}

/// `Inst::aux` of an access.
fn mem_aux(kind: MemKind) -> u8 {
    kind.width as u8 | u8::from(kind.signed) << 7
}

#[test]
fn loads_extend_to_their_type() {
    let memory = Memory::new(0x8877_6655_c433_8281, 0);
    let cases = [
        (I64, MemKind::u(Width::B1), 0, 0x81),
        (I64, MemKind::s(Width::B1), 0, 0xffff_ffff_ffff_ff81),
        (I32, MemKind::s(Width::B1), 1, 0xffff_ff82),
        (I64, MemKind::s(Width::B2), 0, 0xffff_ffff_ffff_8281),
        (I32, MemKind::u(Width::B2), 1, 0x3382),
        (I64, MemKind::s(Width::B4), 0, 0xffff_ffff_c433_8281),
        (I32, MemKind::s(Width::B4), 0, 0xc433_8281),
        (I64, MemKind::u(Width::B8), 1, 0x0088_7766_55c4_3382),
        (F16, MemKind::u(Width::B2), 6, 0x8877),
        (F32, MemKind::u(Width::B4), 4, 0x8877_6655),
        (F64, MemKind::u(Width::B8), 0, 0x8877_6655_c433_8281),
    ];
    for (ty, kind, offset, expected) in cases {
        // The displacement is signed.
        let load = inst(Op::Load, ty, mem_aux(kind), offset - 16);
        let result = Machine::new().value_of(load, &[(I64, memory.addr() + 16)]);
        assert_eq!(result, Ok(expected), "{} {kind:?}", ty.name());
    }
}

#[test]
fn stores_write_their_width() {
    for (ty, width, expected) in [
        (I64, Width::B1, 0x11ff_ffff_ffff_ffff),
        (I32, Width::B2, 0x2211_ffff_ffff_ffff),
        (F32, Width::B4, 0x4433_2211_ffff_ffff),
        (I64, Width::B8, 0x4433_2211_ffff_ffff),
    ] {
        let memory = Memory::new(u64::MAX, 0);
        let offset = 8 - i64::from(width.bytes().min(4));
        let store = inst(Op::Store, ty, mem_aux(MemKind::u(width)), offset);
        let operands = [(I64, memory.addr()), (ty, 0x4433_2211)];
        Machine::new()
            .value_of(store, &operands)
            .expect("the store succeeds");
        assert_eq!(memory.words(), (expected, 0), "{width:?}");
    }
}

#[test]
fn vectors_go_through_memory() {
    let memory = Memory::new(0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908);
    let copy = Memory::new(0, 0);
    let mut asm = Asm::new();
    let (from, to) = (
        asm.constant(I64, memory.addr()),
        asm.constant(I64, copy.addr()),
    );
    let kind = mem_aux(MemKind::u(Width::B16));
    let value = asm.push(inst(Op::Load, Type::V128, kind, 0), &[from]);
    asm.push(inst(Op::Store, Type::V128, kind, 0), &[to, value]);
    Machine::new().run(&asm.block);
    assert_eq!(copy.words(), memory.words());
}

#[test]
fn bytes_move_and_are_filled_from_either_end() {
    let cases = [
        // to, from (as distances), count, low and high word after
        (16, 8, -8, 0x0706_0504_0302_0100, 0x0706_0504_0302_0100),
        (8, 7, -3, 0x0605_0404_0302_0100, 0),
        (0, 8, 2, 0x0706_0504_0302_0908, 0),
        (1, 0, 7, 0x0605_0403_0201_0000, 0),
        (4, 4, 0, 0x0706_0504_0302_0100, 0),
    ];
    let high = 0x0f0e_0d0c_0b0a_0908;
    for (to, from, count, low_after, high_after) in cases {
        let memory = Memory::new(0x0706_0504_0302_0100, high);
        let (to, from) = (memory.addr() + to, memory.addr() + from);
        let operands = [(I64, to), (I64, from), (I64, count as u64)];
        let left = Machine::new().value_of(inst(Op::MemMove, I64, 0, 0), &operands);
        assert_eq!(left.ok(), Some(0));
        let high_after = if high_after == 0 { high } else { high_after };
        assert_eq!(memory.words(), (low_after, high_after), "{count}");
    }
    let memory = Memory::new(0, 0);
    let operands = [
        (I64, memory.addr() + 4),
        (I64, 0x1_23ab),
        (I64, -3i64 as u64),
    ];
    let left = Machine::new().value_of(inst(Op::MemFill, I64, 0, 0), &operands);
    assert_eq!((left.ok(), memory.words()), (Some(0), (0xabab_ab00, 0)));
}

#[test]
fn read_modify_write_by_operation_and_width() {
    // Old byte 0x80 (-128), operand 1; the bytes above must stay.
    let cases = [
        (Rmw::Swap, 0x01),
        (Rmw::Add, 0x81),
        (Rmw::And, 0x00),
        (Rmw::Or, 0x81),
        (Rmw::Xor, 0x81),
        (Rmw::Smin, 0x80),
        (Rmw::Smax, 0x01),
        (Rmw::Umin, 0x01),
        (Rmw::Umax, 0x80),
    ];
    for (op, new) in cases {
        for width in [Width::B1, Width::B2, Width::B4, Width::B8] {
            let shift = width.bytes() * 8 - 8;
            let memory = Memory::new(u64::MAX, 7);
            let old = 0x80u64 << shift;
            let others = (u64::MAX << shift) << 8;
            memory.set_low(others | old);
            let rmw = inst(Op::AtomicRmw, I64, op as u8, width as i64);
            let operands = [(I64, memory.addr()), (I64, 1 << shift)];
            let result = Machine::new().value_of(rmw, &operands);
            assert_eq!(
                result,
                Ok(others | old),
                "{} {width:?}: sign-extended",
                op.name()
            );
            assert_eq!(
                memory.words(),
                (others | new << shift, 7),
                "{} {width:?}",
                op.name()
            );
        }
    }
}

#[test]
fn compare_and_swap_at_its_width() {
    for (expected, stored) in [(0xaaaa_aa80u64, true), (0xaaaa_aa81, false)] {
        let memory = Memory::new(0x1122_3344_5566_7780, 0);
        let cas = inst(Op::AtomicCas, I32, Width::B1 as u8, 0);
        let operands = [(I64, memory.addr()), (I32, expected), (I32, 0xbbbb_bb05)];
        assert_eq!(Machine::new().value_of(cas, &operands), Ok(0xffff_ff80));
        let low = if stored { 0x05 } else { 0x80 };
        assert_eq!(memory.words().0, 0x1122_3344_5566_7700 | low);
    }
}

#[test]
fn compare_and_swap_of_sixteen_bytes() {
    for (high, after) in [(2, (3, 4)), (9, (1, 2))] {
        let memory = Memory::new(1, 2);
        let mut asm = Asm::new();
        let operands = [memory.addr(), 1, high, 3, 4].map(|bits| asm.constant(I64, bits));
        let low = asm.push(inst(Op::AtomicCas128, I64, 0, 0), &operands);
        let hi = asm.push(inst(Op::AtomicCas128Hi, I64, 0, 0), &[]);
        let mut machine = Machine::new();
        machine.run(&asm.block);
        let values = &machine.interp.values;
        assert_eq!((values[low.index()], values[hi.index()]), (1, 2));
        assert_eq!(memory.words(), after);
    }
}

#[test]
fn exclusives_pair_up() {
    let memory = Memory::new(0x8000_0000, 0);
    let addr = (I64, memory.addr());
    let mut machine = Machine::new();
    let load = inst(Op::LoadExclusive, I64, Width::B4 as u8, 0);
    let store = inst(Op::StoreExclusive, I64, Width::B4 as u8, 0);
    assert_eq!(
        machine.value_of(store, &[addr, (I64, 5)]),
        Ok(1),
        "no reservation"
    );
    assert_eq!(machine.value_of(load, &[addr]), Ok(0xffff_ffff_8000_0000));
    assert_eq!(machine.value_of(store, &[addr, (I64, 5)]), Ok(0));
    assert_eq!(memory.words(), (5, 0));
    assert_eq!(machine.value_of(store, &[addr, (I64, 6)]), Ok(1), "used up");
    assert_eq!(machine.value_of(load, &[addr]), Ok(5));
    memory.set_low(7);
    assert_eq!(
        machine.value_of(store, &[addr, (I64, 6)]),
        Ok(1),
        "overwritten"
    );
    assert_eq!(machine.value_of(load, &[addr]), Ok(7));
    let elsewhere = (I64, memory.addr() + 8);
    assert_eq!(
        machine.value_of(store, &[elsewhere, (I64, 6)]),
        Ok(1),
        "another address"
    );
    assert_eq!(machine.value_of(load, &[addr]), Ok(7));
    let clear = inst(Op::ClearExclusive, Type::Void, 0, 0);
    assert_eq!(machine.value_of(clear, &[]), Ok(0));
    assert_eq!(machine.value_of(store, &[addr, (I64, 6)]), Ok(1), "cleared");
    assert_eq!(machine.value_of(load, &[addr]), Ok(7));
    machine.interp.clear_reservation();
    assert_eq!(
        machine.value_of(store, &[addr, (I64, 6)]),
        Ok(1),
        "given up"
    );
    assert_eq!(memory.words(), (7, 0));
}

#[test]
fn exclusives_of_sixteen_bytes() {
    let memory = Memory::new(1, 2);
    let mut asm = Asm::new();
    let [addr, five, six] = [memory.addr(), 5, 6].map(|bits| asm.constant(I64, bits));
    let op = |op| inst(op, I64, 0, 0);
    let low = asm.push(op(Op::LoadExclusive128), &[addr]);
    let high = asm.push(op(Op::LoadExclusive128Hi), &[]);
    let stored = asm.push(op(Op::StoreExclusive128), &[addr, five, six]);
    let again = asm.push(op(Op::StoreExclusive128), &[addr, six, six]);
    let mut machine = Machine::new();
    machine.run(&asm.block);
    let results = [low, high, stored, again].map(|v| machine.interp.values[v.index()]);
    assert_eq!(results, [1, 2, 0, 1]);
    assert_eq!(memory.words(), (5, 6));
    let load = inst(Op::LoadExclusive128, I64, 0, 0);
    let store = inst(Op::StoreExclusive128, I64, 0, 0);
    let addr = (I64, memory.addr());
    assert_eq!(machine.value_of(load, &[addr]), Ok(5));
    memory.set_low(7);
    let operands = [addr, (I64, 8), (I64, 8)];
    assert_eq!(machine.value_of(store, &operands), Ok(1), "overwritten");
    assert_eq!(memory.words(), (7, 6));
}
