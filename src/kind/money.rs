//! Amounts of money: exact, or with a lower and an upper bound, in a currency.

use parvis_macros::Record;
use strum::{IntoStaticStr, VariantArray};

use crate::base::lang::Text;
use crate::base::message::say;
use crate::kind::labels;
use crate::kind::record::words;
use crate::read::form::InputType;
use crate::read::number::{self, Decimal};
use crate::read::reader::{Fields, Reader};
use crate::read::value;
use crate::read::yaml::Node;

/// Whether value added tax is in the amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Vat {
    /// The amount includes it.
    Included,
    /// It comes on top.
    Excluded,
    /// None is due.
    None,
}

/// What the amount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Per {
    /// Each award.
    Award,
    /// All awards together.
    Total,
}

/// An amount of money: exact, or with bounds.
#[derive(Record, Clone, Debug, PartialEq, Eq)]
#[record(rules = check_amounts, columns("amount", "min", "max", "currency"))]
pub struct Money {
    /// Exactly so much.
    #[field(read = number::decimal, column, label = labels::AMOUNT)]
    pub amount: Option<Decimal>,
    /// At most so much.
    #[field(read = number::decimal, column)]
    #[field(fr("Maximum", "Le montant le plus élevé"), en("Maximum", "The highest amount"))]
    pub max: Option<Decimal>,
    /// At least so much.
    #[field(read = number::decimal, column)]
    #[field(fr("Minimum", "Le montant le plus bas"), en("Minimum", "The lowest amount"))]
    pub min: Option<Decimal>,
    /// The currency, ISO 4217.
    #[field(read = currency, column)]
    #[field(fr("Devise", "Trois majuscules, comme EUR"), en("Currency", "Three capital letters, such as EUR"))]
    pub currency: String,
    /// Whether value added tax is in the amount.
    #[field(read = value::choice)]
    #[field(
        fr("TVA", "Comprise (included), en sus (excluded) ou aucune (none)"),
        en("VAT", "Whether the amount includes it")
    )]
    pub vat: Option<Vat>,
    /// Whether the amount is for each award or for all of them.
    #[field(read = value::choice)]
    #[field(
        fr("Portée du montant", "Par attributaire (award) ou au total (total)"),
        en("Basis", "Per award, or in total")
    )]
    pub per: Option<Per>,
    /// What else there is to say.
    #[field(read = value::text, label = labels::NOTE)]
    pub note: Option<Text>,
}

/// An example of an amount, for help lines.
pub const MONEY_EXAMPLE: &str = "{amount: 50000, currency: EUR}";

/// Reports money without an amount, and amounts that contradict each other.
fn check_amounts(f: &mut Fields<'_, '_, '_>, money: &MoneyDraft) {
    let has_amount = ["amount", "max", "min"].map(|key| f.has(key)).contains(&true);
    if !has_amount {
        f.missing_any(
            &["amount", "max", "min"],
            say!(en: "this sum has no amount", fr: "cette somme n’indique aucun montant"),
            say!(en: "add `amount`, `max` or `min`", fr: "ajoutez `amount`, `max` ou `min`"),
        );
        return;
    }
    if !money.currency.as_deref().is_some_and(|currency| THREE_DECIMALS.contains(&currency)) {
        ["amount", "max", "min"].into_iter().for_each(|key| check_decimals(f, key));
    }
    if money.amount.is_some() && (money.max.is_some() || money.min.is_some()) {
        let key = if money.max.is_some() { "max" } else { "min" };
        f.error_at(
            key,
            "contradiction",
            say!(en: "this amount is given twice, as an exact amount and as a range", fr: "ce montant est indiqué deux fois, comme montant exact et comme fourchette"),
            say!(en: "keep `amount`, or `min` and `max`", fr: "gardez `amount`, ou `min` et `max`"),
        );
    }
    if let (Some(min), Some(max)) = (money.min, money.max)
        && min > max
    {
        f.error_at(
            "max",
            "wrong-order",
            say!(
                en: "the largest amount is below the smallest",
                fr: "le montant le plus grand est inférieur au plus petit"
            ),
            say!(en: "swap `min` and `max`", fr: "intervertissez `min` et `max`"),
        );
    }
}

/// The currencies with three decimals (ISO 4217, list one).
const THREE_DECIMALS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// Warns of an amount with three decimals: a point is often meant to separate thousands.
fn check_decimals(f: &mut Fields<'_, '_, '_>, key: &str) {
    let Some((node, written)) = f.node(key).and_then(|node| Some((node, node.as_scalar()?.trim()))) else { return };
    let Some((whole, decimals)) = written.split_once('.').filter(|(_, decimals)| decimals.len() == 3) else { return };
    let help = say!(
        en: "write `{whole}{decimals}`, or `{whole}` if it is not in thousands",
        fr: "écrivez `{whole}{decimals}` ; ou `{whole}`, s’il ne s’agit pas de milliers"
    );
    let message = say!(
        en: "`{written}` means {whole}: the point comes before decimals, and does not separate thousands",
        fr: "`{written}` vaut {whole} : le point précède les décimales et ne sépare pas les milliers"
    );
    f.reader.warn("three-decimals", node.span, message, help);
}

words!(Vat, Per);

/// The code of a currency, ISO 4217.
fn currency(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.declare_type(InputType::Currency);
    let written = value::string(reader, node)?;
    if written.len() == 3 && written.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Some(written);
    }
    let meant = match written.to_lowercase().as_str() {
        "€" | "euro" | "euros" => Some("EUR".to_owned()),
        code if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_lowercase()) => Some(code.to_uppercase()),
        _ => None,
    };
    let help = match meant {
        Some(code) => say!(en: "write `{code}`", fr: "écrivez `{code}`"),
        None => say!(
            en: "write the three-letter code in capitals, for example `EUR`",
            fr: "écrivez le code en trois lettres majuscules, par exemple `EUR`"
        ),
    };
    reader.error(
        "not-a-currency",
        node.span,
        say!(en: "`{written}` is not a currency code", fr: "`{written}` n’est pas le code d’une devise"),
        help,
    );
    None
}
