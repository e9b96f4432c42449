use std::path::PathBuf;

/// What the catalogue needs to be told.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder that holds the pictures; made when missing. Shared by all instances of the service.
    pub media_dir: PathBuf,
}
