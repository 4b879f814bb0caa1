//! How far one [`Op::MemMove`](crate::Op::MemMove) or [`Op::MemFill`](crate::Op::MemFill) goes.

/// Bytes that are always read before any is written.
pub const CHUNK: u64 = 64;

/// Bytes after which an operation ends, so that a signal need not wait for long: a number of chunks. The last chunk, or
/// part of one, is done with the run before it.
pub const RUN: u64 = 1024;

/// The most bytes of one operation. Copies over a smaller distance may change what they are still to read: they do a chunk.
pub const MOST: u64 = RUN + CHUNK;
