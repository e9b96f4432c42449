//! What a browser is called.

use crate::identity::ClientInfo;

impl ClientInfo {
    /// The browser as its owner would call it, e.g. `Firefox on Windows`; without versions, which change.
    pub fn device(&self) -> String {
        let user_agent = self.user_agent.as_deref().unwrap_or_default();
        let first = |known: &[(&str, &'static str)]| {
            known.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
        };
        // Order matters: browsers name those they imitate as well.
        let browser = first(&[
            ("Edg/", "Edge"),
            ("OPR/", "Opera"),
            ("Firefox/", "Firefox"),
            ("Chrome/", "Chrome"),
            ("Safari/", "Safari"),
        ]);
        let system = first(&[
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Android", "Android"),
            ("Windows", "Windows"),
            ("Mac OS X", "macOS"),
            ("Linux", "Linux"),
        ]);
        match (browser, system) {
            (Some(browser), Some(system)) => [browser, " on ", system].concat(),
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => "Unknown browser".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(user_agent: &str) -> String {
        ClientInfo { address: None, user_agent: Some(user_agent.to_owned()) }.device()
    }

    #[test]
    fn browsers_are_called_as_their_owners_do() {
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1";
        assert_eq!(device(edge), "Edge on Windows");
        assert_eq!(device(phone), "Safari on iPhone");
        assert_eq!([device(""), ClientInfo::default().device()], ["Unknown browser"; 2]);
    }
}
