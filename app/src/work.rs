//! Work that is quick to check and takes a browser a moment: a stamp as Hashcash (Back, 2002) has it. It is made of a
//! ticket that the shop signed for one door, one network and some minutes, and a number for which the SHA-256 of both
//! begins with [`BITS`] zeros.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Zeros that a stamp's hash begins with: 65,536 tries on average.
pub const BITS: u32 = 16;

/// Where programs like to send forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// Log-ins, of the staff as well.
    LogIn,
    /// New accounts.
    Register,
    /// Forgotten passwords.
    Reset,
    /// Messages to the shop.
    Contact,
}

impl Door {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::LogIn, Self::Register, Self::Reset, Self::Contact];

    /// With what the names of its server functions begin, and its tickets.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LogIn => "log_in",
            Self::Register => "register",
            Self::Reset => "request_reset",
            Self::Contact => "send_message",
        }
    }
}

/// Who signs tickets: the gateway.
#[cfg(feature = "ssr")]
pub trait TicketOffice: Send + Sync {
    /// Whether it has its key.
    fn is_open(&self) -> bool;

    /// A ticket for this door to who asks; none while the office is closed.
    fn issue(&self, door: Door, client: &contracts::identity::ClientInfo) -> Option<String>;

    /// How long ago a ticket was issued; none when it is not for this door and network.
    fn age(
        &self,
        ticket: &str,
        door: Door,
        client: &contracts::identity::ClientInfo,
    ) -> Option<std::time::Duration>;
}

/// The office of this process; the gateway provides it for each page and each server function.
#[cfg(feature = "ssr")]
#[derive(Clone)]
pub struct Tickets(pub std::sync::Arc<dyn TicketOffice>);

/// What the stamps of a ticket begin with.
pub fn blank(ticket: &str) -> String {
    [ticket, "."].concat()
}

/// The stamp, if one of so many numbers from this one on makes it.
pub fn worked(blank: &str, from: u32, tries: u32) -> Option<String> {
    (from..from.saturating_add(tries))
        .map(|number| [blank, &number.to_string()].concat())
        .find(|stamp| is_worked(stamp))
}

/// Whether the work was done.
pub fn is_worked(stamp: &str) -> bool {
    let digest = Sha256::digest(stamp.as_bytes());
    let begin = digest.iter().take(4).fold(0_u32, |begin, byte| (begin << 8) | u32::from(*byte));
    begin.leading_zeros() >= BITS
}

/// The ticket that a stamp was made of.
pub fn ticket_of(stamp: &str) -> Option<&str> {
    Some(stamp.rsplit_once('.')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_takes_work_and_tells_its_ticket() {
        let ticket = "register.1790000000000.salt.mac";
        let stamp = worked(&blank(ticket), 0, u32::MAX).unwrap();
        assert!(is_worked(&stamp));
        assert_eq!(ticket_of(&stamp), Some(ticket));
        assert!(!is_worked(&blank(ticket)), "without work it is none");
        assert_eq!(ticket_of("none"), None);
    }
}
