//! The table, and whether everything in it is as it must be.

use anyhow::{Result, ensure};

/// What was broken so far.
#[derive(Default)]
pub struct Findings {
    broken: Vec<String>,
}

impl Findings {
    /// A figure.
    pub fn tell(&mut self, name: &str, figure: u64) {
        println!("{name:<44}{figure:>10}");
    }

    /// A figure that must hold.
    pub fn must(&mut self, name: &str, figure: u64, holds: impl Fn(u64) -> bool) {
        let holds = holds(figure);
        println!("{name:<44}{figure:>10}  {}", if holds { "holds" } else { "BROKEN" });
        if !holds {
            self.broken.push(format!("{}: {figure}", name.trim()));
        }
    }

    /// Fails when something did not hold.
    pub fn conclude(self) -> Result<()> {
        ensure!(self.broken.is_empty(), "not as it must be: {}", self.broken.join("; "));
        Ok(())
    }
}
