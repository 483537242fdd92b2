//! Blocks that show what the shop knows, as MJML around Liquid.

use super::blocks::Page;
use super::slots::escaped;
use crate::design::{Align, CartItems, CouponCode, ItemsFrom, ProductCard, ProductFrom};
use std::fmt::Write as _;

impl Page<'_, '_> {
    pub(super) fn product(&mut self, product: &ProductCard) {
        let card = Card::of(product);
        if let Some(there) = card.there {
            self.liquid(&format!("{{% if {there} %}}"));
        }
        if let Some(src) = &card.src {
            let is_open = src.starts_with("{{");
            if is_open {
                let field = src.trim_matches(['{', '}', ' ']);
                self.liquid(&format!("{{% if {field} %}}"));
            }
            let (src, link) = (self.slots.text(src), self.slots.text(&card.link));
            let alt = self.slots.put(card.title.clone());
            let _ = write!(
                self.out,
                "<mj-image src=\"{src}\" href=\"{link}\" alt=\"{alt}\" width=\"280px\" align=\"{side}\" border-radius=\"{radius}px\"/>",
                side = self.look.side(product.align),
                radius = self.look.theme.radius,
            );
            if is_open {
                self.liquid("{% endif %}");
            }
        }
        let muted = &self.look.colors().muted;
        let price = card.price.map_or_else(String::new, |price| {
            format!("<br><span class=\"e-m\" style=\"color:{muted}\">{price}</span>")
        });
        let mark = self.directed(format!("<b>{}</b>{price}", card.title));
        let side = self.look.side(product.align);
        let _ = write!(
            self.out,
            "<mj-text align=\"{side}\" css-class=\"e-t\">{mark}</mj-text>"
        );
        if let Some(label) = &product.label {
            self.button_of(label, &card.link, product.align, false);
        }
        if card.there.is_some() {
            self.liquid("{% endif %}");
        }
    }

    pub(super) fn items(&mut self, items: &CartItems) {
        let of = match items.from {
            ItemsFrom::Cart => "cart",
            ItemsFrom::Order => "order",
        };
        let rows = self.item_rows(items, of);
        let mark = self.slots.put(rows);
        self.liquid(&format!("{{% if {of}.items.size > 0 %}}"));
        let _ = write!(
            self.out,
            "<mj-table css-class=\"e-t e-l\">{mark}</mj-table>"
        );
        self.liquid("{% endif %}");
    }

    fn item_rows(&self, items: &CartItems, of: &str) -> String {
        let colors = self.look.colors();
        let (start, end) = (self.look.side(Align::Start), self.look.side(Align::End));
        let (line, muted, text) = (&colors.line, &colors.muted, &colors.foreground);
        let radius = self.look.theme.radius;
        let direction = self.direction();
        let cell = format!("padding:10px 0;border-bottom:1px solid {line};vertical-align:middle");
        // Beside a price the number says what it is the price of.
        let counted = if items.prices {
            ""
        } else {
            "{% if item.quantity > 1 %} &times;&nbsp;{{ item.quantity }}{% endif %}"
        };
        let mut rows = format!("{{% for item in {of}.items limit: {} %}}<tr>", items.most);
        if items.images {
            let _ = write!(
                rows,
                "<td width=\"72\" style=\"{cell};width:72px\">{{% if item.image_url %}}<img src=\"{{{{ item.image_url }}}}\" width=\"64\" alt=\"\" style=\"display:block;width:64px;height:auto;border-radius:{radius}px\">{{% endif %}}</td>"
            );
        }
        let _ = write!(
            rows,
            "<td align=\"{start}\"{direction} style=\"{cell};padding-{end}:12px\">{{% if item.url %}}<a href=\"{{{{ item.url }}}}\" class=\"e-n\" style=\"color:{text};text-decoration:none\"><b>{{{{ item.title }}}}</b></a>{{% else %}}<b>{{{{ item.title }}}}</b>{{% endif %}}{counted}{{% if item.variant_title %}}<br><span class=\"e-m\" style=\"color:{muted};font-size:14px\">{{{{ item.variant_title }}}}</span>{{% endif %}}</td>"
        );
        if items.prices {
            let _ = write!(
                rows,
                "<td align=\"{end}\" style=\"{cell};white-space:nowrap\">{{% if item.quantity > 1 %}}{{{{ item.quantity }}}}&nbsp;&times;&nbsp;{{% endif %}}{{{{ item.price | money }}}}</td>"
            );
        }
        rows.push_str("</tr>{% endfor %}");
        let columns = 1 + u32::from(items.images) + u32::from(items.prices);
        let _ = write!(
            rows,
            "{{% assign further = {of}.items.size | minus: {most} | at_least: 0 | plus: {of}.more_items %}}{{% if further > 0 %}}<tr><td colspan=\"{columns}\" align=\"{start}\" class=\"e-m\" style=\"{cell};color:{muted}\">+&nbsp;{{{{ further }}}}</td></tr>{{% endif %}}",
            most = items.most,
        );
        if let Some(total) = &items.total {
            let total = escaped(total);
            let before = columns.saturating_sub(1).max(1);
            let _ = write!(
                rows,
                "{{% if {of}.total %}}<tr><td colspan=\"{before}\" align=\"{start}\"{direction} style=\"padding:12px 0\"><b>{total}</b></td><td align=\"{end}\" style=\"padding:12px 0;white-space:nowrap\"><b>{{{{ {of}.total | money }}}}</b></td></tr>{{% endif %}}"
            );
        }
        rows
    }

