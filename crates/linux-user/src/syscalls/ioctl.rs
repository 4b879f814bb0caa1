//! System calls: ioctl.
