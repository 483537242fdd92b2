//! Each block as MJML.

use super::look::Look;
use super::slots::{Slots, escaped};
use super::text::html_of;
use super::{Unmade, own_mjml};
use crate::design::{
    Align, Block, BlockKind, Button, Columns, Footer, Heading, Image, Level, Section, Social,
    TextBlock, TextSize,
};
use std::fmt::Write as _;

type Done = Result<(), Unmade>;

/// What blocks are written with.
pub(super) struct Page<'a, 'b> {
    pub(super) look: &'a Look<'a>,
    pub(super) slots: &'b mut Slots,
    pub(super) out: &'b mut String,
    is_marked: bool,
}

/// Writes all blocks. Those that stand one below the other share a section.
pub(super) fn write_all(
    blocks: &[Block],
    is_marked: bool,
    look: &Look<'_>,
    slots: &mut Slots,
    out: &mut String,
) -> Done {
    let mut page = Page {
        look,
        slots,
        out,
        is_marked,
    };
    // Above and below the card.
    page.out.push_str(MARGIN);
    page.rows(blocks, &look.colors().surface, "e-s")?;
    page.out.push_str(MARGIN);
    Ok(())
}

const MARGIN: &str = "<mj-section padding=\"12px 0\"/>";

impl Page<'_, '_> {
    /// Blocks one below the other, on a background.
    fn rows(&mut self, blocks: &[Block], background: &str, class: &str) -> Done {
        let mut rest = blocks;
        while let Some(first) = rest.first() {
            let stacked = rest.iter().take_while(|block| !is_row(block)).count();
            if stacked == 0 {
                self.row(first, background, class)?;
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            let (column, after) = rest.split_at(stacked);
            self.open_section(background, class, "8px 0");
            self.column(column, 100)?;
            self.out.push_str("</mj-section>");
            rest = after;
        }
        Ok(())
    }

    fn open_section(&mut self, background: &str, class: &str, padding: &str) {
        let _ = write!(
            self.out,
            "<mj-section background-color=\"{background}\" css-class=\"{class}\" padding=\"{padding}\">"
        );
    }

    /// A block that is as wide as the email.
    fn row(&mut self, block: &Block, background: &str, class: &str) -> Done {
        self.open(block);
        match &block.kind {
            BlockKind::Section(section) => self.section(section, background, class)?,
            BlockKind::Columns(columns) => self.columns(columns, background, class)?,
            BlockKind::Raw(raw) => {
                if let Some(mjml) = own_mjml(raw, &block.path, self.slots)? {
                    self.out.push_str(&mjml);
                }
            }
            _ => {}
        }
        self.close(block);
        Ok(())
    }

    fn section(&mut self, section: &Section, background: &str, class: &str) -> Done {
        match &section.background {
            // In a color of its own it stays as it is where the mail program is dark.
            Some(color) => self.rows(&section.blocks, color, ""),
            None => self.rows(&section.blocks, background, class),
        }
    }

    fn columns(&mut self, columns: &Columns, background: &str, class: &str) -> Done {
        let direction = if self.look.is_rtl { "rtl" } else { "ltr" };
        let _ = write!(
            self.out,
            "<mj-section background-color=\"{background}\" css-class=\"{class}\" padding=\"8px 0\" direction=\"{direction}\">"
        );
        for (column, width) in columns.columns.iter().zip(columns.widths()) {
            self.column(&column.blocks, width)?;
        }
        self.out.push_str("</mj-section>");
        Ok(())
    }

    fn column(&mut self, blocks: &[Block], width: u32) -> Done {
        let _ = write!(self.out, "<mj-column width=\"{width}%\">");
        for block in blocks {
            self.open(block);
            self.cell(block)?;
            self.close(block);
        }
        self.out.push_str("</mj-column>");
        Ok(())
    }

    /// The engine says whose blocks are shown; the message only looks.
    fn open(&mut self, block: &Block) {
        if let (Some(id), Some(_)) = (&block.id, &block.condition) {
            self.liquid(&format!("{{% if shown_blocks contains \"{id}\" %}}"));
        }
        if let Some(place) = self.place(block) {
            self.liquid(&format!("<!--block {place}-->"));
        }
    }

    /// Where the design has a block, if that is to be told. Inside of a saved block no place is the design's.
    fn place<'c>(&self, block: &'c Block) -> Option<&'c str> {
        block
            .path
            .strip_prefix("message.design.")
            .filter(|_| self.is_marked)
    }

    fn close(&mut self, block: &Block) {
        if self.place(block).is_some() {
            self.liquid("<!--/block-->");
        }
        if block.id.is_some() && block.condition.is_some() {
            self.liquid("{% endif %}");
        }
    }

    /// Liquid, or a comment, between elements.
    pub(super) fn liquid(&mut self, liquid: &str) {
        let mark = self.slots.put(liquid.to_owned());
        let _ = write!(self.out, "<mj-raw>{mark}</mj-raw>");
    }

    /// A block in a column.
    fn cell(&mut self, block: &Block) -> Done {
        match &block.kind {
            BlockKind::Logo(logo) => self.logo(logo.align),
            BlockKind::Heading(heading) => self.heading(heading),
            BlockKind::Text(text) => self.text(text),
            BlockKind::Button(button) => self.button(button),
            BlockKind::Image(image) => self.image(image),
            BlockKind::Social(social) => self.social(social),
            BlockKind::Product(product) => self.product(product),
            BlockKind::CartItems(items) => self.items(items),
            BlockKind::Coupon(coupon) => self.coupon(coupon),
            BlockKind::Divider(divider) => {
                let color = divider.color.as_ref().unwrap_or(&self.look.colors().line);
                let _ = write!(
                    self.out,
                    "<mj-divider border-color=\"{color}\" border-width=\"1px\" padding=\"12px 24px\" css-class=\"e-l\"/>"
                );
            }
            BlockKind::Spacer(spacer) => {
                let _ = write!(self.out, "<mj-spacer height=\"{}px\"/>", spacer.height);
            }
            BlockKind::Footer(footer) => self.footer(footer),
            BlockKind::Raw(raw) => {
                if let Some(html) = &raw.html {
                    let mark = self.slots.put(html.clone());
                    let _ = write!(self.out, "<mj-text css-class=\"e-t\">{mark}</mj-text>");
                }
            }
            // Rows, and what was replaced by what it names.
            BlockKind::Section(_) | BlockKind::Columns(_) | BlockKind::Saved(_) => {}
        }
        Ok(())
    }

    fn logo(&mut self, align: Align) {
        let side = self.look.side(align);
        match &self.look.theme.logo {
            Some(logo) => {
                let src = self.slots.text(&logo.src);
                let (alt, link) = self.home();
                let _ = write!(
                    self.out,
                    "<mj-image src=\"{src}\" alt=\"{alt}\" href=\"{link}\" width=\"{}px\" align=\"{side}\" padding=\"16px 24px\"/>",
                    logo.width
                );
            }
            None => {
                let (name, link) = self.home();
                let color = &self.look.colors().foreground;
                let family = self.look.heading_family();
                let _ = write!(
                    self.out,
                    "<mj-text align=\"{side}\" font-family=\"{family}\" font-size=\"20px\" font-weight=\"700\" padding=\"16px 24px\" css-class=\"e-t\"><a href=\"{link}\" class=\"e-n\" style=\"color:{color};text-decoration:none\">{name}</a></mj-text>"
                );
            }
        }
    }

    /// The shop's name and its address.
    fn home(&mut self) -> (String, String) {
        (
            self.slots.put("{{ shop.name }}".to_owned()),
            self.slots.put("{{ shop.url }}".to_owned()),
        )
    }

    fn heading(&mut self, heading: &Heading) {
        let (tag, size) = match heading.level {
            Level::Title => ("h1", 28),
            Level::Heading => ("h2", 22),
            Level::Small => ("h3", 17),
        };
        let text = html_of(self.look, &heading.words);
        let side = self.look.side(heading.align);
        let family = self.look.heading_family();
        let mark = self.slots.put(format!(
            "<{tag} style=\"margin:0;font:inherit;color:inherit\"{}>{text}</{tag}>",
            self.direction()
        ));
        let _ = write!(
            self.out,
            "<mj-text align=\"{side}\" font-family=\"{family}\" font-size=\"{size}px\" font-weight=\"700\" line-height=\"1.25\" css-class=\"e-t\">{mark}</mj-text>"
        );
    }

    fn text(&mut self, text: &TextBlock) {
        let size = match text.size {
            TextSize::Small => 13,
            TextSize::Normal => 16,
            TextSize::Large => 19,
        };
        let html = html_of(self.look, &text.words);
        let side = self.look.side(text.align);
        let mark = self.directed(html);
        let _ = write!(
            self.out,
            "<mj-text align=\"{side}\" font-size=\"{size}px\" css-class=\"e-t\">{mark}</mj-text>"
        );
    }

    /// The direction for a cell: some mail programs lose the document's.
    pub(super) fn direction(&self) -> String {
        match self.look.is_rtl {
            true => format!(" dir=\"rtl\" lang=\"{}\"", self.look.language),
            false => String::new(),
        }
    }

    pub(super) fn directed(&mut self, html: String) -> String {
        match self.look.is_rtl {
            true => self
                .slots
                .put(format!("<div{}>{html}</div>", self.direction())),
            false => self.slots.put(html),
        }
    }

    fn button(&mut self, button: &Button) {
        self.button_of(&button.label, &button.link, button.align, button.wide);
    }

    pub(super) fn button_of(&mut self, label: &str, link: &str, align: Align, is_wide: bool) {
        let (label, link) = (self.slots.text(label), self.slots.text(link));
        let colors = self.look.colors();
        let width = if is_wide { " width=\"100%\"" } else { "" };
        let _ = write!(
            self.out,
            "<mj-button href=\"{link}\" align=\"{side}\" background-color=\"{accent}\" color=\"{on}\" font-size=\"16px\" font-weight=\"600\" inner-padding=\"14px 28px\" border-radius=\"{radius}px\" css-class=\"e-k\"{width}>{label}</mj-button>",
            side = self.look.side(align),
            accent = colors.accent,
            on = colors.on_accent,
            radius = self.look.theme.radius,
        );
    }

    fn image(&mut self, image: &Image) {
        let alt = image.alt.as_deref().filter(|_| !image.decoration);
        let (src, alt) = (
            self.slots.text(&image.src),
            self.slots.text(alt.unwrap_or_default()),
        );
        let _ = write!(
            self.out,
            "<mj-image src=\"{src}\" alt=\"{alt}\" align=\"{side}\" border-radius=\"{radius}px\"",
            side = self.look.side(image.align),
            radius = self.look.theme.radius,
        );
        if let Some(width) = image.width {
            let _ = write!(self.out, " width=\"{width}px\"");
        }
        if let Some(link) = &image.link {
            let link = self.slots.text(link);
            let _ = write!(self.out, " href=\"{link}\"");
        }
        self.out.push_str("/>");
    }

    /// Links in words: pictures of networks would have to come from somewhere, and be seen.
    fn social(&mut self, social: &Social) {
        let colors = self.look.colors();
        let links = social.links.iter().map(|link| {
            format!(
                "<a href=\"{}\" style=\"color:{};text-decoration:underline\">{}</a>",
                escaped(&link.link),
                colors.muted,
                link.network.name()
            )
        });
        let links = links.collect::<Vec<_>>().join(" &nbsp;·&nbsp; ");
        let side = self.look.side(social.align);
        let mark = self.directed(links);
        let _ = write!(
            self.out,
            "<mj-text align=\"{side}\" font-size=\"14px\" css-class=\"e-m\">{mark}</mj-text>"
        );
    }

    fn footer(&mut self, footer: &Footer) {
        let muted = &self.look.colors().muted;
        let words = footer.words.as_ref().map_or_else(String::new, |words| {
            format!("{}<br>", html_of(self.look, words))
        });
        let side = self.look.side(footer.align);
        let link = |to: &str, said: &str| {
            format!(
                "<a href=\"{{{{ {to} }}}}\" style=\"color:{muted};text-decoration:underline\">{said}</a>"
            )
        };
        // What links say in the email’s own words is said where it’s rendered (`email_words`).
        let label = match &footer.label {
            Some(label) => escaped(label),
            None => "{{ email_words.unsubscribe }}".to_owned(),
        };
        let further = |to: &str, said: &str| {
            let link = link(to, &format!("{{{{ email_words.{said} }}}}"));
            format!("{{% if {to} %}} · {link}{{% endif %}}")
        };
        let view = match footer.browser_link {
            true => further("view_url", "view"),
            false => String::new(),
        };
        let mark = self.directed(format!(
            "{words}{{{{ shop.name }}}}{{% if shop.postal_address %}} · {{{{ shop.postal_address }}}}{{% endif %}}<br>{out}{choices}{view}",
            out = link("unsubscribe_url", &label),
            choices = further("preferences_url", "preferences"),
        ));
        let _ = write!(
            self.out,
            "<mj-text align=\"{side}\" color=\"{muted}\" font-size=\"13px\" padding=\"16px 24px\" css-class=\"e-m\">{mark}</mj-text>"
        );
    }
}

/// Whether a block is as wide as the email.
const fn is_row(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Section(_) | BlockKind::Columns(_) => true,
        BlockKind::Raw(raw) => raw.mjml.is_some(),
        _ => false,
    }
}
