//! Where a file comes from: read as it is, or told anew as JSON lines that the importer takes.

use super::{complete_journey, icecat, magento};
use anyhow::{Context, Result, ensure};
use contracts::catalog::ImportFormat;
use serde_json::Value;
use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Source {
    /// A catalogue like the demo shop's, with pictures: JSON.
    Catalogue,
    /// A line for each variant; see docs/import.md.
    Csv,
    /// A product on each line.
    JsonLines,
    /// What Shopify exports.
    Shopify,
    /// What WooCommerce exports.
    WooCommerce,
    /// The Magento sample: `products.jsonl`, its pictures in `images/` beside it.
    Magento,
    /// Open Icecat as JSON lines.
    Icecat,
    /// Complete Journey's `products.csv`; prices come from `transactions_sample.csv` beside it.
    CompleteJourney,
}

/// A file as pieces of bytes, in no particular length.
pub(super) type Pieces = Box<dyn Iterator<Item = Result<Vec<u8>>> + Send>;

impl Source {
    /// Whether a file is a catalogue with pictures, which is imported in another way.
    pub fn is_catalogue(self) -> bool {
        self == Self::Catalogue
    }

    /// What the importer is told of the format.
    pub(super) fn format(self) -> ImportFormat {
        match self {
            Self::Csv => ImportFormat::Csv,
            Self::Shopify => ImportFormat::Shopify,
            Self::WooCommerce => ImportFormat::WooCommerce,
            Self::Catalogue | Self::JsonLines | Self::Magento | Self::Icecat | Self::CompleteJourney => {
                ImportFormat::JsonLines
            }
        }
    }
}

/// A file as what the importer takes.
///
/// # Errors
/// When it cannot be read.
pub(super) fn pieces(file: &Path, source: Option<Source>) -> Result<Pieces> {
    let reader = open(file)?;
    Ok(match source {
        Some(Source::Magento) => told_anew(reader, magento::product),
        Some(Source::Icecat) => told_anew(reader, icecat::product),
        Some(Source::CompleteJourney) => complete_journey::products(reader, file)?,
        _ => Box::new(Blocks(reader)),
    })
}

/// A file, or what `zstd` makes of one whose name ends with `.zst`.
///
/// # Errors
/// When it is not there, or `zstd` is not installed.
pub(super) fn open(file: &Path) -> Result<Box<dyn Read + Send>> {
    let missing = || format!("cannot read {}", file.display());
    let content = File::open(file).with_context(missing)?;
    if file.extension().is_none_or(|ending| ending != "zst") {
        return Ok(Box::new(content));
    }
    let child = Command::new("zstd").arg("-dc").stdin(content).stdout(Stdio::piped()).spawn();
    let mut child = child.context("cannot run zstd, which reads .zst files; please install it")?;
    let output = child.stdout.take().context("zstd has no output")?;
    Ok(Box::new(Unpacked { child, output }))
}

/// What a program writes; its failure is a failure to read.
struct Unpacked {
    child: Child,
    output: ChildStdout,
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.output.read(buffer)?;
        if read == 0 && !buffer.is_empty() && !self.child.wait()?.success() {
            return Err(std::io::Error::other("the file is no whole zstd file"));
        }
        Ok(read)
    }
}

struct Blocks(Box<dyn Read + Send>);

impl Iterator for Blocks {
    type Item = Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut block = vec![0; 256 * 1024];
        match self.0.read(&mut block) {
            Ok(0) => None,
            Ok(length) => {
                block.truncate(length);
                Some(Ok(block))
            }
            Err(error) => Some(Err(error.into())),
        }
    }
}

/// Each line as another one.
fn told_anew(reader: Box<dyn Read + Send>, tell: fn(&Value) -> Option<Value>) -> Pieces {
    let told = move |line: Result<Value>| -> Result<Vec<u8>> { Ok(written(tell(&line?))) };
    Box::new(Lines(BufReader::new(reader)).map(told))
}

/// A product as a line; nothing for none.
pub(super) fn written(product: Option<Value>) -> Vec<u8> {
    product.map(|product| format!("{product}\n").into_bytes()).unwrap_or_default()
}

/// The lines of a file of JSON lines. Only `\n` ends one.
pub(super) struct Lines(pub BufReader<Box<dyn Read + Send>>);

impl Iterator for Lines {
    type Item = Result<Value>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::new();
        match self.0.read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) if line.trim_ascii().is_empty() => self.next(),
            Ok(_) => Some(serde_json::from_slice(&line).context("a line is no JSON")),
            Err(error) => Some(Err(error.into())),
        }
    }
}

/// Refuses what is no file, with words that help.
///
/// # Errors
/// When there is none.
pub(super) fn require(file: &Path) -> Result<()> {
    ensure!(file.is_file(), "{} is not there", file.display());
    Ok(())
}

/// A text of an object; empty when there is none.
pub(super) fn text<'a>(object: &'a Value, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).map(str::trim).unwrap_or_default()
}

/// At most so many characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect::<String>().trim().to_owned()
}

/// An address part: a name's, so that it has room for an ending that tells it apart.
pub(super) fn slug(name: &str, ending: &str) -> String {
    let made = |text: &str| contracts::Slug::from_name(text).map(|slug| slug.to_string()).unwrap_or_default();
    let stem: String = made(name).chars().take(80).collect();
    format!("{}-{}", stem.trim_matches('-'), made(ending)).trim_matches('-').to_owned()
}
