//! Facts that are displayed by their type alone: texts as strings, items as links, instants in the zone of their item.

use crate::kind::call::Prize;
use crate::kind::item::Item;
use crate::kind::money::Money;
use crate::kind::record::{Field, FieldValue, Record, ValueType, member_prefix};
use crate::present::fill::context::Context;
use crate::present::view::facts::{FactView, FactsView};
use crate::read::contact::Contact;

/// The facts of a record, except those in `own`, which its view shows in another way.
pub fn facts<R: Record>(context: &Context<'_>, item: &Item, record: &R, own: &[&str]) -> FactsView {
    let fields = R::TYPE.fields.iter().zip(record.values());
    fields.filter(|(field, _)| !own.contains(&field.name)).fold(FactsView::default(), |facts, (field, value)| {
        facts.with(field.name, shown(context, item, field, &value, &format!("{}-", field.name)))
    })
}

/// The view of a value; ids in its markup begin with `prefix`.
fn shown(context: &Context<'_>, item: &Item, field: &Field, value: &FieldValue<'_>, prefix: &str) -> FactView {
    match value {
        FieldValue::Absent => FactView::Nothing,
        FieldValue::Boolean(value) => FactView::Flag(*value),
        FieldValue::Whole(number) => context.localizer.number((*number).into()).into(),
        FieldValue::Decimal(number) => context.localizer.number(number.as_f64()).into(),
        FieldValue::String(text) => context.localizer.number_as_written(text).into(),
        FieldValue::Text(text) => context.localize(text, item).into(),
        FieldValue::MarkdownText(prose) => context.rich_text(prose, item, prefix).into(),
        FieldValue::Date(date) => context.date(*date).into(),
        FieldValue::Instant(instant) => match field.value {
            ValueType::Closing => context.closing(instant, item).into(),
            _ => context.instant(instant, item).into(),
        },
        FieldValue::Key(key) => context.link(key).into(),
        FieldValue::JsonObject(object) => FactView::JsonObject((*object).clone()),
        FieldValue::Record { record_type, values, record } => {
            if let Some(money) = record.downcast_ref::<Money>() {
                return context.money(money, item).into();
            }
            if let Some(prize) = record.downcast_ref::<Prize>() {
                let label = context.localize(&prize.label, item);
                return FactsView::default().with("label", label).with("amount", context.prize(prize, item)).into();
            }
            if let Some(contact) = record.downcast_ref::<Contact>() {
                return context.contact(contact, Some(item)).into();
            }
            let fields = record_type.fields.iter().zip(values);
            let facts = fields.fold(FactsView::default(), |facts, (field, value)| {
                facts.with(field.name, shown(context, item, field, value, &format!("{prefix}{}-", field.name)))
            });
            facts.into()
        }
        FieldValue::List(values) => {
            let member = |(rank, value): (usize, &FieldValue<'_>)| {
                shown(context, item, field, value, &member_prefix(field, rank, value))
            };
            let members = values.iter().enumerate().map(member);
            FactView::List(members.filter(|member| *member != FactView::Nothing).collect())
        }
    }
}
