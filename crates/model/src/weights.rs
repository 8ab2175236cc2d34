//! Weight files: safetensors, read as untrusted data.
//!
//! Eight bytes of header length, a JSON header that names each tensor with its
//! type, shape and place, then the tensors. Everything is checked before it is
//! believed; tensors are borrowed from the file's bytes.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

/// Longest header that is read.
const HEADER_LIMIT: u64 = 1 << 20;

/// What is wrong with a weight file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WeightError {
    /// The file is no safetensors file.
    Malformed(&'static str),
    /// A tensor is not there.
    Missing(String),
    /// A tensor has another type or shape than the model.
    Unfit(String),
}

impl fmt::Display for WeightError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(what) => write!(f, "malformed weight file: {what}"),
            Self::Missing(name) => write!(f, "weight file without tensor {name}"),
            Self::Unfit(name) => write!(f, "tensor {name} has an unexpected type, shape or value"),
        }
    }
}

impl std::error::Error for WeightError {}

#[derive(Debug, Clone, Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (usize, usize),
}

/// The tensors of a weight file.
#[derive(Debug, Clone)]
pub struct Weights<'a> {
    entries: BTreeMap<String, Entry>,
    data: &'a [u8],
}

impl<'a> Weights<'a> {
    /// Reads the header and checks every tensor's place and size.
    ///
    /// # Errors
    /// When the bytes are no well-formed safetensors file.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WeightError> {
        let (length, rest) = bytes
            .split_first_chunk::<8>()
            .ok_or(WeightError::Malformed("no header length"))?;
        let length = u64::from_le_bytes(*length);
        if length > HEADER_LIMIT {
            return Err(WeightError::Malformed("header too long"));
        }
        let (header, data) = usize::try_from(length)
            .ok()
            .and_then(|length| rest.split_at_checked(length))
            .ok_or(WeightError::Malformed("header cut off"))?;
        let mut fields: BTreeMap<String, serde_json::Value> =
            serde_json::from_slice(header).map_err(|_| WeightError::Malformed("header is not JSON"))?;
        fields.remove("__metadata__");
        let mut entries = BTreeMap::new();
        for (name, field) in fields {
            let entry: Entry = serde_json::from_value(field)
                .map_err(|_| WeightError::Malformed("tensor without type, shape, place"))?;
            let (start, end) = entry.data_offsets;
            let size = match entry.dtype.as_str() {
                "I8" | "U8" => 1,
                "F32" => 4,
                _ => return Err(WeightError::Malformed("unknown type of tensor")),
            };
            let expected = entry.shape.iter().try_fold(size, |a: usize, &b| a.checked_mul(b));
            if start > end || end > data.len() || expected != Some(end - start) {
                return Err(WeightError::Malformed(
                    "tensor outside the file or of another size",
                ));
            }
            entries.insert(name, entry);
        }
        Ok(Self { entries, data })
    }

    fn tensor(&self, name: &str, dtype: &str) -> Result<(&'a [u8], &[usize]), WeightError> {
        let entry = self
            .entries
            .get(name)
            .ok_or_else(|| WeightError::Missing(name.to_owned()))?;
        if entry.dtype != dtype {
            return Err(WeightError::Unfit(name.to_owned()));
        }
        Ok((
            &self.data[entry.data_offsets.0..entry.data_offsets.1],
            &entry.shape,
        ))
    }

    /// A tensor of bytes.
    ///
    /// # Errors
    /// When it is missing or of another type.
    pub fn bytes(&self, name: &str) -> Result<&'a [u8], WeightError> {
        self.tensor(name, "U8").map(|(data, _)| data)
    }

    /// A matrix of signed bytes with as many columns as said: its values row by row.
    ///
    /// # Errors
    /// When it is missing or of another type or shape.
    pub fn matrix(&self, name: &str, columns: usize) -> Result<&'a [u8], WeightError> {
        let (data, shape) = self.tensor(name, "I8")?;
        match *shape {
            [rows, found] if found == columns && rows > 0 => Ok(data),
            _ => Err(WeightError::Unfit(name.to_owned())),
        }
    }

    /// A list of finite numbers of the length said.
    ///
    /// # Errors
    /// When it is missing, of another type or length, or holds a value that is not finite.
    pub fn numbers(&self, name: &str, length: usize) -> Result<Vec<f32>, WeightError> {
        let (data, _) = self.tensor(name, "F32")?;
        let values: Vec<f32> = data
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect();
        if values.len() == length && values.iter().all(|v| v.is_finite()) {
            Ok(values)
        } else {
            Err(WeightError::Unfit(name.to_owned()))
        }
    }

    /// `NAME.scale`, for inputs of which one step is worth `unit`, and `NAME.bias` of a layer, both filled up
    /// with zeros to `rows`.
    pub(crate) fn scale_and_bias(
        &self,
        name: &str,
        outputs: usize,
        rows: usize,
        unit: f32,
    ) -> Result<(Vec<f32>, Vec<f32>), WeightError> {
        let mut scale = self.numbers(&format!("{name}.scale"), outputs)?;
        let mut bias = self.numbers(&format!("{name}.bias"), outputs)?;
        for value in &mut scale {
            *value *= unit;
        }
        scale.resize(rows, 0.0);
        bias.resize(rows, 0.0);
        Ok((scale, bias))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn file(header: &str, data: &[u8]) -> Vec<u8> {
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.as_bytes());
        bytes.extend(data);
        bytes
    }

    #[test]
    fn reads_what_fits_and_refuses_the_rest() {
        let header = r#"{"a":{"dtype":"I8","shape":[2,2],"data_offsets":[0,4]},"__metadata__":{"x":"y"}}"#;
        let bytes = file(header, &[1, 2, 3, 4]);
        let weights = Weights::parse(&bytes).unwrap();
        assert_eq!(weights.matrix("a", 2), Ok(&[1, 2, 3, 4][..]));
        assert_eq!(weights.matrix("a", 4), Err(WeightError::Unfit("a".into())));
        assert_eq!(weights.matrix("b", 2), Err(WeightError::Missing("b".into())));
        assert!(Weights::parse(&file(header, &[1, 2, 3])).is_err());
        let huge = r#"{"a":{"dtype":"F32","shape":[18446744073709551615,2],"data_offsets":[0,4]}}"#;
        assert!(Weights::parse(&file(huge, &[0; 4])).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Weights::parse(&bytes);
            let _ = Weights::parse(&file("", &bytes));
            let _ = Weights::parse(&file(&String::from_utf8_lossy(&bytes), &bytes));
        }
    }
}
