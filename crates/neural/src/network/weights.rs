//! The weights of a model by name. Their sizes are checked, because a model is a file that anyone may have written.

use std::collections::HashMap;

use crate::onnx::{self, Values};

/// A model that does not fit this network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ModelError(pub(super) String);

/// A tensor of floats.
pub(super) struct Tensor<'a> {
    pub(super) dims: Vec<usize>,
    pub(super) floats: &'a [f32],
}

/// The weights of a model.
pub(super) struct Weights<'a>(HashMap<&'a str, onnx::Tensor<'a>>);

impl<'a> Weights<'a> {
    /// Reads the weights of an ONNX model.
    pub(super) fn read(model: &'a [u8]) -> Result<Self, ModelError> {
        let tensors = onnx::tensors(model).map_err(|error| ModelError(error.to_string()))?;
        Ok(Self(tensors.into_iter().map(|tensor| (tensor.name, tensor)).collect()))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn get(&self, name: &str) -> Result<&onnx::Tensor<'a>, ModelError> {
        self.0.get(name).ok_or_else(|| ModelError(format!("it has no weight `{name}`")))
    }

    /// Returns a tensor of floats with a number of dimensions, none of which is empty.
    pub(super) fn tensor(&self, name: &str, dimensions: usize) -> Result<Tensor<'_>, ModelError> {
        let tensor = self.get(name)?;
        match &tensor.values {
            Values::F32(floats) if tensor.dims.len() == dimensions && !floats.is_empty() => {
                Ok(Tensor { dims: tensor.dims.clone(), floats })
            }
            _ => Err(wrong_shape(name, &tensor.dims)),
        }
    }

    /// Returns a list of floats with a known length.
    pub(super) fn list(&self, name: &str, length: usize) -> Result<&[f32], ModelError> {
        let tensor = self.tensor(name, 1)?;
        if tensor.floats.len() == length { Ok(tensor.floats) } else { Err(wrong_shape(name, &tensor.dims)) }
    }

    /// Returns a matrix of 8-bit weights, its size, and the size of a step.
    pub(super) fn quantized(&self, name: &str) -> Result<([usize; 2], &[i8], f32), ModelError> {
        let tensor = self.get(&format!("{name}_quantized"))?;
        let scale = self.get(&format!("{name}_scale"))?;
        match (&tensor.values, &scale.values, &tensor.dims[..]) {
            (Values::I8(weights), Values::F32(scale), &[inputs, outputs]) if scale.len() == 1 => {
                Ok(([inputs, outputs], weights, scale[0]))
            }
            _ => Err(wrong_shape(name, &tensor.dims)),
        }
    }
}

fn wrong_shape(name: &str, dims: &[usize]) -> ModelError {
    ModelError(format!("its weight `{name}` has another size than this network's: {dims:?}"))
}