    pub(super) fn coupon(&mut self, coupon: &CouponCode) {
        let colors = self.look.colors();
        let line = |text: &Option<String>| {
            text.as_ref().map_or_else(String::new, |text| {
                format!(
                    "<span class=\"e-m\" style=\"color:{};font-size:14px\">{}</span>",
                    colors.muted,
                    escaped(text)
                )
            })
        };
        let (above, below) = (line(&coupon.label), line(&coupon.note));
        let radius = self.look.theme.radius;
        let mark = self.slots.put(format!(
            "<tr><td align=\"center\"{direction} style=\"padding:18px;border:2px dashed {accent};border-radius:{radius}px\">{above}<div style=\"margin:4px 0;font:700 24px/1.3 'Courier New',Courier,monospace;letter-spacing:1px\">{{{{ coupon.code }}}}</div>{below}</td></tr>",
            accent = colors.accent,
            direction = self.direction(),
        ));
        self.liquid("{% if coupon.code %}");
        let _ = write!(
            self.out,
            "<mj-table css-class=\"e-t e-c\">{mark}</mj-table>"
        );
        self.liquid("{% endif %}");
    }
}

/// What a product's card shows, as Liquid.
struct Card {
    /// What must be there for it to be shown.
    there: Option<&'static str>,
    title: String,
    price: Option<String>,
    src: Option<String>,
    link: String,
}

impl Card {
    fn of(product: &ProductCard) -> Self {
        let path = match product.from {
            None => {
                return Self {
                    there: None,
                    title: escaped(product.title.as_deref().unwrap_or_default()),
                    price: product
                        .price
                        .as_deref()
                        .map(escaped)
                        .filter(|_| product.prices),
                    src: product.src.clone(),
                    link: product.link.clone().unwrap_or_default(),
                };
            }
            Some(ProductFrom::Trigger) => "trigger",
            Some(ProductFrom::Cart) => "cart.items[0]",
            Some(ProductFrom::Order) => "order.items[0]",
        };
        let field = |name: &str| format!("{{{{ {path}.{name} }}}}");
        let is_trigger = path == "trigger";
        Self {
            there: Some(match product.from {
                Some(ProductFrom::Cart) => "cart.items[0]",
                Some(ProductFrom::Order) => "order.items[0]",
                _ => "trigger.title",
            }),
            title: field("title"),
            price: (!is_trigger && product.prices)
                .then(|| format!("{{{{ {path}.price | money }}}}")),
            // An event says what its product is called and costs, and nothing to look at.
            src: (!is_trigger).then(|| field("image_url")),
            link: if is_trigger {
                "{{ shop.url }}".to_owned()
            } else {
                // Lines of orders don't always say where their product is.
                format!("{{{{ {path}.url | default: shop.url }}}}")
            },
        }
    }
}
