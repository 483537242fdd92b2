//! What a plan's parts are called.

use super::Plan;
use crate::sentence::Names;

impl Names for Plan {
    fn segment(&self, id: &str) -> Option<&str> {
        let mut segments = self.segments.iter();
        let segment = segments.find(|segment| segment.id.as_str() == id)?;
        Some(&segment.name)
    }

    fn tier(&self, id: &str) -> Option<&str> {
        let mut tiers = self.definitions.ladder.tiers().iter();
        tiers
            .find(|tier| tier.id == id)
            .map(|tier| tier.name.as_str())
    }

    fn workflow(&self, id: &str) -> Option<&str> {
        let named = self.workflows.iter().filter(|one| one.id.as_str() == id);
        let current = named.max_by_key(|one| one.revision)?;
        Some(&current.name)
    }
}
