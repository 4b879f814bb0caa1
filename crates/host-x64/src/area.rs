//! Where the fields of [`RuntimeArea`] and of the guest's State are, as displacements from the state register
//! ([`crate::regs::STATE`]).

use std::mem::{offset_of, size_of};

use ir::{RuntimeArea, STATE_BIAS};

const START: i32 = -STATE_BIAS - size_of::<RuntimeArea>() as i32;

/// Displacement of byte `offset` of the guest's State.
pub const fn state(offset: u16) -> i32 {
    offset as i32 - STATE_BIAS
}

/// Displacement of `RuntimeArea::spill[slot]`.
pub const fn spill(slot: usize) -> i32 {
    START + offset_of!(RuntimeArea, spill) as i32 + 8 * slot as i32
}

/// Displacement of `RuntimeArea::vector_save[slot]`.
pub const fn vector_save(slot: usize) -> i32 {
    START + offset_of!(RuntimeArea, vector_save) as i32 + 16 * slot as i32
}

macro_rules! fields {
    ($($name:ident $field:ident),+ $(,)?) => {
        $(
            #[doc = concat!("Displacement of `RuntimeArea::", stringify!($field), "`.")]
            pub const $name: i32 = START + offset_of!(RuntimeArea, $field) as i32;
        )+
    };
}
fields! {
    HOST_SP host_sp,
    GUEST_CALL_SP guest_call_sp,
    EXIT_KIND exit_kind,
    PENDING pending,
    EXIT_INFO exit_info,
    GUEST_MXCSR guest_mxcsr,
    HOST_MXCSR host_mxcsr,
    CAS128_HI cas128_hi,
    RESERVED_ADDR reserved_addr,
    RESERVED_VALUE reserved_value,
    RESERVED_HIGH reserved_high,
    HELPER_PC helper_pc,
    MXCSR_TMP mxcsr_tmp,
    RESERVED_VERSION reserved_version,
    VERSION_WORDS version_words,
    LOCKED_WORD locked_word,
    ALONE alone,
}

/// Spill slots that hold the operands of a helper call, in order; the last slots of the area.
pub const HELPER_ARGS: [usize; 4] = [60, 61, 62, 63];
/// Spill slots in which the helper call stub keeps rcx and rdx.
pub const HELPER_SAVE: [usize; 2] = [58, 59];
/// Spill slot that holds rbx's guest value in [`crate::PcKind::RbxSaved`].
pub const RBX_SAVE: usize = 57;
/// Spill slot in which generated code keeps the code base register while it uses it for the versions of exact exclusives.
pub const BASE_SAVE: usize = 55;
/// Spill slot in which generated code keeps rax around a CallFloat out of line.
pub const RAX_SAVE: usize = 56;
/// Spill slots 0..this are free for values of a block.
pub const FREE_SPILL_SLOTS: usize = 55;
/// First of the sixteen `vector_save` slots in which the helper call stub keeps xmm0-15; the others are free for a block.
pub const HELPER_VECTOR_SAVE: usize = 0;
/// First `vector_save` slot free for values of a block.
pub const FREE_VECTOR_SLOT: usize = 16;
/// `vector_save` slots that are free for a block.
pub const FREE_VECTOR_SLOTS: usize = ir::VECTOR_SLOTS - FREE_VECTOR_SLOT;
