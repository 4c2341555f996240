//! Who may read and write a file or folder: copies permissions, group and access list from its predecessor.

use std::fs::File;

/// Copies permissions, group and extended attributes, among them the access list (`system.posix_acl_access`) and the one that new
/// files inherit.
///
/// An ordinary user may only give a file to a group that he belongs to. What the system refuses stays as it is.
#[cfg(unix)]
pub(super) fn copy_access(from: &File, to: &File) {
    use rustix::fs::{Gid, Mode, fchmod, fchown};
    use std::os::unix::fs::MetadataExt;

    let Ok(model) = from.metadata() else { return };
    let same_group = to.metadata().is_ok_and(|own| own.gid() == model.gid());
    if !same_group {
        let _ = fchown(to, None, Some(Gid::from_raw(model.gid())));
    }
    copy_attributes(from, to);
    // Last, because a change of the group clears the set-group-id bit.
    let _ = fchmod(to, Mode::from_raw_mode((model.mode() & 0o7777) as _));
}

#[cfg(not(unix))]
pub(super) fn copy_access(from: &File, to: &File) {
    if let Ok(model) = from.metadata() {
        let _ = to.set_permissions(model.permissions());
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn copy_attributes(from: &File, to: &File) {
    use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fsetxattr};

    let mut names = vec![0; MOST_BYTES];
    let Ok(length) = flistxattr(from, &mut names[..]) else { return };
    for name in names[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let mut value = vec![0; MOST_BYTES];
        if let Ok(length) = fgetxattr(from, name, &mut value[..]) {
            let _ = fsetxattr(to, name, &value[..length], XattrFlags::empty());
        }
    }
}

#[cfg(all(unix, not(any(target_os = "linux", target_os = "android", target_vendor = "apple"))))]
fn copy_attributes(_from: &File, _to: &File) {}

/// Linux allows attributes and lists of attributes up to this size (`xattr(7)`).
#[cfg(unix)]
const MOST_BYTES: usize = 64 << 10;
