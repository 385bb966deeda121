//! Lists, as callers have them.

/// What turns into a list of `T`: everything that gives values which turn into a `T`.
///
/// ```
/// use clientgen_runtime::IntoList;
///
/// fn tags(tags: impl IntoList<String>) -> Vec<String> {
///     tags.into_list()
/// }
///
/// let owned = vec!["red".to_owned(), "blue".to_owned()];
/// assert_eq!(tags(["red", "blue"]), owned);
/// assert_eq!(tags("red,blue".split(',')), owned);
/// assert_eq!(tags(&owned), owned);
/// assert_eq!(tags(owned.clone()), owned);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` gives no list of `{T}`",
    label = "this is no list of what turns into a `{T}`",
    note = "a list is anything that can be iterated and gives what turns into a `{T}`: an array, a `Vec`, an iterator"
)]
pub trait IntoList<T> {
    /// The list.
    fn into_list(self) -> Vec<T>;
}

impl<T, I> IntoList<T> for I
where
    I: IntoIterator,
    I::Item: Into<T>,
{
    fn into_list(self) -> Vec<T> {
        self.into_iter().map(Into::into).collect()
    }
}
