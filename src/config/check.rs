//! What is well-formed and still wrong: one check a file.

mod contradiction;
mod discount;
mod duplicate_name;
mod marketing_without_postal_address;
mod missing_reference;
mod no_exit_on_order;
mod note_without_order;
mod offer_in_transactional;
mod quiet_all_week;
mod reactions;
mod score_cycle;
mod segment_cycle;
mod segments_asked;
mod size;
mod sms;
mod tag_loop;
mod transactional_without_cause;
mod unknown_person;
mod unreachable_step;
mod variants;
mod wait_for_nothing;
mod wait_in_the_past;

pub(super) use missing_reference::Known;
pub use size::{MAX_CONDITIONS, MAX_DEPTH};

use super::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Reading;

/// Runs every check in this order. A configuration that is too large isn’t checked further, because
/// the later checks compare everything with everything.
pub fn all(config: &Config, reading: &Reading) {
    let mut report = Report { reading };
    let first: &[fn(&Config, &mut Report<'_>)] = &[
        duplicate_name::check,
        missing_reference::check,
        segment_cycle::check,
        score_cycle::check,
    ];
    for check in first {
        check(config, &mut report);
    }
    if size::is_too_large(config, &mut report) {
        return;
    }
    let rest: &[fn(&Config, &mut Report<'_>)] = &[
        offer_in_transactional::check,
        no_exit_on_order::check,
        unreachable_step::check,
        wait_in_the_past::check,
        wait_for_nothing::check,
        marketing_without_postal_address::check,
        contradiction::check,
        discount::check,
        variants::check,
        sms::check,
        transactional_without_cause::check,
        tag_loop::check,
        quiet_all_week::check,
        reactions::check,
        unknown_person::check,
        note_without_order::check,
    ];
    for check in rest {
        check(config, &mut report);
    }
}

/// Where checks write their findings.
pub(super) struct Report<'r> {
    pub(super) reading: &'r Reading,
}

impl Report<'_> {
    fn error(&mut self, code: &str, path: impl Into<String>, message: String, help: &str) {
        self.add(Severity::Error, code, &path.into(), message, help);
    }

    fn warn(&mut self, code: &str, path: impl Into<String>, message: String, help: &str) {
        self.add(Severity::Warning, code, &path.into(), message, help);
    }

    fn add(&mut self, severity: Severity, code: &str, path: &str, message: String, help: &str) {
        self.reading.report(Diagnostic {
            code: code.to_owned(),
            severity,
            // A condition on its own is the root, which has no name.
            path: path.trim_start_matches('.').to_owned(),
            message,
            help: help.to_owned(),
        });
    }
}
