//! Answers that hold errors although their status is a success.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::body::FromResponse;
use crate::call::Call;
use crate::error::{Error, ResponseError, Result};
use crate::facts::Path;
use crate::response::Response;
use crate::value::{Json, Value, View, encode};

/// An answer that can hold errors although its status is a success: an order of which one line was refused,
/// for example.
///
/// Emitted for models whose schema declares it (`x-clientgen-errors`).
///
/// ```
/// use clientgen_runtime::Outcome;
/// # use clientgen_runtime::{Field, Model, Json, Slot, Value, View, decode, model};
/// # #[derive(Default)]
/// # struct Checkout { order_errors: Vec<Json> }
/// # impl Model for Checkout {
/// #     fn blank() -> Self { Self::default() }
/// #     fn fields(&self) -> &'static [Field] { const { &[Field::optional("orderErrors")] } }
/// #     fn slot_at(&mut self, _: usize) -> Slot<'_> { self.order_errors.slot() }
/// #     fn view_at(&self, field: usize) -> View<'_> {
/// #         if field == 0 { self.order_errors.view() } else { View::Absent }
/// #     }
/// # }
/// # model!(Checkout);
/// impl Outcome for Checkout {
///     const FAULTS: &'static [clientgen_runtime::Path] = &[&["orderErrors"]];
/// }
///
/// let checkout: Checkout = decode(br#"{"orderErrors": [{"code": 800002}]}"#)?;
/// assert_eq!(checkout.faults()[0]["code"], 800002);
/// # Ok::<(), clientgen_runtime::JsonError>(())
/// ```
pub trait Outcome: Value {
    /// The property paths to the errors: an error, or a list of them. Lists on the way are entered.
    const FAULTS: &'static [Path];

    /// The errors, as they are in the body; none, if all went well.
    fn faults(&self) -> Vec<Json> {
        faults(self.view(), Self::FAULTS)
    }
}

impl<T: Outcome> Response<T> {
    /// The response, unless it holds errors.
    ///
    /// # Errors
    ///
    /// [`Error::Business`], with the errors and the whole response. The service may have done a part.
    pub fn into_result(self) -> Result<Self> {
        let faults = self.value().faults();
        if faults.is_empty() {
            return Ok(self);
        }
        let response = self.with(self.body().clone());
        Err(Error::Business(ResponseError::with_faults(response, faults)))
    }
}

impl<T: Outcome + FromResponse> Call<T> {
    /// Makes the call, and takes errors in its answer for errors.
    ///
    /// # Errors
    ///
    /// Those of every call, and [`Error::Business`] if the answer holds errors.
    pub fn checked(self) -> Checked<T> {
        Checked(self.response())
    }
}

/// A call under way whose answer may hold errors: the future of its `T`, see [`Call::checked`].
#[derive(Debug)]
#[must_use = "nothing is sent until it is awaited"]
pub struct Checked<T>(Call<Response<T>>);

impl<T: Outcome + FromResponse> Checked<T> {
    /// Makes the call on this thread, without an async runtime: see [`Call::wait`].
    ///
    /// # Errors
    ///
    /// Those of [`Call::checked`], and [`Error::Transport`] if something has to be awaited.
    pub fn wait(self) -> Result<T> {
        self.0.wait()?.into_result().map(Response::into_value)
    }
}

impl<T: Outcome + FromResponse> Future for Checked<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(Pin::new(&mut self.0).poll(cx))?;
        Poll::Ready(answer.into_result().map(Response::into_value))
    }
}

fn faults(view: View<'_>, paths: &[Path]) -> Vec<Json> {
    let mut found = Vec::new();
    for path in paths {
        collect(view, path, &mut found);
    }
    found
}

fn collect(view: View<'_>, path: &[&str], found: &mut Vec<Json>) {
    if matches!(view, View::List(_) | View::Json(Json::Array(_))) {
        for item in view.items() {
            collect(item, path, found);
        }
        return;
    }
    match path.split_first() {
        Some((name, rest)) => collect(view.property(name), rest, found),
        None => {
            // What was read can be written.
            let fault = serde_json::from_slice(&encode(view)).unwrap_or(Json::Null);
            if !is_nothing(&fault) {
                found.push(fault);
            }
        }
    }
}

/// Whether a value says that there is no error.
fn is_nothing(fault: &Json) -> bool {
    match fault {
        Json::Null | Json::Bool(false) => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Object(object) => object.is_empty(),
        _ => false,
    }
}
