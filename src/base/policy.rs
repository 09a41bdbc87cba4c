//! What pages may do, for whoever sends them: the host of the published site, and `serve`.

/// The policy of a page (Content Security Policy, level 3). Scripts and styles are files of the site. Editors may show pictures from elsewhere.
pub const PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; \
     media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The policy of a letter: its styles stand on its elements, as e-mail programs want them, and it runs nothing.
pub const LETTER: &str = "default-src 'none'; style-src-attr 'unsafe-inline'; img-src 'self' data: https:; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// The ending of a letter's name.
pub const LETTER_ENDING: &str = ".eml.html";

/// A policy as the published site has it, which is reached by `https`.
pub fn published(policy: &str) -> String {
    format!("{policy}; upgrade-insecure-requests")
}

/// `Cache-Control` for what is to be asked for again each time; the host answers that nothing has changed (RFC 9111, section 5.2.2).
pub const ASK_AGAIN: &str = "public, max-age=0, must-revalidate";

/// `Cache-Control` for files whose names tell what they hold (RFC 8246).
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// What hosts send along with every file besides its policy and how long it is kept.
pub const HEADERS: [(&str, &str); 5] = [
    ("Strict-Transport-Security", "max-age=63072000"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", PERMISSIONS),
    ("Cross-Origin-Opener-Policy", "same-origin"),
];

/// What no page asks a browser for.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), \
     geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), \
     screen-wake-lock=(), usb=(), xr-spatial-tracking=()";
