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

/// Whether a language is written from right to left.
pub(super) fn is_rtl(language: &str) -> bool {
    matches!(language, "ar" | "fa" | "he" | "ur")
}
