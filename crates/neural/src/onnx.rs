//! Reads the initializers (the weights) of an ONNX model. Ignores its graph: Aloud computes its networks itself.
//!
//! ONNX is a protocol buffer. The fields used here are numbered in `onnx.proto`: `ModelProto.graph` 7,
//! `GraphProto.initializer` 5, and of `TensorProto` dims 1, data_type 2, float_data 4, int32_data 5, name 8, raw_data 9.

use std::fmt;

/// A named weight of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor<'a> {
    /// Name by which the graph finds it.
    pub name: &'a str,
    /// Size in each dimension.
    pub dims: Vec<usize>,
    /// The numbers, with the last dimension first.
    pub values: Values,
}

/// The numbers of a tensor.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// 32-bit floats.
    F32(Vec<f32>),
    /// 8-bit integers of a quantised weight.
    I8(Vec<i8>),
}

/// A model that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnnxError(String);

impl fmt::Display for OnnxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns the initializers that are floats or 8-bit integers, in the order of the file.
pub fn tensors(model: &[u8]) -> Result<Vec<Tensor<'_>>, OnnxError> {
    let mut tensors = Vec::new();
    for (number, graph) in Fields(model).bytes_fields()? {
        if number != 7 {
            continue;
        }
        for (number, initializer) in Fields(graph).bytes_fields()? {
            if number == 5 {
                tensors.extend(tensor(initializer)?);
            }
        }
    }
    if tensors.is_empty() { Err(OnnxError("it contains no weights".into())) } else { Ok(tensors) }
}

fn tensor(bytes: &[u8]) -> Result<Option<Tensor<'_>>, OnnxError> {
    let (mut name, mut dims, mut kind) = ("", Vec::new(), 0);
    let (mut raw, mut floats, mut integers): (&[u8], Vec<f32>, Vec<u64>) = (&[], Vec::new(), Vec::new());
    for (number, value) in Fields(bytes).all()? {
        match (number, value) {
            (1, Value::Number(dim)) => dims.push(size(dim)?),
            (1, Value::Bytes(packed)) => {
                dims.extend(varints(packed)?.into_iter().map(size).collect::<Result<Vec<_>, _>>()?);
            }
            (2, Value::Number(number)) => kind = number,
            (4, Value::Bytes(packed)) => floats.extend(floats_of(packed)),
            (4, Value::Fixed32(bits)) => floats.push(f32::from_bits(bits)),
            (5, Value::Number(number)) => integers.push(number),
            (5, Value::Bytes(packed)) => integers.extend(varints(packed)?),
            (8, Value::Bytes(text)) => name = std::str::from_utf8(text).map_err(|_| damaged())?,
            (9, Value::Bytes(bytes)) => raw = bytes,
            _ => {}
        }
    }
    let values = match kind {
        1 if raw.is_empty() => Values::F32(floats),
        1 => Values::F32(floats_of(raw).collect()),
        // Protocol buffers store a negative number as the 64 bits of its two's complement.
        3 if raw.is_empty() => Values::I8(integers.into_iter().map(|bits| bits as i8).collect()),
        3 => Values::I8(raw.iter().map(|&byte| byte as i8).collect()),
        _ => return Ok(None),
    };
    let length = match &values {
        Values::F32(values) => values.len(),
        Values::I8(values) => values.len(),
    };
    let wanted = dims.iter().try_fold(1usize, |product, &dim| product.checked_mul(dim));
    if wanted != Some(length) {
        return Err(OnnxError(format!("the weight `{name}` has {length} numbers, which is not its size")));
    }
    Ok(Some(Tensor { name, dims, values }))
}

fn floats_of(bytes: &[u8]) -> impl Iterator<Item = f32> {
    bytes.as_chunks().0.iter().map(|&four| f32::from_le_bytes(four))
}

fn size(number: u64) -> Result<usize, OnnxError> {
    usize::try_from(number).map_err(|_| damaged())
}

fn varints(mut packed: &[u8]) -> Result<Vec<u64>, OnnxError> {
    let mut numbers = Vec::new();
    while !packed.is_empty() {
        numbers.push(varint(&mut packed)?);
    }
    Ok(numbers)
}

/// Reads a number of seven bits a byte, the lowest first.
fn varint(bytes: &mut &[u8]) -> Result<u64, OnnxError> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first().ok_or_else(damaged)?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(number);
        }
    }
    Err(damaged())
}

fn damaged() -> OnnxError {
    OnnxError("it is not a complete ONNX model".into())
}

/// The fields of a message.
struct Fields<'a>(&'a [u8]);

/// The value of a field.
enum Value<'a> {
    Number(u64),
    Fixed32(u32),
    Bytes(&'a [u8]),
}

impl<'a> Fields<'a> {
    fn all(mut self) -> Result<Vec<(u64, Value<'a>)>, OnnxError> {
        let mut fields = Vec::new();
        while !self.0.is_empty() {
            let key = varint(&mut self.0)?;
            let value = match key & 7 {
                0 => Value::Number(varint(&mut self.0)?),
                1 => {
                    self.take(8)?;
                    continue;
                }
                2 => {
                    let length = size(varint(&mut self.0)?)?;
                    Value::Bytes(self.take(length)?)
                }
                5 => {
                    let four = self.take(4)?.try_into().map_err(|_| damaged())?;
                    Value::Fixed32(u32::from_le_bytes(four))
                }
                _ => return Err(damaged()),
            };
            fields.push((key >> 3, value));
        }
        Ok(fields)
    }

    fn bytes_fields(self) -> Result<Vec<(u64, &'a [u8])>, OnnxError> {
        let fields = self.all()?.into_iter();
        Ok(fields
            .filter_map(|(number, value)| match value {
                Value::Bytes(bytes) => Some((number, bytes)),
                _ => None,
            })
            .collect())
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], OnnxError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or_else(damaged)?;
        self.0 = rest;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A message field with bytes.
    fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
        let mut field = vec![number << 3 | 2, bytes.len() as u8];
        field.extend(bytes);
        field
    }

    fn model(tensor: &[u8]) -> Vec<u8> {
        field(7, &field(5, tensor))
    }

    fn floats() -> Vec<u8> {
        let raw: Vec<u8> = [0.5f32, -2.0].iter().flat_map(|value| value.to_le_bytes()).collect();
        [vec![1 << 3, 2, 2 << 3, 1], field(8, b"w"), field(9, &raw)].concat()
    }

    #[test]
    fn reads_floats_and_integers() {
        let read = model(&floats());
        let expected = Tensor { name: "w", dims: vec![2], values: Values::F32(vec![0.5, -2.0]) };
        assert_eq!(tensors(&read), Ok(vec![expected]));
        // -1 as a number of ten bytes, and packed as raw bytes.
        let minus_one = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
        let as_number = [vec![2 << 3, 3], field(5, &minus_one)].concat();
        let as_raw = [vec![2 << 3, 3], field(9, &[0xff])].concat();
        for bytes in [as_number, as_raw] {
            assert_eq!(tensors(&model(&bytes)).unwrap()[0].values, Values::I8(vec![-1]));
        }
    }

    #[test]
    fn a_damaged_model_is_an_error() {
        let whole = model(&floats());
        for length in 0..whole.len() {
            assert!(tensors(&whole[..length]).is_err(), "cut at {length}");
        }
        let wrong_size = [vec![1 << 3, 3, 2 << 3, 1], field(9, &[0; 8])].concat();
        assert!(tensors(&model(&wrong_size)).is_err());
    }
}
