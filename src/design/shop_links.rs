//! Blocks that lead to the shop's pages elsewhere, and out of its emails.

use super::rich::rich;
use super::style::Align;
use crate::document::declared;
use crate::json::choices;

declared! {
    /// Links to the shop’s social media.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Social beside ["id", "if", "type"] {
        /// Where they stand. Default: `center`.
        align: Align = or(Align::Center, typed()),
        /// The links: 1 to 10.
        links: Vec<SocialLink> = required(those_of(typed()).of(
            1..=10,
            "no-links",
            "Add {\"network\": \"instagram\", \"link\": \"https://…\"}, and at most 10.",
        )),
    }
    listed in "Text and pictures" as "Social links";
    example {"links": [{"network": "instagram", "link": "https://instagram.com/"}]};
}

declared! {
    /// A link to one of the shop’s pages elsewhere.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SocialLink beside [] {
        /// The network.
        network: Network = required(typed()),
        /// The address of the shop’s page there.
        link: String = required(text(2_000)),
    }
}

choices! {
    /// A network that shops have pages on.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Network {
        /// Instagram.
        Instagram = "instagram",
        /// TikTok.
        TikTok = "tiktok",
        /// Facebook.
        Facebook = "facebook",
        /// YouTube.
        YouTube = "youtube",
        /// Pinterest.
        Pinterest = "pinterest",
        /// X.
        X = "x",
        /// LinkedIn.
        LinkedIn = "linkedin",
        /// WhatsApp.
        WhatsApp = "whatsapp",
        /// The shop itself.
        Website = "website",
    }
}

impl Network {
    /// As the network writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Instagram => "Instagram",
            Self::TikTok => "TikTok",
            Self::Facebook => "Facebook",
            Self::YouTube => "YouTube",
            Self::Pinterest => "Pinterest",
            Self::X => "X",
            Self::LinkedIn => "LinkedIn",
            Self::WhatsApp => "WhatsApp",
            Self::Website => "Website",
        }
    }
}

declared! {
    /// The shop’s address and the link to unsubscribe. Marketing without one gets it at the end.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Footer beside ["id", "if", "type"] {
        /// What stands above the address, such as why the customer gets this email: Liquid, with
        /// `<b>`, `<i>`, and links.
        words as "text": Option<String> = maybe(rich(2_000)),
        /// Where it stands. Default: `center`.
        align: Align = or(Align::Center, typed()),
        /// What the link to unsubscribe says. Default: “Unsubscribe”, in the email’s language.
        label: Option<String> = maybe(text(120)),
        /// Whether it links to the email in a browser, for mail programs that show it badly. Default:
        /// true.
        browser_link: bool = or(true, BOOLEAN),
    }
    listed in "Layout" as "Footer";
}
