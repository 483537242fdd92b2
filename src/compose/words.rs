//! The few words that an email has of its own.

/// What the link to unsubscribe says.
pub(super) fn unsubscribe(language: &str) -> &'static str {
    match language {
        "de" => "Abmelden",
        "es" => "Cancelar suscripción",
        "fr" => "Se désabonner",
        "it" => "Annulla l’iscrizione",
        "nl" => "Afmelden",
        "pl" => "Wypisz się",
        "pt" => "Cancelar inscrição",
        _ => "Unsubscribe",
    }
}

/// What the link to the customer's own choices says.
pub(super) fn preferences(language: &str) -> &'static str {
    match language {
        "de" => "Einstellungen",
        "es" => "Preferencias",
        "fr" => "Préférences",
        "it" => "Preferenze",
        "nl" => "Voorkeuren",
        "pl" => "Preferencje",
        "pt" => "Preferências",
        _ => "Email preferences",
    }
}

/// Whether a language is written from right to left.
pub(super) fn is_rtl(language: &str) -> bool {
    matches!(language, "ar" | "fa" | "he" | "ur")
}
