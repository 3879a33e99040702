//! A library that is wrong in a whole operation, and not in one of its steps.

/// One whose `verify` is what stands behind the arrow, and which has no other fault.
macro_rules! verifies {
    ($verifier:ident, $challenge:ident, $method:ident => $answer:expr) => {
        $crate::wrong!(Library {
            fn verify(
                &mut self,
                $verifier: &[u8],
                $challenge: &[u8],
                $method: Option<&[u8]>,
            ) -> Answered<bool> {
                $answer
            }
        })
    };
}
pub(crate) use verifies;
