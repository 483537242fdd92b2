//! Blocks that hold others, and what stands between blocks.

use super::Block;
use super::color;
use crate::document::{Object, declared};

declared! {
    /// Blocks on a background of their own.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Section beside ["id", "if", "type"] {
        /// The background. Default: the theme’s.
        background: Option<String> = maybe(color()),
        /// The blocks: 1 to 50, columns among them.
        blocks: Vec<Block> = required(those_of(typed()).of(
            1..=50,
            "empty-section",
            "Add a block, such as {\"type\": \"text\", \"text\": \"…\"}, and at most 50.",
        )),
    }
    listed in "Layout" as "Section";
    example {"blocks": [{"type": "text", "text": "Write here."}]};
}

declared! {
    /// Two to four columns side by side; on phones, one below the other.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Columns beside ["id", "if", "type"] {
        /// The columns.
        columns: Vec<Column> = required(those_of(typed()).of(
            2..=4,
            "not-columns",
            "Add {\"blocks\": […]} for each of two to four columns.",
        )),
    }
    listed in "Layout" as "Columns";
    example {"columns": [
        {"blocks": [{"type": "text", "text": "Left"}]},
        {"blocks": [{"type": "text", "text": "Right"}]}
    ]};
    check Self::fit;
}

declared! {
    /// One of the columns side by side.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Column beside [] {
        /// Its share of the width in percent: 10 to 90. Default: an equal share of what is left.
        width: Option<u32> = maybe(whole(10..=90)),
        /// The blocks: up to 50, neither sections nor columns.
        blocks: Vec<Block> = or(Vec::new(), those_of(typed()).of(
            0..=50,
            "too-many-blocks",
            "Keep at most 50 blocks in a column.",
        )),
    }
}

declared! {
    /// A line between blocks.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Divider beside ["id", "if", "type"] {
        /// Its color. Default: the theme’s.
        color: Option<String> = maybe(color()),
    }
    listed in "Layout" as "Line";
}

declared! {
    /// Empty space between blocks.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Spacer beside ["id", "if", "type"] {
        /// Its height in pixels: 4 to 120. Default: 24.
        height: u32 = or(24, whole(4..=120)),
    }
    listed in "Layout" as "Space";
}

impl Columns {
    /// Each column's width in percent; what is left over goes to the first.
    #[must_use]
    pub fn widths(&self) -> Vec<u32> {
        let set: u32 = self.columns.iter().filter_map(|column| column.width).sum();
        let open = self
            .columns
            .iter()
            .filter(|one| one.width.is_none())
            .count();
        let open = u32::try_from(open).unwrap_or(0);
        let share = 100_u32.saturating_sub(set).checked_div(open).unwrap_or(0);
        let mut widths: Vec<u32> = self
            .columns
            .iter()
            .map(|column| column.width.unwrap_or(share))
            .collect();
        let over = 100_u32.saturating_sub(widths.iter().sum());
        if let Some(first) = widths.first_mut()
            && open > 0
        {
            *first += over;
        }
        widths
    }

    fn fit(&self, object: &Object<'_>) -> Option<()> {
        let total: u32 = self.columns.iter().filter_map(|column| column.width).sum();
        let open = self.columns.iter().any(|column| column.width.is_none());
        if total <= if open { 90 } else { 100 } {
            return Some(());
        }
        object.node().error(
            "columns-too-wide",
            format!("The columns’ widths add up to {total}%."),
            "Make them add up to 100% at most, and leave 10% for one without a width.",
        )
    }
}
