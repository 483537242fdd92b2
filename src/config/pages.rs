//! What customers see of the shop outside its messages: topics, forms, surveys, and how pages look.
//! The host shows them; decisions read a customer's answers from events.

use crate::document::declared;
use crate::json::choices;

declared! {
    /// A topic: what customers can turn off by itself, such as “New arrivals”.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Topic beside [] {
        /// Its ID, which workflows and messages name. Don’t change it later.
        id: String = required(NAME),
        /// Its name on the preference page.
        name: String = required(text(120)),
        /// What it is about, in a sentence below its name.
        description: Option<String> = maybe(text(300)),
        /// Its path in the file, for findings.
        path in NO_KEYS: String = place(),
    }
}

declared! {
    /// How the pages that customers see work. They speak the customer’s language, or the shop’s, and
    /// have the theme’s color.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Pages beside [] {
        /// Double opt-in: whether somebody who signs up with a form has to confirm it with a button
        /// behind a link in an email. Until then they get no marketing. Default: false.
        double_opt_in: bool = or(false, BOOLEAN),
    }
}

declared! {
    /// A form for visitors, on a page of its own or embedded in the shop.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SignUpForm beside [] {
        /// Its ID, which stands in its address. Don’t change it later.
        id: String = required(NAME),
        /// What it is for. Default: `sign_up`.
        kind as "type": FormKind = or(FormKind::SignUp, typed()),
        /// Its heading.
        title: String = required(text(120)),
        /// A paragraph below the heading.
        intro: Option<String> = maybe(text(500)),
        /// What visitors agree to, in your words. It is shown above the button, and what they saw is
        /// kept as proof.
        agrees_to: String = required(text(1_000)),
        /// The text of the button.
        button: Option<String> = maybe(text(60)),
        /// What it asks for besides the email address.
        asks: Vec<FormField> = or(Vec::new(), those_of(typed())),
        /// Its path in the file, for findings.
        path in NO_KEYS: String = place(),
    }
}

choices! {
    /// What a form is for.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum FormKind {
        /// Sign up for marketing email.
        SignUp = "sign_up",
        /// Ask for one email when a product is back in stock. It gives no consent to marketing.
        BackInStock = "back_in_stock",
    }
}

choices! {
    /// What a form can ask for besides the email address. None of it is required.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum FormField {
        /// The first name.
        FirstName = "first_name",
        /// The birthday.
        Birthday = "birthday",
    }
}

declared! {
    /// A survey of one question. Messages link to it with `{{ survey_urls.<id> }}`; each answer is a
    /// `survey_answered` event.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Survey beside [] {
        /// Its ID. Don’t change it later.
        id: String = required(NAME),
        /// The question.
        question: String = required(text(300)),
        /// The answers to choose from: 2 to 10.
        answers: Vec<SurveyAnswer> = required(those_of(typed()).of(
            2..=10,
            "answers-out-of-range",
            "Write 2 to 10 answers.",
        )),
        /// What is shown after the answer.
        thanks: Option<String> = maybe(text(500)),
        /// Its path in the file, for findings.
        path in NO_KEYS: String = place(),
    }
}

declared! {
    /// An answer to a survey.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SurveyAnswer beside [] {
        /// Its ID, which conditions name. Don’t change it later.
        id: String = required(NAME),
        /// What customers read.
        text as "text": String = required(text(120)),
    }
}
