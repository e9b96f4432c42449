use serde::{Deserialize, Serialize};

/// What every contract call returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call did not do what was asked. The edge turns the kind into an HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The thing does not exist, or the asker may not know that it does (404).
    NotFound,
    /// What was sent breaks a rule; see the fields (422).
    Invalid,
    /// The state of things does not allow it now: sold out, already shipped, changed by another (409).
    Conflict,
    /// Nobody is signed in, or the credentials are wrong (401).
    Unauthenticated,
    /// Somebody is signed in who may not do this (403).
    Forbidden,
    /// Too often in too short a time (429).
    TooMany,
    /// Something this needs does not answer now; trying again later may work (503).
    Unavailable,
    /// A fault of ours; logged where it happened, never explained to the outside (500).
    Internal,
}

/// One input that has to be corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The form field or JSON property, e.g. `email` or `lines[2].quantity`.
    pub field: String,
    /// What to do about it, in words for a person.
    pub message: String,
}

/// The one error that crosses contracts, the wire and the user interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// Which class of failure; decides the status.
    pub kind: ErrorKind,
    /// For a person: says what to do, holds nothing internal.
    pub message: String,
    /// The inputs to correct, for [`ErrorKind::Invalid`].
    #[serde(default)]
    pub fields: Vec<FieldError>,
}

impl Error {
    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), fields: Vec::new() }
    }

    /// There is no such thing (for this asker).
    pub fn not_found(what: &str) -> Self {
        Self::new(ErrorKind::NotFound, format!("This {what} does not exist."))
    }

    /// A rule is broken that no single field stands for.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid, message)
    }

    /// One field has to be corrected.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::fields(vec![FieldError { field: field.into(), message: message.into() }])
    }

    /// Several fields have to be corrected.
    pub fn fields(fields: Vec<FieldError>) -> Self {
        Self { fields, ..Self::new(ErrorKind::Invalid, "Please correct the marked fields.") }
    }

    /// Not possible in the present state.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Conflict, message)
    }

    /// Nobody is signed in, or the credentials are wrong.
    pub fn unauthenticated(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Unauthenticated, message)
    }

    /// Signed in, but not allowed.
    pub fn forbidden() -> Self {
        Self::new(ErrorKind::Forbidden, "You are not allowed to do this.")
    }

    /// Too often.
    pub fn too_many(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::TooMany, message)
    }

    /// Worth trying again.
    pub fn unavailable(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Unavailable, message)
    }

    /// A fault of ours. Log the cause before you make one of these.
    pub fn internal() -> Self {
        Self::new(ErrorKind::Internal, "Something went wrong on our side. Please try again.")
    }

    /// The message for one field, if it has one.
    pub fn for_field(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }
}

/// Collects the broken rules of one input, so that all are told at once.
#[derive(Debug, Default)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    /// Records `message` at `field` unless `holds`.
    pub fn require(&mut self, holds: bool, field: &str, message: &str) {
        if !holds {
            self.0.push(FieldError { field: field.into(), message: message.into() });
        }
    }

    /// The parsed value, or its message at `field`.
    pub fn parse<T, E: std::fmt::Display>(&mut self, field: &str, parsed: Result<T, E>) -> Option<T> {
        parsed.map_err(|error| self.require(false, field, &error.to_string())).ok()
    }

    /// `Ok` when every rule held.
    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::fields(self.0)) }
    }
}
