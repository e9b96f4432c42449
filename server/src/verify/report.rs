//! What was found, for a terminal.

use contracts::operations::Finding;

/// Prints every rule with its figures and the rows that break it; whether all hold.
pub fn print(findings: &[Finding]) -> bool {
    for found in findings {
        let mark = if found.breaches == 0 { "holds " } else { "BROKEN" };
        println!(
            "{mark}  {:5} {:22} {:>9} examined {:>6} broken  {}",
            found.rule, found.place, found.examined, found.breaches, found.what
        );
        for row in &found.rows {
            println!("          {row}");
        }
        let unnamed = found.breaches - found.rows.len() as u64;
        if unnamed > 0 {
            println!("          and {unnamed} more");
        }
    }
    let breaches: u64 = findings.iter().map(|found| found.breaches).sum();
    println!("{} rules examined, {breaches} breaches", findings.len());
    breaches == 0
}
