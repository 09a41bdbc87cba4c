//! What a host is told beside the files, in the two files that Netlify reads, `_headers` and `_redirects`; others know them too.
//! Both are written from the plan, so that no rule speaks of what is not there.

pub mod headers;
pub mod redirects;
