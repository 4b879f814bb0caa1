//! What forked children lacked.
//!
//! A process that forks often has children that do the same again and again (a shell's set signals and execute), by code
//! that it does not run itself. Each would take the same translations from the store into its copy of the code cache, and
//! copy the pages for that which it could share. So a child notes what it lacked on a page that it shares with its parent,
//! who takes it before its next fork; so do children that fork themselves.
//!
//! A child may not be what its parent is any more (it gave up rights, its guest writes where it should not). What it
//! notes is addresses, and all that comes of them is that the parent looks into the store for the code that it has there
//! itself, at most [`PLACES`] times.

use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, Ordering};

/// How many wishes a list has room for: a page.
const PLACES: usize = 511;

/// How many one child may have: one that goes on and on is a program of its own.
pub(crate) const OF_ONE_CHILD: u32 = 128;

/// Bit of a place: indirect jumps lead there. Code is at even addresses.
const INDIRECT: u64 = 1;

/// Code that was lacking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Wish {
    pub pc: u64,
    /// Reached by an indirect jump.
    pub indirect: bool,
}

/// The shared page.
#[repr(C)]
struct List {
    /// How many have asked for a place.
    asked: AtomicU64,
    /// Wishes; 0 where none is, or not yet.
    places: [AtomicU64; PLACES],
}

impl List {
    fn new() -> Option<ptr::NonNull<List>> {
        const { assert!(size_of::<List>() == 4096) };
        let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS;
        let prot = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: a fresh mapping replaces nothing; zeros are an empty list.
        let at = unsafe { libc::mmap(ptr::null_mut(), size_of::<List>(), prot, flags, -1, 0) };
        let at = (at != libc::MAP_FAILED).then_some(at)?;
        ptr::NonNull::new(at.cast())
    }
}

/// What the processes lacked that descend from one by forks, and know it by the same list.
#[derive(Debug)]
pub(crate) struct Wishes {
    /// Null before the first fork. Never unmapped.
    list: AtomicPtr<List>,
    /// How many this process has taken, or its parent before it.
    taken: AtomicU32,
}

impl Wishes {
    pub const fn new() -> Wishes {
        Wishes {
            list: AtomicPtr::new(ptr::null_mut()),
            taken: AtomicU32::new(0),
        }
    }

    fn list(&self) -> Option<&List> {
        // SAFETY: null or a list, which is never unmapped.
        unsafe { self.list.load(Ordering::Acquire).as_ref() }
    }

    /// Notes what the calling process lacked, if there is still room.
    pub fn note(&self, Wish { pc, indirect }: Wish) {
        let Some(list) = self.list() else {
            return;
        };
        let place = list.asked.fetch_add(1, Ordering::Relaxed);
        let place = usize::try_from(place).ok().and_then(|n| list.places.get(n));
        if let Some(place) = place {
            place.store(pc | if indirect { INDIRECT } else { 0 }, Ordering::Release);
        }
    }

    /// The next wish that this process has not taken.
    pub fn take(&self) -> Option<Wish> {
        let taken = self.taken.load(Ordering::Relaxed);
        let place = self.list()?.places.get(taken as usize)?;
        let wish = place.load(Ordering::Acquire);
        if wish == 0 {
            return None;
        }
        self.taken.store(taken + 1, Ordering::Relaxed);
        Some(Wish {
            pc: wish & !INDIRECT,
            indirect: wish & INDIRECT != 0,
        })
    }

    /// Gives the children something to write on.
    pub fn before_fork(&self) {
        if self.list().is_none()
            && let Some(list) = List::new()
        {
            let (list, null) = (list.as_ptr(), ptr::null_mut());
            let (new, old) = (Ordering::AcqRel, Ordering::Acquire);
            if self.list.compare_exchange(null, list, new, old).is_err() {
                // SAFETY: a mapping of this size, which nobody knows.
                unsafe { libc::munmap(list.cast(), size_of::<List>()) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(pc: u64) -> Wish {
        Wish {
            pc,
            indirect: pc.is_multiple_of(4),
        }
    }

    /// A child, as the parent's memory would be copied.
    fn child_of(parent: &Wishes) -> Wishes {
        Wishes {
            list: AtomicPtr::new(parent.list.load(Ordering::Relaxed)),
            taken: AtomicU32::new(parent.taken.load(Ordering::Relaxed)),
        }
    }

    #[test]
    fn a_parent_gets_what_its_children_lacked() {
        let parent = Wishes::new();
        parent.note(wish(2));
        assert_eq!(parent.take(), None, "nobody listens, and nobody has asked");
        parent.before_fork();
        let children = [child_of(&parent), child_of(&parent)];
        children[0].note(wish(2));
        assert_eq!(parent.take(), Some(wish(2)));
        assert_eq!(parent.take(), None);
        children[1].note(wish(4));
        children[0].note(wish(6));
        assert_eq!(parent.take(), Some(wish(4)));
        let third = child_of(&parent);
        assert_eq!(parent.take(), Some(wish(6)));
        assert_eq!(parent.take(), None);
        assert_eq!(third.take(), Some(wish(6)), "the others are in its copy");
    }

    #[test]
    fn there_is_an_end_of_wishes() {
        let parent = Wishes::new();
        parent.before_fork();
        let child = child_of(&parent);
        (1..1000).for_each(|n| child.note(wish(2 * n)));
        assert_eq!(std::iter::from_fn(|| parent.take()).count(), PLACES);
        child.note(wish(2));
        assert_eq!(parent.take(), None);
    }
}
