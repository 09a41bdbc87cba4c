//! Security policies and header fields, for hosts of the published site and for `serve`.

/// The policy of pages (Content Security Policy, level 3): scripts and styles only from the site, pictures from anywhere.
pub const PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; \
     media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The policy of newsletter issues as e-mail: inline styles, as e-mail programs need them, and no scripts.
pub const NEWSLETTER: &str = "default-src 'none'; style-src-attr 'unsafe-inline'; img-src 'self' data: https:; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// The policy of a drawing that is opened itself (SVG): its own styles, pictures and fonts within it, and no scripts.
pub const DRAWING: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'; sandbox";

/// The end of the file name of a drawing.
pub const DRAWING_SUFFIX: &str = ".svg";

/// The end of the file name of a newsletter issue as e-mail.
pub const NEWSLETTER_SUFFIX: &str = ".eml.html";

/// The policy of the published site, which uses `https`.
pub fn published(policy: &str) -> String {
    format!("{policy}; upgrade-insecure-requests")
}

/// `Cache-Control` for files that are revalidated at each request (RFC 9111, section 5.2.2).
pub const ASK_AGAIN: &str = "public, max-age=0, must-revalidate";

/// `Cache-Control` for files with a fingerprint in their names (RFC 8246).
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Header fields of every file besides its policy and `Cache-Control`.
pub const HEADERS: [(&str, &str); 5] = [
    ("Strict-Transport-Security", "max-age=63072000"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", PERMISSIONS),
    ("Cross-Origin-Opener-Policy", "same-origin"),
];

/// Browser features that no page uses.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), \
     geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), \
     screen-wake-lock=(), usb=(), xr-spatial-tracking=()";
