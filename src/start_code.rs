// What the C library's start files bring to a static program, for one that is linked to a fixed address: see build.rs, whose
// probe includes this file too. `_start` is a process's first instruction as the psABI describes it; it calls
// __libc_start_main(main, argc, argv, init, fini, rtld_fini, stack_end). The other names are hooks that have nothing to do:
// relocating a static PIE, what precedes `.init_array` and follows `.fini_array`, and (weak: the C library's own
// are taken where they are linked) what it calls only if it is there, by a call that could not reach address 0 from up here.
::std::arch::global_asm!(
    ".globl _start",
    "_start:",
    "xor ebp, ebp",
    "mov r9, rdx",
    "pop rsi",
    "mov rdx, rsp",
    "and rsp, -16",
    "push rax",
    "push rsp",
    "xor r8d, r8d",
    "xor ecx, ecx",
    "lea rdi, [rip + main]",
    "call __libc_start_main",
    "hlt",
    ".globl _dl_relocate_static_pie, _init, _fini",
    ".hidden _dl_relocate_static_pie, _init, _fini",
    ".weak __pthread_initialize_minimal, __call_tls_dtors, __pthread_unwind",
    "_dl_relocate_static_pie: _init: _fini:",
    "__pthread_initialize_minimal: __call_tls_dtors: __pthread_unwind:",
    "ret",
);
