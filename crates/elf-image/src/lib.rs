//! elf-image
