//! The theme: templates, strings and assets, with inheritance. Reads no disk and no clock.
