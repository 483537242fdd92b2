//! How a test says that it showed a promise of `docs/promises.md`, and at which size.
//!
//! The same as `tests/promises/record.mjs`, which says why it is made so.

use std::fs;
use std::path::PathBuf;

/// A part of a promise that a test is about to show. What was shown before is forgotten.
pub struct Promise {
    record: PathBuf,
}

impl Promise {
    pub fn to_show(number: u8, part: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("test-results/promises");
        let record = folder.join(format!("{number}-{part}.json"));
        let _ = fs::remove_file(&record);
        Self { record }
    }

    /// The test's last statement: how many there were of what the catalogue counts, and what came
    /// of it in a few words.
    pub fn shown(self, size: usize, figure: &str) {
        fs::create_dir_all(self.record.parent().unwrap()).unwrap();
        let record = serde_json::json!({"size": size, "figure": figure});
        fs::write(self.record, format!("{record}\n")).unwrap();
    }
}

/// How many cases a law is tried on: `PROPTEST_CASES`, or what is usual for it.
pub fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}
