//! The nginx configuration of a site: languages, header fields, and redirects.

use std::fmt::Write;

use crate::base::message::say;
use crate::base::policy;
use crate::cli::environment::{Environment, clock};
use crate::compile::memo::Memo;
use crate::compile::{Options, compile};
use crate::edge::disk;
use crate::edge::failure::{Failure, WRITE};
use crate::edge::root::Root;

/// The redirects file before the site is first published.
pub const NOTHING_MOVED: &str = "# Written by nginx/publish from the built site.\n";

/// The redirect statuses.
const STATUSES: [u32; 5] = [301, 302, 303, 307, 308];

/// The configuration file.
pub const SETTINGS: &str = "nginx/site.conf";

/// The redirects file.
pub const MOVED: &str = "nginx/moved.conf";

/// The configuration for a site. Fails for a site with errors, or with a path in its address.
pub fn settings(root: &Root, environment: &Environment) -> Result<String, Failure> {
    let snapshot = disk::read(root, environment.fixed_now()?.unwrap_or_else(clock))?;
    let compilation = compile(&snapshot, &Options::default(), &mut Memo::default());
    let (languages, feeds) = compilation.host_settings();
    let Some(base_url) = compilation.base_url() else {
        let why = say!(en: "it has errors: run `parvis check` to see them", fr: "il contient des erreurs : lancez `parvis check` pour les voir");
        return Err(Failure::new(WRITE, SETTINGS, why));
    };
    if !base_url.path().is_empty() {
        let why = say!(
            en: "`base_url` in content/site.yaml has a path, and these settings are for a site at the root of its server: write the address without the path, for example `{host}`, or write the settings of nginx yourself",
            fr: "`base_url` comporte un chemin dans content/site.yaml, et ces réglages sont prévus pour un site à la racine de son serveur : écrivez l’adresse sans le chemin, par exemple `{host}`, ou écrivez vous-même les réglages de nginx",
            host = base_url.origin()
        );
        return Err(Failure::new(WRITE, SETTINGS, why));
    }
    let host = base_url.origin();
    let host = host.split_once("://").map_or(host, |(_, host)| host).split(':').next().unwrap_or(host).to_owned();
    let mut text = String::from(
        "# Settings of nginx for this site. Include this file in the block `http` (as in /etc/nginx/conf.d), and write your certificate and\n\
         # the folders below. Written by `parvis new --ci nginx` for the languages of the site: write it again when these change.\n\n\
         # Old addresses may be long.\nmap_hash_bucket_size 1024;\nmap_hash_max_size 65536;\n\n",
    );
    let _ = writeln!(text, "map $http_accept_language $home {{\n    default \"\";");
    for tag in &languages {
        let primary = tag.split('-').next().unwrap_or(tag);
        let _ = writeln!(text, "    ~*^{primary}   /{tag}/;");
    }
    text.push_str("}\n\n# Old addresses, one map for each status: nginx/publish writes them from `_redirects` of the built site.\n");
    text.push_str("include /srv/lab/nginx/moved.conf;\n\n");
    let _ = write!(
        text,
        "map $uri $caching {{\n    default \"{}\";\n    ~^/assets/ \"{}\";\n}}\n\
         map $uri $policy {{\n    default \"{}\";\n    ~{}$ \"{}\";\n    ~{}$ \"{}\";\n}}\n\
         map $uri $open {{\n    default \"\";\n    ~^/data/|\\.(atom|ics)$|/feed\\.(xml|json)$ \"*\";\n}}\n\n",
        policy::ASK_AGAIN,
        policy::FOR_EVER,
        policy::published(policy::PAGE),
        policy::NEWSLETTER_SUFFIX.replace('.', "\\."),
        policy::published(policy::NEWSLETTER),
        policy::DRAWING_SUFFIX.replace('.', "\\."),
        policy::published(policy::DRAWING)
    );
    let _ = write!(
        text,
        "server {{\n    listen 443 ssl;\n    server_name {host};\n    # ssl_certificate …; ssl_certificate_key …;\n    root /srv/lab/public;\n    \
         index index.html;\n    include /etc/nginx/mime.types;\n    types {{ text/calendar ics; text/csv csv; }}\n    charset utf-8;\n    \
         charset_types text/css text/plain text/csv text/calendar text/xml application/javascript application/atom+xml application/rss+xml;\n\n    \
         add_header Content-Security-Policy $policy always;\n",
    );
    for (name, value) in policy::HEADERS {
        let _ = writeln!(text, "    add_header {name} \"{value}\" always;");
    }
    text.push_str(
        "    add_header Cache-Control $caching always;\n    add_header Access-Control-Allow-Origin $open;\n\n    error_page 404 /404.html;\n",
    );
    for status in STATUSES {
        let _ = writeln!(text, "    if ($moved_{status}) {{ return {status} $moved_{status}; }}");
    }
    text.push_str(
        "    # What is gone for good is answered by the page that says so.\n    error_page 410 @gone;\n    if ($moved_410) { return 410; }\n    \
         location @gone { try_files ${uri}index.html /404.html =410; }\n",
    );
    let _ = writeln!(text, "    location = / {{ if ($home) {{ return 302 $home; }} }}");
    for tag in &languages {
        let _ = writeln!(text, "    location /{tag}/ {{ error_page 404 /{tag}/404.html; }}");
    }
    if !feeds.is_empty() {
        let feeds = feeds.join("|");
        let _ = writeln!(text, "    location ~ ^((?:{feeds})[^/]+/)feed\\.(?:atom|json)$ {{ return 301 $1feed.xml; }}");
    }
    text.push_str(
        "    location ~ /feed\\.xml$ { types {} default_type application/rss+xml; }\n    \
         location ~ /feed\\.json$ { types {} default_type application/feed+json; }\n    \
         location ~ \\.schema\\.json$ { types {} default_type application/schema+json; }\n    \
         location ~ ^/(_(headers|redirects)|\\.parvis)$ { return 404; }\n}\n",
    );
    Ok(text)
}
