//! The emulator's allocator: dlmalloc behind one lock.
//!
//! The C library's allocator keeps state in thread-local storage and locks that a raw clone of the process
//! would leave in any condition. This one has a single lock that fork can hold ([`Allocator::hold`]), so
//! that the child's heap is consistent. The emulator allocates little once a program runs.

use std::alloc::{GlobalAlloc, Layout};
use std::sync::{Mutex, MutexGuard, PoisonError};

use dlmalloc::Dlmalloc;

/// See the module.
pub struct Allocator(Mutex<Dlmalloc>);

/// Holds the allocator still, for fork.
pub struct HeapGuard(#[allow(dead_code, reason = "held, not read")] MutexGuard<'static, Dlmalloc>);

#[global_allocator]
static HEAP: Allocator = Allocator(Mutex::new(heap()));

/// What the heap grows by, in bytes: most programs are served by one mapping. Untouched pages cost nothing.
const GROWTH: usize = 1 << 20;

const fn heap() -> Dlmalloc {
    let mut heap = Dlmalloc::new();
    assert!(heap.set_granularity(GROWTH));
    heap
}

impl Allocator {
    fn lock(&self) -> MutexGuard<'_, Dlmalloc> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes the allocator's lock. Nothing may be allocated or freed until the guard is dropped.
pub fn hold() -> HeapGuard {
    HeapGuard(HEAP.lock())
}

// SAFETY: dlmalloc fulfils the contract, and the lock makes access exclusive.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the layout is the caller's, who keeps the trait's contract.
        unsafe { self.lock().malloc(layout.size(), layout.align()) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as in alloc.
        unsafe { self.lock().calloc(layout.size(), layout.align()) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: as in alloc; `ptr` came from this allocator with this layout.
        unsafe { self.lock().free(ptr, layout.size(), layout.align()) }
    }

    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: as in dealloc.
        unsafe {
            self.lock()
                .realloc(ptr, layout.size(), layout.align(), new_size)
        }
    }
}
