//! Labels and hints that several fields share. Those of a single field are in its declaration.

/// The label and the hint of a field, for editors.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    /// In French.
    pub fr: (&'static str, &'static str),
    /// In English.
    pub en: (&'static str, &'static str),
}

/// A text that is shown as written.
pub const LABEL: Label = Label { fr: ("Libellé", "Le texte affiché"), en: ("Label", "The text shown") };
/// A date of any precision.
pub const DATE: Label = Label {
    fr: ("Date", "Un jour, un mois ou une année, par exemple 2027-04-25"),
    en: ("Date", "A day, a month or a year, for example 2027-04-25"),
};
/// The id of a member of a list, which may be left out.
pub const ID: Label = Label {
    fr: ("Identifiant", "Minuscules, chiffres et tirets ; à défaut, il est déduit"),
    en: ("Id", "Lowercase letters, digits and hyphens; derived if omitted"),
};
/// A note.
pub const NOTE: Label = Label { fr: ("Remarque", "Une précision utile"), en: ("Note", "Any further information") };
/// The first day of something.
pub const START: Label =
    Label { fr: ("Début", "Un jour, un mois ou une année"), en: ("Start", "A day, a month or a year") };
/// The last day of something.
pub const END: Label = Label { fr: ("Fin", "Le dernier jour inclus"), en: ("End", "The last day, inclusive") };
/// An amount of money.
pub const AMOUNT: Label = Label { fr: ("Montant", "Le montant exact"), en: ("Amount", "The exact amount") };
/// A status.
pub const STATUS: Label = Label { fr: ("État", "La situation actuelle"), en: ("Status", "The current status") };
/// A page elsewhere.
pub const URL: Label = Label {
    fr: ("Adresse web", "L’adresse complète, avec https"),
    en: ("Web address", "The full address, with https"),
};
/// Documents of an item.
pub const DOCUMENTS: Label = Label {
    fr: ("Documents", "Des fichiers du dossier, ou des adresses d’autres sites"),
    en: ("Documents", "Files in the folder, or addresses on other sites"),
};
/// The type of an item.
pub const TYPE: Label = Label { fr: ("Type", "La nature de la fiche"), en: ("Type", "The type of item") };
/// The page of an item elsewhere.
pub const WEBSITE: Label =
    Label { fr: ("Site web", "L’adresse de son site"), en: ("Website", "The address of its own site") };
/// The programme that an item belongs to.
pub const PROGRAMME: Label =
    Label { fr: ("Programme", "Le programme de rattachement"), en: ("Programme", "The programme that it belongs to") };
/// The date of a status.
pub const STATUS_DATE: Label = Label {
    fr: ("État depuis le", "La date de l’état ; sans elle, rien n’est annoncé dans les flux"),
    en: ("Status since", "The date of the status; without it, nothing is announced in feeds"),
};
