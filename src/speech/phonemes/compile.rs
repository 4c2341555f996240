//! Compiles the pronunciation table from the files of the voice's package. Runs once, when the voice is installed.

use std::collections::BTreeMap;
use std::io::Read;

use serde_json::Value;

use super::accent::Accent;
use super::dictionary::{TAG_END, VARIANT};
use super::sorted_map::SortedMap;
use super::table::{Table, TableError};
use super::unknown_words::Network;
use super::weights::Writer;
use aloud_neural::onnx::{Tensor, Values, tensors};

/// The most bytes of an unpacked dictionary. The real ones have 5 MB.
const LONGEST_DICTIONARY: u64 = 64 << 20;

/// The files of the package that a table is compiled from. All but the network and its symbols are compressed with gzip.
#[derive(Debug, Clone, Copy)]
pub struct PackageFiles<'a> {
    /// `lexicon_us_gold.json.gz` or `lexicon_gb_gold.json.gz`.
    pub gold: &'a [u8],
    /// `lexicon_us_silver.json.gz` or `lexicon_gb_silver.json.gz`.
    pub silver: &'a [u8],
    /// `tagger.json.gz`.
    pub tagger: &'a [u8],
    /// `oov.onnx` or `oov_gb.onnx`.
    pub network: &'a [u8],
    /// `oov.json` or `oov_gb.json`.
    pub network_symbols: &'a [u8],
}

impl PackageFiles<'_> {
    /// Returns the names of the files in the package for an accent, in the order of the fields.
    pub fn names(accent: Accent) -> [&'static str; 5] {
        match accent {
            Accent::Us => [
                "lexicon_us_gold.json.gz",
                "lexicon_us_silver.json.gz",
                "tagger.json.gz",
                "oov.onnx",
                "oov.json",
            ],
            Accent::Gb => [
                "lexicon_gb_gold.json.gz",
                "lexicon_gb_silver.json.gz",
                "tagger.json.gz",
                "oov_gb.onnx",
                "oov_gb.json",
            ],
        }
    }
}

/// Compiles a table.
///
/// # Errors
/// If a file is not as expected.
pub fn compile(accent: Accent, files: PackageFiles<'_>) -> Result<Vec<u8>, TableError> {
    let [gold_name, silver_name, tagger_name, network_name, symbols_name] = PackageFiles::names(accent);
    let gold = dictionary(&json(files.gold, gold_name)?, gold_name)?;
    let silver = dictionary(&json(files.silver, silver_name)?, silver_name)?;
    let tagger = json(files.tagger, tagger_name)?;
    let [names, of_word, words, weights] =
        tagger_sections(&tagger).ok_or_else(|| source(tagger_name, "it is not a tagger"))?;
    let symbols: Value =
        serde_json::from_slice(files.network_symbols).map_err(|error| source(symbols_name, error))?;
    let network = network(files.network, &symbols).map_err(|what| source(network_name, what))?;
    Network::read(&network).map_err(|_| source(network_name, "its sizes do not fit each other"))?;
    let accent = vec![match accent {
        Accent::Us => 0,
        Accent::Gb => 1,
    }];
    Ok(Table::write(&[accent, gold, silver, names, of_word, words, weights, network]))
}

fn source(file: &str, what: impl ToString) -> TableError {
    TableError::Source { file: file.to_string(), what: what.to_string() }
}

fn json(compressed: &[u8], name: &str) -> Result<Value, TableError> {
    let mut text = String::new();
    let reader = flate2::read::GzDecoder::new(compressed);
    reader.take(LONGEST_DICTIONARY).read_to_string(&mut text).map_err(|error| source(name, error))?;
    serde_json::from_str(&text).map_err(|error| source(name, error))
}

/// Each word with its phonemes, or with those of each tag.
fn dictionary(json: &Value, name: &str) -> Result<Vec<u8>, TableError> {
    let words = json.as_object().ok_or_else(|| source(name, "it is not a list of words"))?;
    let mut entries = BTreeMap::new();
    for (word, value) in words {
        let value = match value {
            Value::String(phonemes) => phonemes.clone(),
            Value::Object(variants) => variants
                .iter()
                .map(|(tag, phonemes)| format!("{VARIANT}{tag}{TAG_END}{}", phonemes.as_str().unwrap_or("")))
                .collect(),
            _ => return Err(source(name, format!("`{word}` has no phonemes"))),
        };
        entries.insert(word.as_bytes(), value);
    }
    Ok(SortedMap::write(entries.iter().map(|(word, value)| (*word, value.as_bytes()))))
}

