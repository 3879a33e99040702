//! Form bodies and query strings.

use pkce_core::request::{FormError, MAX_FORM_LENGTH, MAX_PARAMETERS, Parameter, Parameters};

use crate::oracle::{self, Sent};

/// Raw octets as a form: every pair comes out as the oracle decodes it, and `get` reads it as RFC 6749 says.
pub fn form(data: &[u8]) {
    let expected = oracle::form(data);
    let form = match Parameters::parse_form(data) {
        Ok(form) => form,
        Err(FormError::TooLong { length }) => {
            assert!(length == data.len() && length > MAX_FORM_LENGTH);
            return;
        }
        Err(error) => {
            assert!(error == FormError::TooMany && expected.len() > MAX_PARAMETERS);
            return;
        }
    };
    assert!(form.iter().eq(expected.iter().map(|(name, value)| (&**name, &**value))));
    for (name, _) in &expected {
        let Ok(name) = std::str::from_utf8(name) else { continue };
        assert_eq!(
            form.values(name).count(),
            form.iter().filter(|(key, _)| *key == name.as_bytes()).count()
        );
        let read = match form.get(name) {
            Parameter::Missing => Sent::Missing,
            Parameter::Value(value) => Sent::Once(value.to_vec()),
            Parameter::Duplicate => Sent::Twice,
        };
        assert_eq!(read, oracle::sent(&expected, name));
    }
}
