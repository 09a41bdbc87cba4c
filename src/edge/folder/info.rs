//! What is said of what is in a folder: what it is, and why it is not opened.

use std::io;

/// What something in a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// An ordinary file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, wherever it leads.
    Link,
    /// A pipe, a socket, a device.
    Special,
}

/// What the disk says of something without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileInfo {
    /// What it is.
    pub kind: FileKind,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last written, in nanoseconds since 1970 UTC; 0 where the disk does not know.
    pub written: i128,
    /// Which file of its disk it is, and when anything of it was last changed in nanoseconds since 1970 UTC, which no program
    /// can set; `None` on systems that do not tell.
    pub identity: Option<(u64, i128)>,
    /// True when the same file has another name too.
    pub has_other_names: bool,
}

/// Why something is not opened although it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is a symbolic link, or one is on the way to it.
    Link,
    /// It is a folder, a pipe, a socket or a device, where a file is meant.
    NotAFile,
    /// It is a file, a pipe, a socket or a device, where a folder is meant.
    NotAFolder,
    /// It holds more bytes than this.
    Large(u64),
    /// The path leads out of the folder, or has no name at its end.
    Path,
}

impl Refused {
    /// Why an error of this module was returned, where the system had no part in it.
    pub fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Link => formatter.write_str("it is a symbolic link, or behind one, and links are not followed"),
            Self::NotAFile => formatter.write_str("it is not an ordinary file"),
            Self::NotAFolder => formatter.write_str("it is not a folder"),
            Self::Large(most) => write!(formatter, "it holds more than {most} bytes"),
            Self::Path => formatter.write_str("the path leads out of its folder"),
        }
    }
}

impl std::error::Error for Refused {}

impl From<Refused> for io::Error {
    fn from(refused: Refused) -> Self {
        io::Error::other(refused)
    }
}