/// Names of the tags, tags of words, known words, weights of features.
fn tagger_sections(json: &Value) -> Option<[Vec<u8>; 4]> {
    let mut names: Vec<&str> = json["tags"].as_array()?.iter().map(Value::as_str).collect::<Option<_>>()?;
    names.sort_unstable();
    let index: BTreeMap<&str, u8> = names.iter().enumerate().map(|(at, name)| (*name, at as u8)).collect();
    let mut of_word = BTreeMap::new();
    for (word, tag) in json["tagdict"].as_object()? {
        of_word.insert(word.as_bytes(), [*index.get(tag.as_str()?)?]);
    }
    let mut words: Vec<&[u8]> = json["vocab"]
        .as_array()?
        .iter()
        .map(|word| Some(word.as_str()?.as_bytes()))
        .collect::<Option<_>>()?;
    words.sort_unstable();
    let mut weights = BTreeMap::new();
    for (feature, tags) in json["weights"].as_object()? {
        let mut packed = Vec::new();
        for (tag, weight) in tags.as_object()? {
            packed.push(*index.get(tag.as_str())?);
            packed.extend(((weight.as_f64()? * 10.0).round() as i16).to_le_bytes());
        }
        weights.insert(feature.as_bytes(), packed);
    }
    Some([
        names.join("\n").into_bytes(),
        SortedMap::write(of_word.iter().map(|(word, tag)| (*word, tag.as_slice()))),
        SortedMap::write(words.iter().map(|word| (*word, &[][..]))),
        SortedMap::write(weights.iter().map(|(feature, packed)| (*feature, packed.as_slice()))),
    ])
}

/// The letters, the symbols and the weights of the network, in the order in which they are read.
fn network(model: &[u8], symbols: &Value) -> Result<Vec<u8>, String> {
    let list = |key: &str| -> Result<Vec<&str>, String> {
        let list = symbols[key].as_array().map(|list| list.iter().map(Value::as_str).collect());
        list.flatten().ok_or_else(|| format!("its list `{key}` is missing"))
    };
    let weights = Weights::of(tensors(model).map_err(|error| error.to_string())?)?;
    let mut writer = Writer::default();
    writer.text(&list("in")?.iter().filter_map(|letter| letter.chars().next()).collect::<String>());
    writer.text(&list("out")?.join("\n"));
    weights.write_floats("m.emb.weight", &mut writer)?;
    weights.write_floats("m.pos", &mut writer)?;
    let layers = weights.products.len().saturating_sub(1) / 4;
    writer.count(layers);
    let mut products = weights.products.iter();
    let mut product = |offset: String, writer: &mut Writer| -> Result<(), String> {
        weights.write_floats(&offset, writer)?;
        weights.write_product(products.next().ok_or("a matrix is missing")?, writer)
    };
    for layer in 0..layers {
        let name = |part: &str| format!("m.layers.{layer}.{part}");
        weights.write_norm(&name("norm1"), &mut writer)?;
        product(name("self_attn.in_proj_bias"), &mut writer)?;
        product(name("self_attn.out_proj.bias"), &mut writer)?;
        weights.write_norm(&name("norm2"), &mut writer)?;
        product(name("linear1.bias"), &mut writer)?;
        product(name("linear2.bias"), &mut writer)?;
    }
    weights.write_norm("m.norm", &mut writer)?;
    product("m.head.bias".into(), &mut writer)?;
    Ok(writer.0)
}

/// The initializers of the network by name.
struct Weights<'a> {
    by_name: BTreeMap<&'a str, Tensor<'a>>,
    /// Names of the matrices of the products, without their suffix, in the order of the graph: of each layer the input and
    /// the output of the attention and of the feed-forward part, then the head.
    products: Vec<&'a str>,
}

impl<'a> Weights<'a> {
    /// The exporter numbers the matrices in the order of the graph, and keeps no other name of them.
    fn of(tensors: Vec<Tensor<'a>>) -> Result<Self, String> {
        let mut products = BTreeMap::new();
        for tensor in &tensors {
            let Some(number) = tensor.name.strip_prefix("onnx::MatMul_") else { continue };
            let digits = number.strip_suffix("_quantized").unwrap_or(number);
            if let Ok(order) = digits.parse::<u32>() {
                products.insert(order, &tensor.name[..tensor.name.len() - number.len() + digits.len()]);
            }
        }
        if products.is_empty() {
            return Err("it has no matrices".into());
        }
        let by_name = tensors.into_iter().map(|tensor| (tensor.name, tensor)).collect();
        Ok(Self { by_name, products: products.into_values().collect() })
    }

    fn floats(&self, name: &str) -> Result<&[f32], String> {
        match self.by_name.get(name).map(|tensor| &tensor.values) {
            Some(Values::F32(values)) => Ok(values),
            _ => Err(format!("the weight `{name}` is missing")),
        }
    }

    fn write_floats(&self, name: &str, writer: &mut Writer) -> Result<(), String> {
        writer.floats(self.floats(name)?);
        Ok(())
    }

    fn write_norm(&self, name: &str, writer: &mut Writer) -> Result<(), String> {
        self.write_floats(&format!("{name}.weight"), writer)?;
        self.write_floats(&format!("{name}.bias"), writer)
    }

    /// Writes the scale, which is empty for floats, and the values.
    fn write_product(&self, name: &str, writer: &mut Writer) -> Result<(), String> {
        if let Ok(values) = self.floats(name) {
            writer.floats(&[]);
            writer.floats(values);
            return Ok(());
        }
        let quantised = self.by_name.get(format!("{name}_quantized").as_str()).map(|tensor| &tensor.values);
        let zero = self.by_name.get(format!("{name}_zero_point").as_str()).map(|tensor| &tensor.values);
        match (quantised, zero) {
            (Some(Values::I8(values)), Some(Values::I8(zero))) if zero.iter().all(|&zero| zero == 0) => {
                writer.floats(self.floats(&format!("{name}_scale"))?);
                writer.integers(values);
                Ok(())
            }
            _ => Err(format!("the matrix `{name}` is missing")),
        }
    }
}
