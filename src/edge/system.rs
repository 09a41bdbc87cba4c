//! What the standard library does not offer of the system, behind one door: exchanging two folders in one step, a lock on a
//! folder, the width of the terminal, connections that send at once. Systems that lack one of them get the next best thing.

use std::fs::File;
use std::io;
use std::net::TcpListener;
use std::path::Path;

/// Opens a file for reading. What has become a link or a pipe since it was looked at is refused, and nobody waits for the
/// other end of a pipe.
#[cfg(unix)]
pub fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::Error::other("it is not an ordinary file any more")),
    }
}

/// Opens a file for reading.
#[cfg(not(unix))]
pub fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Makes two folders change places in one step, so that there is no moment without a folder at either path.
/// An error where the system or the file system cannot do it; nothing has happened then.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
pub fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// Makes two folders change places in one step; this system cannot.
#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
pub fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Has the disk hold what was written to the file system of a folder, in one go: asked for file by file a site would take
/// many times as long.
#[cfg(target_os = "linux")]
pub fn settle(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(std::fs::File::open(folder)?)?)
}

/// Has the disk hold what was written to the file system of a folder; this system settles files one by one, in its own time.
#[cfg(not(target_os = "linux"))]
pub fn settle(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Has the disk hold which files a folder names.
#[cfg(unix)]
pub fn settle_names(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// Has the disk hold which files a folder names; this system does so by itself.
#[cfg(not(unix))]
pub fn settle_names(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// True when a folder is the top of a file system, so that no other can take its place.
#[cfg(unix)]
pub fn is_mount_point(folder: &Path, parent: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| std::fs::metadata(path).map(|metadata| metadata.dev()).ok();
    device(folder).is_some_and(|own| device(parent).is_some_and(|above| above != own))
}

/// True when a folder is the top of a file system; this system has none within another.
#[cfg(not(unix))]
pub fn is_mount_point(_folder: &Path, _parent: &Path) -> bool {
    false
}

/// Lets this thread, and those that it will start, work only where no other has anything to do.
#[cfg(target_os = "linux")]
pub fn step_back() {
    // Of this thread alone: on Linux a process here is a thread. Where it is refused the thread works as others do.
    let _ = rustix::process::setpriority_process(None, 10);
}

/// Lets this thread work only where no other has anything to do; this system cannot.
#[cfg(not(target_os = "linux"))]
pub fn step_back() {}

/// A lock on a folder, held until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _folder: Option<File>,
}

/// Waits until no other process holds the lock of a folder, and takes it. It leaves no file behind.
/// On file systems without locks it is granted at once.
#[cfg(unix)]
pub fn lock(folder: &Path) -> io::Result<Lock> {
    use rustix::fs::{FlockOperation, flock};
    let folder = File::open(folder)?;
    let granted = rustix::io::retry_on_intr(|| flock(&folder, FlockOperation::LockExclusive)).is_ok();
    Ok(Lock { _folder: granted.then_some(folder) })
}

/// This system has no lock on folders: it is granted at once.
#[cfg(not(unix))]
pub fn lock(_folder: &Path) -> io::Result<Lock> {
    Ok(Lock { _folder: None })
}

/// The width of the terminal behind standard error, in columns; `None` where it is not a terminal.
#[cfg(unix)]
pub fn terminal_width() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(std::io::stderr()).ok()?;
    (size.ws_col > 0).then_some(usize::from(size.ws_col))
}

/// The width of the terminal is not asked for on this system.
#[cfg(not(unix))]
pub fn terminal_width() -> Option<usize> {
    None
}

/// Lets the connections that will come to a port send without delay; they inherit it. By default the body of an answer waits
/// until its head has been acknowledged, for 40 ms.
#[cfg(unix)]
pub fn send_at_once(listener: &TcpListener) -> io::Result<()> {
    Ok(rustix::net::sockopt::set_tcp_nodelay(listener, true)?)
}

/// Connections to a port send as they do by default on this system.
#[cfg(not(unix))]
pub fn send_at_once(_listener: &TcpListener) -> io::Result<()> {
    Ok(())
}
