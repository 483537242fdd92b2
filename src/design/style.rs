//! How large things are, and which side they are on.

use crate::json::choices;

choices! {
    /// Which side something is on.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum Align {
        /// At the beginning of the line: the left, or the right in languages written from there.
        Start = "start" as default,
        /// In the middle.
        Center = "center",
        /// At the end of the line.
        End = "end",
    }
}

choices! {
    /// How large a heading is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum Level {
        /// The email’s title.
        Title = "title",
        /// A heading.
        Heading = "heading" as default,
        /// A small heading.
        Small = "small",
    }
}

choices! {
    /// How large text is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum TextSize {
        /// Small print.
        Small = "small",
        /// As most text.
        Normal = "normal" as default,
        /// Larger than most text.
        Large = "large",
    }
}
