//! Character classes for typography.

/// Replaces inline content that is not text: code, an image, the number of a footnote.
pub const OBJECT: char = '\u{fffc}';

/// Replaces the start of a line of text.
pub const START: char = '\0';

/// True for ordinary white space.
pub fn is_ordinary_space(character: char) -> bool {
    matches!(character, ' ' | '\n' | '\t')
}

/// True for bytes that begin something a rule may change, or an address.
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

/// True for characters that end a word, so that a following mark is punctuation.
pub fn may_stand_before(previous: char, mark: char) -> bool {
    let closes = matches!(previous, ')' | ']' | '}' | '»' | '”' | '"' | '’' | OBJECT);
    if mark == ':' {
        previous.is_alphabetic() || closes
    } else {
        previous.is_alphanumeric() || closes || matches!(previous, '%' | '€' | '$' | '°' | '…')
    }
}

/// True for characters that may follow punctuation, besides white space; an emoticon continues with others.
pub fn is_closing(next: char, mark: char) -> bool {
    match next {
        '»' | '”' | '"' => true,
        ')' | ']' | '}' | '’' | '\'' | '…' => matches!(mark, '!' | '?'),
        _ => false,
    }
}
