//! How each country that is shipped to writes its addresses.
//!
//! NOTICE: required parts, examples and the lists of states come from libaddressinput
//! <https://github.com/google/libaddressinput>, Copyright Google Inc., Apache License 2.0.

use super::states;

/// A country's rules, compiled in.
#[derive(Debug)]
pub(super) struct Rules {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    pub name: &'static str,
    pub postal_required: bool,
    /// The forms a postal code may have: `9` a digit, `A` a letter, `*` either, the rest as it stands.
    pub postal_masks: &'static [&'static str],
    pub postal_example: &'static str,
    pub postal_label: &'static str,
    /// Whether addresses have a state, and whether they need it.
    pub state_required: Option<bool>,
    pub state_label: &'static str,
    /// Code and name; any text when empty.
    pub states: &'static [(&'static str, &'static str)],
}

/// The usual case: a postal code and no state.
const fn plain(
    code: &'static str,
    name: &'static str,
    postal_masks: &'static [&'static str],
    postal_example: &'static str,
) -> Rules {
    Rules {
        code,
        name,
        postal_required: true,
        postal_masks,
        postal_example,
        postal_label: "Postal code",
        state_required: None,
        state_label: "",
        states: &[],
    }
}

/// All of them, by name.
pub(super) const ALL: &[Rules] = &[
    Rules {
        postal_label: "Postcode",
        state_required: Some(true),
        state_label: "State",
        states: states::AU,
        ..plain("AU", "Australia", &["9999"], "2060")
    },
    plain("AT", "Austria", &["9999"], "1010"),
    plain("BE", "Belgium", &["9999"], "4000"),
    plain("BG", "Bulgaria", &["9999"], "1000"),
    Rules {
        state_required: Some(true),
        state_label: "Province",
        states: states::CA,
        ..plain("CA", "Canada", &["A9A 9A9"], "H3Z 2Y7")
    },
    plain("HR", "Croatia", &["99999"], "10000"),
    plain("CY", "Cyprus", &["9999"], "2008"),
    plain("CZ", "Czechia", &["999 99"], "100 00"),
    plain("DK", "Denmark", &["9999"], "8660"),
    plain("EE", "Estonia", &["99999"], "69501"),
    plain("FI", "Finland", &["99999"], "00550"),
    plain("FR", "France", &["99999"], "75001"),
    plain("DE", "Germany", &["99999"], "10115"),
    plain("GR", "Greece", &["999 99"], "151 24"),
    plain("HU", "Hungary", &["9999"], "1037"),
    plain("IS", "Iceland", &["999"], "320"),
    Rules {
        postal_required: false,
        postal_label: "Eircode",
        state_required: Some(false),
        state_label: "County",
        ..plain("IE", "Ireland", &["A9* ****"], "D02 X285")
    },
    Rules {
        state_required: Some(false),
        state_label: "Province",
        states: states::IT,
        ..plain("IT", "Italy", &["99999"], "00144")
    },
    Rules {
        state_required: Some(true),
        state_label: "Prefecture",
        states: states::JP,
        ..plain("JP", "Japan", &["999-9999"], "154-0023")
    },
    plain("LV", "Latvia", &["LV-9999"], "LV-1073"),
    plain("LI", "Liechtenstein", &["9999"], "9496"),
    plain("LT", "Lithuania", &["99999"], "04340"),
    plain("LU", "Luxembourg", &["9999"], "4750"),
    plain("MT", "Malta", &["AAA 9999", "AAA 99"], "VLT 1117"),
    plain("NL", "Netherlands", &["9999 AA"], "1234 AB"),
    Rules { postal_label: "Postcode", ..plain("NZ", "New Zealand", &["9999"], "6001") },
    plain("NO", "Norway", &["9999"], "0025"),
    plain("PL", "Poland", &["99-999"], "00-950"),
    plain("PT", "Portugal", &["9999-999"], "2725-079"),
    plain("RO", "Romania", &["999999"], "060274"),
    plain("SK", "Slovakia", &["999 99"], "010 01"),
    plain("SI", "Slovenia", &["9999"], "4000"),
    plain("ES", "Spain", &["99999"], "28039"),
    plain("SE", "Sweden", &["999 99"], "111 22"),
    plain("CH", "Switzerland", &["9999"], "2544"),
    Rules {
        postal_label: "Postcode",
        ..plain(
            "GB",
            "United Kingdom",
            &["A9 9AA", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9AA", "AA9A 9AA"],
            "EC1Y 8SY",
        )
    },
    Rules {
        postal_label: "ZIP code",
        state_required: Some(true),
        state_label: "State",
        states: states::US,
        ..plain("US", "United States", &["99999", "99999-9999"], "95014")
    },
];
