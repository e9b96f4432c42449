//! What a person needs to know when the shop opens.

use crate::{administrator, config::Config};
use std::fmt;

/// Printed when the doors are open.
pub struct Welcome {
    shop: String,
    administrator: String,
    password: Option<String>,
    test_card: bool,
}

impl Welcome {
    /// For this shop; with the administrator's password where one was made just now.
    pub fn new(config: &Config, password: Option<String>) -> Self {
        Self {
            shop: config.base_url(),
            administrator: config.admin_email.clone(),
            password,
            test_card: config.stripe_secret_key.is_none(),
        }
    }
}

impl fmt::Display for Welcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        writeln!(f, "  The shop is open:  {}", self.shop)?;
        writeln!(f, "  Back office:       {}/admin", self.shop)?;
        writeln!(f, "{}", administrator::line(&self.administrator, self.password.as_deref()))?;
        if self.test_card {
            writeln!(f, "  Test card:         4242 4242 4242 4242, any date to come, any code")?;
        }
        Ok(())
    }
}
