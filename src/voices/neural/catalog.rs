//! The models that can be installed: where they come from, their sizes and their checksums.
//!
//! All are of one family, distilled from Kokoro-82M. A change of a file changes its checksum, so it cannot come in unnoticed.

use crate::speech::phonemes::Accent;

/// A file that can be downloaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// File name.
    pub file: &'static str,
    /// Where it is. The address names one version.
    pub url: &'static str,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 as hexadecimal digits.
    pub sha256: &'static str,
}

/// The package with the pronunciation of English and the model of `heart`.
pub const PACKAGE: Source = Source {
    file: "hibari_tts-0.2.1-py3-none-any.whl",
    url: "https://files.pythonhosted.org/packages/ae/17/e27348f0adf068892976982bcf9653170f67adf6e7c45416d69c364ad3f7/hibari_tts-0.2.1-py3-none-any.whl",
    bytes: 14_032_178,
    sha256: "49f2abbbe451c988e7448b5afa08c8a56410535ebb855c0e7d174275df5ca1f3",
};
/// Name and version of the package, as `pip` writes them.
pub const PACKAGE_REQUIREMENT: &str = "hibari-tts==0.2.1";
/// The folder of the package's files.
pub(super) const PACKAGE_FOLDER: &str = "hibari/assets";

/// A model that can be installed.
#[derive(Debug, Clone, Copy)]
pub struct Model {
    /// Its name in voice.toml and on the command line.
    pub name: &'static str,
    /// Description in one line.
    pub description: &'static str,
    /// The accent that it was trained with.
    pub accent: Accent,
    /// Its file. That of `heart` is in the [`PACKAGE`].
    pub source: Source,
    /// True if the file is in the package.
    pub in_package: bool,
}

/// The terms of all models and of the package.
pub const LICENCE: &str = "Apache-2.0";

/// All models.
pub const MODELS: [Model; 5] = [
    Model {
        name: "heart",
        description: "American woman, warm",
        accent: Accent::Us,
        source: Source {
            file: "hibari.onnx",
            url: PACKAGE.url,
            bytes: 7_936_868,
            sha256: "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8",
        },
        in_package: true,
    },
    Model {
        name: "emma",
        description: "British woman",
        accent: Accent::Gb,
        source: Source {
            file: "bf_emma.int8.onnx",
            url: "https://huggingface.co/maureesewilliams/hibari/resolve/main/voices/bf_emma.int8.onnx",
            bytes: 7_936_868,
            sha256: "f709f0488ee63b583a22189a955aaf4257b9806dd330be3490661e53af0a89c1",
        },
        in_package: false,
    },
    Model {
        name: "fable",
        description: "British man",
        accent: Accent::Gb,
        source: Source {
            file: "bm_fable.int8.onnx",
            url: "https://huggingface.co/maureesewilliams/hibari/resolve/main/voices/bm_fable.int8.onnx",
            bytes: 7_936_868,
            sha256: "c28529302f2d27cd12f62625c24425888c4e3c2675583100ec530259136b8bc6",
        },
        in_package: false,
    },
    Model {
        name: "kore",
        description: "American woman, firm",
        accent: Accent::Us,
        source: Source {
            file: "af_kore.int8.onnx",
            url: "https://huggingface.co/maureesewilliams/hibari/resolve/main/voices/af_kore.int8.onnx",
            bytes: 7_936_868,
            sha256: "346885752673e45d42f9864c9e2432094bc4b6385df060d4b83273da764d2fa9",
        },
        in_package: false,
    },
    Model {
        name: "fenrir",
        description: "American man",
        accent: Accent::Us,
        source: Source {
            file: "am_fenrir_v2.int8.onnx",
            url: "https://huggingface.co/maureesewilliams/hibari/resolve/main/voices/am_fenrir_v2.int8.onnx",
            bytes: 8_031_158,
            sha256: "f59fbd87908c91f827bc21b1b89443757b9a8580db9eee20aa948deb731321f4",
        },
        in_package: false,
    },
];

/// Returns the model of a name.
pub fn model(name: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_has_a_checksum_and_an_address_of_its_own() {
        let sources = MODELS.iter().map(|model| model.source).chain([PACKAGE]);
        for source in sources {
            assert!(
                source.sha256.len() == 64 && source.sha256.bytes().all(|digit| digit.is_ascii_hexdigit())
            );
            assert!(source.url.starts_with("https://"), "{}", source.url);
        }
        assert!(model("heart").is_some() && model("Heart").is_none());
    }
}
