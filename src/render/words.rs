//! Dates, numbers, plurals and lists in the words of a language. Every form comes from the strings of the theme.
