//! emu: the hall, where engine and OS meet.
