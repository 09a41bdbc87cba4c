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
pub const LABEL: Label = Label { fr: ("Libellé", "Le texte affiché"), en: ("Label", "The words as shown") };
/// A date of any precision.
pub const DATE: Label = Label {
    fr: ("Date", "Un jour, un mois ou une année, comme 2027-04-25"),
    en: ("Date", "A day, a month or a year, such as 2027-04-25"),
};
/// The id of a member of a list, which may be left out.
pub const ID: Label = Label {
    fr: ("Identifiant", "Lettres minuscules, chiffres et tirets ; à défaut, il est déduit"),
    en: ("Id", "Small letters, digits and hyphens; otherwise it is derived"),
};
/// A note.
pub const NOTE: Label =
    Label { fr: ("Remarque", "Ce qu’il faut encore savoir"), en: ("Note", "What else there is to know") };
/// The first day of something.
pub const START: Label =
    Label { fr: ("Début", "Un jour, un mois ou une année"), en: ("Start", "A day, a month or a year") };
/// The last day of something.
pub const END: Label = Label { fr: ("Fin", "Le dernier jour, compris"), en: ("End", "The last day, included") };
/// An amount of money.
pub const AMOUNT: Label = Label { fr: ("Montant", "Le montant exact"), en: ("Amount", "The exact amount") };
/// A status.
pub const STATUS: Label =
    Label { fr: ("Statut", "Où l’on en est aujourd’hui"), en: ("Status", "How far it is today") };
/// A page elsewhere.
pub const URL: Label = Label {
    fr: ("Adresse web", "L’adresse entière, avec https"),
    en: ("Web address", "The whole address, with https"),
};
/// Documents of an item.
pub const DOCUMENTS: Label = Label {
    fr: ("Documents", "Fichiers du dossier ou adresses ailleurs"),
    en: ("Documents", "Files in the folder or addresses elsewhere"),
};
/// The type of an item.
pub const TYPE: Label = Label { fr: ("Type", "Ce que c’est"), en: ("Type", "What it is") };
/// The page of an item elsewhere.
pub const WEBSITE: Label =
    Label { fr: ("Site web", "L’adresse de sa page ailleurs"), en: ("Website", "The address of its page elsewhere") };
/// The programme that an item belongs to.
pub const PROGRAMME: Label = Label {
    fr: ("Programme", "Le programme auquel il se rattache"),
    en: ("Programme", "The programme that it belongs to"),
};
/// The date of a status.
pub const STATUS_DATE: Label = Label {
    fr: ("Statut depuis le", "La date du statut ; sans elle, pas de nouvelle dans les flux"),
    en: ("Status since", "The date of the status; without it feeds tell nothing"),
};
