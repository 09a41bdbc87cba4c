//! What of a process changes from one of its releases to the next, so that merging them by the rules of OCDS gives the whole.

use serde_json::{Map, Value};

/// Tells a field, by its path in the release, in each release in which it differs from the one before. `at` is what it is made
/// from, by the rank of the release: only what differs is made.
pub fn tell<T: PartialEq>(releases: &mut [Value], path: &[&str], at: impl Fn(usize) -> T, make: impl Fn(&T) -> Value) {
    let mut before: Option<(T, Value)> = None;
    for (rank, release) in releases.iter_mut().enumerate() {
        let now = at(rank);
        if before.as_ref().is_some_and(|(known, _)| *known == now) {
            continue;
        }
        let value = saying(make(&now));
        let known = before.as_ref().map_or(&Value::Null, |(_, value)| value);
        if let Some(change) = changes(known, &value) {
            add_fields(place(release, path), change);
        }
        before = Some((now, value));
    }
}

/// Puts a value in its place; the fields of an object are added to those that are there.
fn add_fields(place: &mut Value, value: Value) {
    match (place, value) {
        (Value::Object(there), Value::Object(fields)) => there.extend(fields),
        (place, value) => *place = value,
    }
}

/// Adds objects to a list, by its path in the release, each in the release of its rank. An object whose `id` is in an earlier release
/// has only what has changed.
pub fn add(releases: &mut [Value], path: &[&str], members: Vec<(usize, Value)>) {
    for (rank, member) in members {
        match place(&mut releases[rank], path) {
            Value::Array(list) => list.push(member),
            empty => *empty = Value::Array(vec![member]),
        }
    }
}

/// The objects that the releases have for the states of one object of a list, each with the rank of its release: first the complete
/// object, then its `id` with what has changed.
pub fn states(mut states: Vec<(usize, Value)>) -> Vec<(usize, Value)> {
    // Of two states in the same release the later one counts.
    states.sort_by_key(|(rank, _)| *rank);
    let mut objects: Vec<(usize, Value)> = Vec::new();
    let mut known = Value::Null;
    for (place, (rank, state)) in states.iter().enumerate() {
        if states.get(place + 1).is_some_and(|(next, _)| next == rank) {
            continue;
        }
        let state = saying(state.clone());
        if let Some(mut change) = changes(&known, &state) {
            change["id"] = state["id"].clone();
            objects.push((*rank, change));
        }
        known = state;
    }
    objects
}

fn place<'r>(release: &'r mut Value, path: &[&str]) -> &'r mut Value {
    path.iter().fold(release, |value, name| &mut value[*name])
}

/// The change from one value to another (OCDS, merging): `null` removes it. `None` if they are the same.
fn changes(before: &Value, after: &Value) -> Option<Value> {
    match (before, after) {
        (before, after) if before == after => None,
        (Value::Object(before), Value::Object(after)) => {
            let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
            let of = |fields: &Map<String, Value>, name: &str| fields.get(name).cloned().unwrap_or_default();
            let change = |name: &String| Some((name.clone(), changes(&of(before, name), &of(after, name))?));
            Some(Value::Object(names.filter_map(change).collect()))
        }
        // The standard has no object that is taken back as a whole, but all of its fields.
        (Value::Object(_), Value::Null) => changes(before, &Value::Object(Map::new())),
        (_, after) => Some(after.clone()),
    }
}

/// A value without what says nothing: `null` takes something back, and here it is what is not known.
pub fn saying(value: Value) -> Value {
    let says = |value: &Value| match value {
        Value::Null => false,
        Value::Array(members) => !members.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    };
    let value = match value {
        Value::Array(members) => Value::Array(members.into_iter().map(saying).filter(says).collect()),
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (name, saying(value)));
            Value::Object(fields.filter(|(_, value)| says(value)).collect())
        }
        value => value,
    };
    if says(&value) { value } else { Value::Null }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn empty_values_are_left_out() {
        let value = json!({ "a": null, "b": [], "c": { "d": [null, {}] }, "e": [1, null], "f": "" });
        assert_eq!(saying(value), json!({ "e": [1], "f": "" }));
    }

    #[test]
    fn changed_fields_are_in_the_release_and_removed_fields_are_null() {
        let mut releases = vec![json!({}); 5];
        let period = |end: &Option<&str>| json!({ "startDate": "a", "endDate": end });
        let ends = [Some("b"), Some("b"), None, None, Some("c")];
        tell(&mut releases, &["tender", "tenderPeriod"], |rank| ends[rank], period);
        let told = releases.iter().map(|release| release.pointer("/tender/tenderPeriod").cloned());
        let wanted = [
            Some(json!({ "startDate": "a", "endDate": "b" })),
            None,
            Some(json!({ "endDate": null })),
            None,
            Some(json!({ "endDate": "c" })),
        ];
        assert_eq!(told.collect::<Vec<_>>(), wanted);
        let mut releases = vec![json!({}); 2];
        tell(&mut releases, &["period"], |rank| rank, |rank| if *rank == 0 { period(&None) } else { Value::Null });
        assert_eq!(releases[1], json!({ "period": { "startDate": null } }));
    }

    #[test]
    fn member_states_have_only_the_differences() {
        let state = |status: Option<&str>| json!({ "id": "a", "title": "A", "status": status });
        let told =
            states(vec![(4, state(None)), (0, state(Some("scheduled"))), (2, state(None)), (2, state(Some("met")))]);
        let wanted = [
            (0, json!({ "id": "a", "title": "A", "status": "scheduled" })),
            (2, json!({ "id": "a", "status": "met" })),
            (4, json!({ "id": "a", "status": null })),
        ];
        assert_eq!(told, wanted);
    }
}
