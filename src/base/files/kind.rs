//! The kinds of entries in a folder.

/// The kind of an entry in a folder. A link is never followed to learn it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Folder,
    Link,
    /// A device, a pipe or a socket.
    Other,
}
