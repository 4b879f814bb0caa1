//! System calls: epoll.
