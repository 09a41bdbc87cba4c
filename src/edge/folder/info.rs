//! Metadata of folder entries, and why an entry was not opened.

use std::io;

/// The kind of a folder entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A pipe, a socket, a device.
    Special,
}

/// Metadata of a folder entry, read without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileInfo {
    /// Its kind.
    pub kind: FileKind,
    /// Its size in bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970 UTC; 0 if unknown.
    pub written: i128,
    /// Inode and change time in nanoseconds since 1970 UTC, which no program can set; `None` on systems that do not report them.
    pub identity: Option<(u64, i128)>,
    /// True for a file with several hard links.
    pub has_other_names: bool,
}

/// Why an existing entry was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is a symbolic link, or its path contains one.
    Link,
    /// Not a regular file.
    NotAFile,
    /// Not a folder.
    NotAFolder,
    /// Larger than this many bytes.
    Large(u64),
    /// The path leads out of the folder, or has no file name.
    Path,
}

impl Refused {
    /// The reason, if this module refused; `None` if the system did.
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
            Self::Large(most) => write!(formatter, "it contains more than {most} bytes"),
            Self::Path => formatter.write_str("the path leads outside its folder"),
        }
    }
}

impl std::error::Error for Refused {}

impl From<Refused> for io::Error {
    fn from(refused: Refused) -> Self {
        io::Error::other(refused)
    }
}
