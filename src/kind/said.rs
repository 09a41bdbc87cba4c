//! What editors are told of fields that several records have alike. What is said of one field alone stands with the field.

/// What a field is called, and what it is for.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    /// In French.
    pub fr: (&'static str, &'static str),
    /// In English.
    pub en: (&'static str, &'static str),
}

/// Words that are shown as they are.
pub const LABEL: Said = Said { fr: ("Libellé", "Le texte affiché"), en: ("Label", "The words as shown") };
/// A date of any precision.
pub const DATE: Said = Said {
    fr: ("Date", "Un jour, un mois ou une année, comme 2027-04-25"),
    en: ("Date", "A day, a month or a year, such as 2027-04-25"),
};
/// The id of a member of a list, which may be left out.
pub const ID: Said = Said {
    fr: ("Identifiant", "Lettres minuscules, chiffres et tirets ; à défaut, il est déduit"),
    en: ("Id", "Small letters, digits and hyphens; otherwise it is derived"),
};
/// What else there is to say.
pub const NOTE: Said =
    Said { fr: ("Remarque", "Ce qu’il faut encore savoir"), en: ("Note", "What else there is to know") };
/// When something begins.
pub const START: Said =
    Said { fr: ("Début", "Un jour, un mois ou une année"), en: ("Start", "A day, a month or a year") };
/// The last day of something.
pub const END: Said = Said { fr: ("Fin", "Le dernier jour, compris"), en: ("End", "The last day, included") };
/// An amount of money.
pub const AMOUNT: Said = Said { fr: ("Montant", "Le montant exact"), en: ("Amount", "The exact amount") };
/// How far something is.
pub const STATUS: Said =
    Said { fr: ("Statut", "Où l’on en est aujourd’hui"), en: ("Status", "How far it is today") };
/// A page elsewhere.
pub const URL: Said = Said {
    fr: ("Adresse web", "L’adresse entière, avec https"),
    en: ("Web address", "The whole address, with https"),
};
/// Documents of an item.
pub const DOCUMENTS: Said = Said {
    fr: ("Documents", "Fichiers du dossier ou adresses ailleurs"),
    en: ("Documents", "Files in the folder or addresses elsewhere"),
};
/// What an item is.
pub const TYPE: Said = Said { fr: ("Type", "Ce que c’est"), en: ("Type", "What it is") };
/// The page of an item elsewhere.
pub const WEBSITE: Said =
    Said { fr: ("Site web", "L’adresse de sa page ailleurs"), en: ("Website", "The address of its page elsewhere") };
/// The programme that an item belongs to.
pub const PROGRAMME: Said = Said {
    fr: ("Programme", "Le programme auquel il se rattache"),
    en: ("Programme", "The programme that it belongs to"),
};
/// Since when the status is what it is.
pub const STATUS_DATE: Said = Said {
    fr: ("Statut depuis le", "La date du statut ; sans elle, pas de nouvelle dans les flux"),
    en: ("Status since", "The date of the status; without it feeds tell nothing"),
};
