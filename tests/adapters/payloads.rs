//! Every sample kept beside the project becomes events or is ignored by name.

use super::request;
use edgewise::adapter::{IgnoreReason, Reading, read};
use edgewise::event::Source;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[test]
fn every_sample_is_understood() {
    let Some(folder) = folder() else {
        println!(
            "SKIPPED: no payloads folder (set EDGEWISE_PAYLOADS or put it beside the project)"
        );
        return;
    };
    let mut table = String::new();
    for (source, name) in [
        (Source::Shopify, "shopify"),
        (Source::Woocommerce, "woocommerce"),
        (Source::ShopifyPixel, "shopify-pixel"),
        (Source::Segment, "segment"),
    ] {
        for path in files(&folder.join(name)) {
            let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            if let Some((topic, body)) = sample(source, &file, &text) {
                let reading = read(&request(source, &topic, "USD"), body.as_bytes());
                let outcome = outcome(&reading);
                let _ = writeln!(table, "{name}/{file}: {outcome}");
                let odd = matches!(
                    reading,
                    Reading::Ignored {
                        reason: IgnoreReason::NotJson | IgnoreReason::UnrecognisedShape,
                        ..
                    }
                );
                assert!(!odd, "{name}/{file}: {outcome}");
            }
        }
    }
    println!("{table}");
}

/// The topic and the body of a sample, or `None` for files that are no message.
fn sample(source: Source, file: &str, text: &str) -> Option<(String, String)> {
    let other = ["rest.", "oauth.", "vectors.", "store_api.", "wc_auth."];
    if other.iter().any(|prefix| file.starts_with(prefix)) {
        return None;
    }
    match source {
        Source::Shopify => {
            let topic = file.rsplit_once('-')?.0;
            let dotted = topic.starts_with("customer.");
            let topic = if dotted {
                topic.to_owned()
            } else {
                topic.replacen('.', "/", 1)
            };
            Some((topic, text.to_owned()))
        }
        Source::Woocommerce => {
            let delivery: serde_json::Value = serde_json::from_str(text).unwrap();
            let body = delivery.get("raw_body")?.as_str()?.to_owned();
            let headers = delivery.get("headers")?.as_array()?;
            let topic = headers.iter().find_map(|pair| {
                let name = pair.get(0)?.as_str()?.to_lowercase();
                (name == "x-wc-webhook-topic").then(|| pair.get(1)?.as_str().map(str::to_owned))?
            });
            Some((topic.unwrap_or_default(), body))
        }
        _ => Some((String::new(), text.to_owned())),
    }
}

fn outcome(reading: &Reading) -> String {
    match reading {
        Reading::Ignored { reason, detail } => format!("ignored: {reason:?} ({detail})"),
        Reading::Deliveries(deliveries) => deliveries
            .iter()
            .map(|delivery| {
                let kinds = delivery.events.iter().map(|event| event.kind.name().word());
                let keys = delivery.keys.iter().map(|key| {
                    let text = key.key.expose();
                    text.split(':')
                        .take(if text.contains("email") { 1 } else { 3 })
                        .collect::<Vec<_>>()
                        .join(":")
                });
                format!(
                    "{} <- {}",
                    kinds.collect::<Vec<_>>().join(", "),
                    keys.collect::<Vec<_>>().join(" ")
                )
            })
            .collect::<Vec<_>>()
            .join(" | "),
    }
}

fn folder() -> Option<PathBuf> {
    let given = std::env::var_os("EDGEWISE_PAYLOADS").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/payloads");
    given.into_iter().chain([beside]).find(|path| path.is_dir())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}
