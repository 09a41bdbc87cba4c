//! The configuration of hosts: the files `_headers` and `_redirects`, which Netlify and other hosts read. Both are written from the plan,
//! so that no rule is about a file that does not exist.

pub mod headers;
pub mod redirects;
