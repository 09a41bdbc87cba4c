//! Which characters the rules of typography look at.

/// Stands for what is no text: code, an image, the number of a footnote.
pub const OBJECT: char = '\u{fffc}';

/// Stands for the start of a line of text.
pub const START: char = '\0';

/// A space that an author typed without thinking of it.
pub fn is_ordinary_space(character: char) -> bool {
    matches!(character, ' ' | '\n' | '\t')
}

/// True for bytes that begin something that a rule may change, or that begins an address.
#[inline]
pub fn is_special(byte: u8) -> bool {
    SPECIAL[byte as usize]
}

const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    // The first byte of « and ».
    special[0xC2] = true;
    let marks = b" '\".;!?:@";
    let mut mark = 0;
    while mark < marks.len() {
        special[marks[mark] as usize] = true;
        mark += 1;
    }
    special
};

/// True where a quotation may begin.
pub fn opens_after(previous: char) -> bool {
    previous == START
        || previous.is_whitespace()
        || matches!(previous, '(' | '[' | '{' | '«' | '“' | '„' | '‘' | '‚' | '’' | '—' | '–' | '-' | '/' | '=')
}

/// True for what surely ends a word, so that a mark behind it is punctuation.
pub fn may_stand_before(previous: char, mark: char) -> bool {
    let closes = matches!(previous, ')' | ']' | '}' | '»' | '”' | '"' | '’' | OBJECT);
    if mark == ':' {
        previous.is_alphabetic() || closes
    } else {
        previous.is_alphanumeric() || closes || matches!(previous, '%' | '€' | '$' | '°' | '…')
    }
}

/// True for what may stand right behind a mark of punctuation, beside white space; an emoticon goes on with other signs.
pub fn is_closing(next: char, mark: char) -> bool {
    match next {
        '»' | '”' | '"' => true,
        ')' | ']' | '}' | '’' | '\'' | '…' => matches!(mark, '!' | '?'),
        _ => false,
    }
}
