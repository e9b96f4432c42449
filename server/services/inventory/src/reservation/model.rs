//! The life of a reservation. No I/O.

/// Where a reservation is.
///
/// ```text
/// held -> confirmed | released | expired
/// expired -> held          reserved again
///         -> confirmed     the units were still there
///         -> released
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Its units are kept from sale.
    Held,
    /// Its units are sold.
    Confirmed,
    /// Given up by the checkout.
    Released,
    /// Its time ran out and its units returned to sale.
    Expired,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Held, Self::Confirmed, Self::Released, Self::Expired];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Confirmed => "confirmed",
            Self::Released => "released",
            Self::Expired => "expired",
        }
    }

    /// The status stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether a reservation may go from here to `next`.
    pub fn can_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Held, Self::Confirmed | Self::Released | Self::Expired)
                | (Self::Expired, Self::Held | Self::Confirmed | Self::Released)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sold_and_released_reservations_stay_so() {
        let matrix: Vec<String> = Status::ALL
            .into_iter()
            .map(|from| {
                let next = Status::ALL.into_iter().filter(|next| from.can_become(*next));
                format!("{} -> {}", from.as_str(), next.map(Status::as_str).collect::<Vec<_>>().join(", "))
            })
            .collect();
        insta::assert_snapshot!(matrix.join("\n"), @r"
        held -> confirmed, released, expired
        confirmed -> 
        released -> 
        expired -> held, confirmed, released
        ");
    }
}
