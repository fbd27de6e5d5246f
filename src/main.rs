//! The program: parses the command line and calls the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    give_memory_back();
    stafett::cli::run()
}

/// Tells the system's allocator to give large pieces back as soon as they are free, and to share its pools among threads:
/// left to itself it keeps what the largest page of each thread once took (decision 0013). It must be told before there
/// are other threads.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the only way to the allocator's settings that is not the environment's")]
fn give_memory_back() {
    /// Pieces of this size, in bytes, are the system's own, and are its again when they are freed.
    const LARGE: i32 = 128 * 1024;
    /// So much may lie free at the end of a pool, in bytes.
    const SPARE: i32 = 256 * 1024;
    const POOLS: i32 = 2;
    for (setting, value) in
        [(libc::M_ARENA_MAX, POOLS), (libc::M_MMAP_THRESHOLD, LARGE), (libc::M_TRIM_THRESHOLD, SPARE)]
    {
        // SAFETY: takes two numbers, and no other thread runs yet. Refused settings leave things as they are.
        unsafe { libc::mallopt(setting, value) };
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn give_memory_back() {}
