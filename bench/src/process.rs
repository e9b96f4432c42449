//! What a process takes, as Linux tells it; nothing elsewhere.

use std::fs;

/// Processor time in microseconds since the process began.
pub fn cpu_micros(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in parentheses may hold anything; the numbers come behind it.
    let (_, numbers) = stat.rsplit_once(')')?;
    let ticks = |at: usize| numbers.split_whitespace().nth(at)?.parse::<u64>().ok();
    // Linux counts in hundredths of a second here.
    Some((ticks(11)? + ticks(12)?) * 10_000)
}

/// Memory that is the process's own or shared, in megabytes.
pub fn resident_mb(pid: u32) -> Option<u64> {
    status_mb(pid, "VmRSS:")
}

/// The most of it since the process began, which is under load.
pub fn most_resident_mb(pid: u32) -> Option<u64> {
    status_mb(pid, "VmHWM:")
}

fn status_mb(pid: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}
