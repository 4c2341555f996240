//! Reads the package with the pronunciation of English: a wheel, which is a ZIP archive.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::catalog::PACKAGE_FOLDER;
use crate::speech::phonemes::{Accent, PackageFiles, compile};

/// Largest file of the package, unpacked.
const LARGEST: u64 = 64 << 20;

/// An opened package.
pub(super) struct Package(ZipArchive<Cursor<Vec<u8>>>);

impl Package {
    /// Opens a package.
    ///
    /// # Errors
    /// Says why it is no package.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, String> {
        ZipArchive::new(Cursor::new(bytes)).map(Self).map_err(|error| error.to_string())
    }

    /// Returns one of its files.
    pub(super) fn file(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let entry = self.0.by_name(&format!("{PACKAGE_FOLDER}/{name}"));
        let entry = entry.map_err(|error| format!("it has no `{name}`: {error}"))?;
        let mut bytes = Vec::new();
        // The size in the archive's directory may be wrong.
        let read = entry.take(LARGEST + 1).read_to_end(&mut bytes);
        match read {
            Ok(length) if length as u64 <= LARGEST => Ok(bytes),
            Ok(_) => Err(format!("its `{name}` is larger than {LARGEST} bytes")),
            Err(error) => Err(format!("its `{name}` is damaged: {error}")),
        }
    }

    /// Compiles the pronunciation of an accent.
    pub(super) fn pronunciation(&mut self, accent: Accent) -> Result<Vec<u8>, String> {
        let [gold, silver, tagger, network, symbols] = PackageFiles::names(accent);
        let (gold, silver, tagger) = (self.file(gold)?, self.file(silver)?, self.file(tagger)?);
        let (network, network_symbols) = (self.file(network)?, self.file(symbols)?);
        let files = PackageFiles {
            gold: &gold,
            silver: &silver,
            tagger: &tagger,
            network: &network,
            network_symbols: &network_symbols,
        };
        compile(accent, files).map_err(|error| error.to_string())
    }
}
