//! Readers of numbers. Each returns the number of a node, or reports what is wrong with it.

use std::fmt;

use crate::base::message::say;
use crate::read::form::InputType;
use crate::read::reader::Reader;
use crate::read::yaml::Node;

/// A whole number from 0 to [`u32::MAX`].
pub fn whole(reader: &mut Reader<'_>, node: &Node) -> Option<u32> {
    reader.declare_type(InputType::Whole);
    let written = reader.scalar(node, say!(en: "a whole number", fr: "un nombre entier"), "30")?;
    match written.parse() {
        Ok(number) if !written.starts_with('+') => Some(number),
        Err(_) if written.bytes().all(|byte| byte.is_ascii_digit()) && !written.is_empty() => {
            let help = say!(
                en: "write a number up to {most}",
                fr: "écrivez un nombre qui ne dépasse pas {most}",
                most = u32::MAX
            );
            reader.error(
                "wrong-type",
                node.span,
                say!(
                    en: "`{written}` is too large for `{key}`",
                    fr: "`{written}` est trop grand pour `{key}`",
                    key = reader.key
                ),
                help,
            );
            None
        }
        Ok(_) | Err(_) => {
            let digits: String =
                written.chars().take_while(|c| !matches!(c, '.' | ',')).filter(char::is_ascii_digit).collect();
            let help = if digits.is_empty() || written.contains('-') {
                say!(en: "write digits only, for example `30`", fr: "n’écrivez que des chiffres, par exemple `30`")
            } else {
                say!(en: "write digits only: `{digits}`", fr: "n’écrivez que des chiffres : `{digits}`")
            };
            reader.error(
                "wrong-type",
                node.span,
                say!(
                    en: "`{key}` must be a whole number, 0 or more, not `{written}`",
                    fr: "`{key}` doit être un nombre entier positif ou nul, et non `{written}`",
                    key = reader.key
                ),
                help,
            );
            None
        }
    }
}

/// An exact decimal number with at most three decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal {
    /// The number in thousandths.
    pub thousandths: i64,
}

impl Decimal {
    /// The number as a float, for display only; compare and add [`Decimal::thousandths`].
    pub fn as_f64(self) -> f64 {
        self.thousandths as f64 / 1000.0
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.thousandths / 1000, (self.thousandths % 1000).abs());
        let text = format!("{whole}.{rest:03}");
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// A decimal number, 0 or more, with a point before its decimals.
pub fn decimal(reader: &mut Reader<'_>, node: &Node) -> Option<Decimal> {
    reader.declare_type(InputType::Decimal);
    let written = reader.scalar(node, say!(en: "a number", fr: "un nombre"), "12.5")?;
    let (whole, rest) = written.split_once('.').unwrap_or((written, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(whole) && digits(rest) && whole.len() <= 14 && rest.len() <= 3 {
        let thousandths = format!("{whole}{rest:0<3}").parse().ok()?;
        return Some(Decimal { thousandths });
    }
    let bare: String = written.replace(',', ".").chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let help = if bare.is_empty() || written.starts_with('-') {
        say!(
            en: "write digits, with a point before decimals, for example `1200.50`",
            fr: "écrivez des chiffres, avec un point avant les décimales, par exemple `1200.50`"
        )
    } else {
        say!(
            en: "write digits without spaces or symbols, with a point before decimals: `{bare}`",
            fr: "écrivez des chiffres sans espaces ni symboles, avec un point avant les décimales : `{bare}`"
        )
    };
    reader.error(
        "wrong-type",
        node.span,
        say!(
            en: "`{key}` must be a number, not `{written}`",
            fr: "`{key}` doit être un nombre, et non `{written}`",
            key = reader.key
        ),
        help,
    );
    None
}
