//! The table.

use crate::load::Measured;

/// The line above the numbers.
pub fn heading() {
    println!(
        "{:<34}{:>10}{:>12}{:>12}{:>14}{:>11}{:>8}",
        "", "per second", "p50 ms", "p99 ms", "server CPU ms", "memory MB", "failed"
    );
}

/// One measurement.
pub fn line(name: &str, measured: &Measured) {
    let cpu = measured.cpu_micros.map_or_else(|| "-".to_owned(), millis);
    let memory = measured.resident_mb.map_or_else(|| "-".to_owned(), |megabytes| megabytes.to_string());
    println!(
        "{name:<34}{:>10}{:>12}{:>12}{cpu:>14}{memory:>11}{:>8}",
        measured.per_second,
        millis(measured.p50_micros),
        millis(measured.p99_micros),
        measured.failed
    );
    if let Some(failure) = &measured.failure {
        println!("    first failure: {failure}");
    }
}

/// What could not be measured, and why.
pub fn missing(name: &str, error: &anyhow::Error) {
    println!("{name:<34}not measured: {error:#}");
}

/// The memory of a process.
pub fn memory(name: &str, megabytes: Option<u64>) {
    println!(
        "{name:<34}{}",
        megabytes.map_or_else(|| "-".to_owned(), |megabytes| format!("{megabytes:>7} MB"))
    );
}

fn millis(micros: u64) -> String {
    format!("{}.{:02}", micros / 1000, micros % 1000 / 10)
}
