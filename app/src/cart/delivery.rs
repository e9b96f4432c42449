use contracts::Money;
use serde::{Deserialize, Serialize};

/// How parcels reach most shoppers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeDelivery {
    /// Where, e.g. `Germany`; empty for the shopper's own address.
    pub place: String,
    /// Working days, at best.
    pub days_min: u32,
    /// Working days, at worst.
    pub days_max: u32,
    /// Free from this gross subtotal on, if ever.
    pub free_from: Option<Money>,
}

impl HomeDelivery {
    /// One or two sentences for a product page.
    pub fn words(&self) -> String {
        let days = if self.days_min == self.days_max {
            [
                "in ",
                &self.days_max.to_string(),
                if self.days_max == 1 { " working day" } else { " working days" },
            ]
            .concat()
        } else {
            ["in ", &self.days_min.to_string(), " to ", &self.days_max.to_string(), " working days"].concat()
        };
        let free =
            self.free_from.map(|from| [", free from ", &from.to_string()].concat()).unwrap_or_default();
        [
            "Delivered",
            &self.within(),
            " ",
            &days,
            &free,
            ". The cost for other places is shown in the checkout.",
        ]
        .concat()
    }

    /// What is missing for free delivery, in words; `None` when it is never free.
    pub fn progress(&self, subtotal: Money) -> Option<String> {
        let missing = self.free_from?.minus(subtotal)?;
        let place = self.within();
        Some(if missing.minor > 0 {
            [&missing.to_string(), " more for free delivery", &place, "."].concat()
        } else {
            ["Delivery", &place, " is free."].concat()
        })
    }

    fn within(&self) -> String {
        if self.place.is_empty() { String::new() } else { [" within ", &self.place].concat() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::Currency::Eur;

    fn home() -> HomeDelivery {
        HomeDelivery {
            place: "Germany".into(),
            days_min: 1,
            days_max: 3,
            free_from: Some(Money::new(8000, Eur)),
        }
    }

    #[test]
    fn the_way_to_free_delivery_is_told_in_words() {
        let told = |minor| home().progress(Money::new(minor, Eur)).unwrap();
        assert_eq!(told(6000), "20.00\u{a0}€ more for free delivery within Germany.");
        assert_eq!(told(8000), "Delivery within Germany is free.");
        assert_eq!(HomeDelivery { free_from: None, ..home() }.progress(Money::new(1, Eur)), None);
    }

    #[test]
    fn days_are_told_as_people_say_them() {
        assert!(
            home()
                .words()
                .starts_with("Delivered within Germany in 1 to 3 working days, free from 80.00\u{a0}€.")
        );
        let express = HomeDelivery { days_max: 1, free_from: None, ..home() };
        assert!(express.words().starts_with("Delivered within Germany in 1 working day."));
    }
}
