//! What pages may do, for whoever sends them: the host of the published site, and `serve`.

/// The policy of a page (Content Security Policy, level 3). Scripts and styles are files of the site. Editors may show pictures from elsewhere.
pub const PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; \
     media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The policy of a letter: its styles stand on its elements, as e-mail programs want them, and it runs nothing.
pub const LETTER: &str = "default-src 'none'; style-src-attr 'unsafe-inline'; img-src 'self' data: https:; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// The ending of a letter's name.
pub const LETTER_ENDING: &str = ".eml.html";

/// What no page asks a browser for.
pub const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), \
     geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), \
     screen-wake-lock=(), usb=(), xr-spatial-tracking=()";
