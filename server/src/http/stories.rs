//! The wide pictures of the home page and their words: those of the demo shop's folder.

use app::{context::Stories, home::Story};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Below this address lie the wide pictures.
const ADDRESS: &str = "/demo";

#[derive(Deserialize)]
struct Content {
    #[serde(default)]
    heroes: Vec<Hero>,
}

#[derive(Deserialize)]
struct Hero {
    file: PathBuf,
    alt: String,
    width: u32,
    height: u32,
    #[serde(default)]
    collection: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
}

/// The stories of a folder whose pictures are there; none when it has none or cannot be read.
pub fn read(folder: &Path) -> Stories {
    let Ok(text) = std::fs::read(folder.join("catalogue.json")) else { return Stories::default() };
    let content: Content = match serde_json::from_slice(&text) {
        Ok(content) => content,
        Err(error) => {
            tracing::warn!(%error, folder = %folder.display(), "the home page's pictures cannot be read");
            return Stories::default();
        }
    };
    let is_there = |hero: &Hero| !hero.title.is_empty() && folder.join(&hero.file).is_file();
    Stories(content.heroes.into_iter().filter(is_there).filter_map(story).collect())
}

fn story(hero: Hero) -> Option<Story> {
    let name = hero.file.file_name()?.to_str()?;
    Some(Story {
        src: format!("{ADDRESS}/{name}"),
        collection: hero.collection,
        title: hero.title,
        text: hero.text,
        alt: hero.alt,
        width: hero.width,
        height: hero.height,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_shop_tells_two_stories_and_an_empty_folder_none() {
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo_shop");
        let told: Vec<_> = read(&demo).0.iter().map(|story| story.collection.clone()).collect();
        assert_eq!(told, ["tableware", "lighting"]);
        assert!(read(Path::new("nowhere")).0.is_empty());
    }
}
