//! Forms: a result as a text, one way or another. What shows a result calls [`render`], and nothing else here.

use std::fmt;

/// The forms of one kind of result.
pub trait Form: Copy + fmt::Debug + 'static {
    /// What they show, and how much of it.
    type Shown<'a>: Copy;
    /// Each of them.
    const ALL: &'static [Self];

    /// The text, with colours where the form has them.
    fn text(self, shown: Self::Shown<'_>) -> String;
}

/// A result in a form.
#[must_use]
pub fn render<F: Form>(form: F, shown: F::Shown<'_>) -> String {
    form.text(shown)
}

/// Declares an enum `Form` with what renders each variant: the variants, [`Form::ALL`] and the match are one list, so
/// that none of them can lack a form.
macro_rules! forms {
    ($(#[$about:meta])* $shown:ident: $($(#[$what:meta])* $form:ident => $render:path,)+) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Form {
            $($(#[$what])* $form,)+
        }

        impl $crate::Form for Form {
            type Shown<'a> = $shown<'a>;
            const ALL: &'static [Self] = &[$(Self::$form),+];

            fn text(self, shown: $shown<'_>) -> String {
                match self {
                    $(Self::$form => $render(shown),)+
                }
            }
        }
    };
}

pub(crate) use forms;
