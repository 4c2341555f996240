//! Names the processor features that exact samples depend on.

use std::env::consts::{ARCH, OS};

/// The C library that the program was linked with. A static program has another sine than others on the same machine.
const C_LIBRARY: &str = if cfg!(target_env = "musl") { " musl" } else { "" };

/// Returns the features of this machine's processor, e.g. `x86_64 linux sse4.1 avx avx2 fma`.
///
/// The resampler chooses by these features how its transforms multiply and add. So do most encoders, and the C library's
/// sine, from which the filter of the resampler is made. Machines with different features may get samples that differ in
/// the last bit.
pub fn features() -> String {
    let mut features = format!("{ARCH} {OS}{C_LIBRARY}");
    for name in detected() {
        features.push(' ');
        features.push_str(name);
    }
    features
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
fn detected() -> impl Iterator<Item = &'static str> {
    let features = [
        ("sse4.1", is_x86_feature_detected!("sse4.1")),
        ("avx", is_x86_feature_detected!("avx")),
        ("avx2", is_x86_feature_detected!("avx2")),
        ("fma", is_x86_feature_detected!("fma")),
    ];
    features.into_iter().filter_map(|(name, present)| present.then_some(name))
}

/// On other processors the choice is made when Aloud is compiled, so nothing is detected.
#[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
fn detected() -> impl Iterator<Item = &'static str> {
    std::iter::empty()
}
