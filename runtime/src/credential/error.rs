//! Why signing in gave no token.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use http::StatusCode;

use crate::transport::{BoxError, Failure};

/// The errors by which Entra says that a second factor is due: not there, to be set up, expired.
const MFA: [u32; 5] = [50072, 50074, 50076, 50078, 50079];

/// Why a token endpoint gave no token.
///
/// Found by [`Error::sign_in`](crate::Error::sign_in) in what a call fails with. It holds no secret, even if
/// the endpoint repeats one.
///
/// ```text
/// https://login.microsoftonline.com answered 400 Bad Request, invalid_grant: AADSTS50076: Due to a …
/// ```
#[derive(Clone, Debug)]
pub struct SignInError(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    authority: String,
    flaw: Flaw,
}

#[derive(Debug)]
pub(super) enum Flaw {
    /// No complete answer arrived.
    Unanswered(BoxError),
    /// The endpoint answered, but not with a token.
    Refused(Refusal),
    /// The endpoint answered 2xx, but not with what a token endpoint says.
    Unreadable(BoxError),
    /// The caller did not take the new refresh token.
    Unkept(BoxError),
    /// The user did not sign in in time.
    TooLate,
}

/// An error response ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) code: Option<String>,
    pub(super) description: Option<String>,
    pub(super) numbers: Vec<u32>,
}

impl SignInError {
    pub(super) fn new(authority: &str, flaw: Flaw) -> Self {
        Self(Arc::new(Inner { authority: authority.to_owned(), flaw }))
    }

    /// The status of the endpoint's answer, if it is an error.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.refusal()?.status)
    }

    /// The error code, such as `invalid_grant`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.refusal()?.code.as_deref()
    }

    /// What the endpoint says to people, whole. It may be personal, and have several lines.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.refusal()?.description.as_deref()
    }

    /// The numbers that Microsoft Entra gives its errors: 50076 for `AADSTS50076`.
    #[must_use]
    pub fn numbers(&self) -> &[u32] {
        self.refusal().map_or(&[], |refusal| &refusal.numbers)
    }

    /// Whether the user has to sign in again with a second factor.
    #[must_use]
    pub fn is_mfa_required(&self) -> bool {
        self.numbers().iter().any(|number| MFA.contains(number))
    }

    /// Whether someone has to sign in again, since a refresh token is expired, revoked or not enough, or the
    /// code was not entered in time. Trying again does not help.
    #[must_use]
    pub fn is_sign_in_required(&self) -> bool {
        matches!(
            self.code(),
            Some("invalid_grant" | "interaction_required" | "login_required" | "consent_required")
        ) || matches!(self.0.flaw, Flaw::TooLate)
    }

    /// Whether the same request may fare better later.
    pub(crate) fn is_passing(&self) -> bool {
        match &self.0.flaw {
            Flaw::Unanswered(cause) => Failure::of(&**cause).is_passing(),
            Flaw::Refused(Refusal { status, .. }) => {
                matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
            }
            Flaw::Unreadable(_) | Flaw::Unkept(_) | Flaw::TooLate => false,
        }
    }

    /// The one among an error and its causes.
    pub(crate) fn among<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a Self> {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(found) = error.downcast_ref() {
                return Some(found);
            }
            next = error.source();
        }
        None
    }

    fn refusal(&self) -> Option<&Refusal> {
        match &self.0.flaw {
            Flaw::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}

impl fmt::Display for SignInError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { authority, flaw } = &*self.0;
        match flaw {
            Flaw::Unanswered(_) => write!(f, "no answer from {authority}"),
            Flaw::Refused(refusal) => {
                write!(f, "{authority} answered {}", refusal.status)?;
                if let Some(code) = &refusal.code {
                    write!(f, ", {code}")?;
                }
                // Entra puts trace ids and times on the lines after.
                let line = refusal.description.as_deref().and_then(|text| text.lines().next());
                line.map_or(Ok(()), |line| write!(f, ": {line}"))
            }
            Flaw::Unreadable(_) => write!(f, "{authority} answered, but not with a token"),
            Flaw::Unkept(_) => f.write_str("the new refresh token was not kept"),
            Flaw::TooLate => f.write_str("nobody signed in in time"),
        }
    }
}

impl Error for SignInError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0.flaw {
            Flaw::Unanswered(cause) | Flaw::Unreadable(cause) | Flaw::Unkept(cause) => Some(&**cause),
            Flaw::Refused(_) | Flaw::TooLate => None,
        }
    }
}

/// Whether the token endpoint may give a token later. Other credentials try again by themselves, or not.
pub(crate) fn is_passing(error: &(dyn Error + 'static)) -> bool {
    SignInError::among(error).is_some_and(SignInError::is_passing)
}
