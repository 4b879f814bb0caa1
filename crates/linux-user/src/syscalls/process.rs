//! System calls: process.
