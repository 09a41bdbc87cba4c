//! Slots of a memo: each has the last result of a step, with all of its inputs.
//!
//! The inputs are values and nothing else: no times, no version numbers, no list of changes. So a step that finds equal inputs
//! can return the value it has, and a compilation that starts with a memo ends as one that starts without.

use std::sync::Arc;

use imbl::ordmap::DiffItem;

use crate::base::diagnostic::Diagnostic;
use crate::base::snapshot::{Files, SourceFile};

/// The last result of a step, and the inputs it was computed from.
#[derive(Debug)]
pub struct Slot<K, V>(Option<(K, Arc<V>)>);

impl<K, V> Default for Slot<K, V> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialEq + Send + 'static, V: Send + Sync + 'static> Slot<K, V> {
    /// The value for these inputs: the last one if they are equal, else a new one.
    pub fn get(&mut self, inputs: K, make: impl FnOnce(&K) -> V) -> Arc<V> {
        let value = match self.0.take_if(|(last, _)| *last == inputs) {
            Some((_, value)) => value,
            None => Arc::new(make(&inputs)),
        };
        let old = self.0.replace((inputs, Arc::clone(&value)));
        // Freeing a large catalogue takes time, which no caller has to wait for.
        old.into_iter().for_each(|old| rayon::spawn(|| drop(old)));
        value
    }

    /// The last inputs, and the result computed from them.
    pub fn last(&self) -> Option<(&K, &Arc<V>)> {
        self.0.as_ref().map(|(inputs, value)| (inputs, value))
    }
}

/// A value computed from the sources, and the diagnostics found on the way.
#[derive(Debug)]
pub struct WithDiagnostics<T> {
    /// The value.
    pub value: T,
    /// The diagnostics of its sources.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> WithDiagnostics<T> {
    /// The value of `make`, which adds diagnostics to the list that it is passed.
    pub fn collect(make: impl FnOnce(&mut Vec<Diagnostic>) -> T) -> Self {
        let mut diagnostics = Vec::new();
        let value = make(&mut diagnostics);
        Self { value, diagnostics }
    }
}

/// A shared value that equals another one only if it is the same object: cheaper than comparing the values.
#[derive(Debug)]
pub struct PtrEq<T>(pub Arc<T>);

impl<T> PartialEq for PtrEq<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Clone for PtrEq<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// The paths of all source files, with what is known of those that are not text. Two lists are equal whatever the texts contain. Comparing
/// them takes time in proportion to the files that the two snapshots do not share.
#[derive(Clone, Debug)]
pub struct FileList(pub Files);

impl PartialEq for FileList {
    fn eq(&self, other: &Self) -> bool {
        // The content of a text is an input of its own for the steps that read it; what is known of other files counts here.
        let properties = |file: &SourceFile| match file {
            SourceFile::Text(_) | SourceFile::Asset { .. } => None,
            SourceFile::NotUtf8 { .. } | SourceFile::Blob { .. } | SourceFile::Refused(_) => Some(file.clone()),
        };
        self.0.diff(&other.0).all(|difference| match difference {
            DiffItem::Update { old: (_, old), new: (_, new) } => properties(old) == properties(new),
            DiffItem::Add(..) | DiffItem::Remove(..) => false,
        })
    }
}
