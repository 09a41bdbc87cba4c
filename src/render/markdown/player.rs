//! What plays a film or a sound.

use crate::render::markdown::Film;
use crate::render::markdown::writer::Writer;
use crate::render::sanitize::escape;

impl Writer<'_> {
    /// Writes what plays a film or a sound; browsers without it are led to the file.
    pub fn player(&mut self, film: &Film, src: &str, alt: &str) {
        let element = film.player.element();
        self.say(alt);
        self.out.push_str(&format!("<{element}"));
        escape::named(&mut self.out, "src", src);
        self.out.push_str(" controls=\"\" preload=\"metadata\"");
        escape::named(&mut self.out, "aria-label", alt);
        self.out.push('>');
        for captions in &film.captions {
            self.out.push_str("<track kind=\"captions\"");
            escape::named(&mut self.out, "srclang", &captions.tag);
            escape::named(&mut self.out, "label", &captions.language);
            escape::named(&mut self.out, "src", &captions.href);
            self.out.push('>');
        }
        self.out.push_str("<a");
        escape::named(&mut self.out, "href", src);
        self.out.push('>');
        escape::text(&mut self.out, if alt.is_empty() { src } else { alt });
        self.out.push_str(&format!("</a></{element}>"));
        self.typographer.object(&mut self.out);
    }
}
