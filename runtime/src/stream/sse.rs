//! Finds the events in a stream of bytes ([WHATWG, server-sent events]). Does no input or output.
//!
//! [WHATWG, server-sent events]: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream

use std::collections::VecDeque;
use std::time::Duration;

use super::event::RawEvent;

/// The longest line, and the longest event.
const LIMIT: usize = 64 << 20;

/// What has been read so far.
#[derive(Default)]
pub(super) struct Parser {
    /// The line that has begun.
    line: Vec<u8>,
    /// Whether a line has ended, so that there can be no byte order mark any more.
    started: bool,
    /// Whether the byte before was a carriage return, after which a line feed means nothing.
    returned: bool,
    name: String,
    /// The lines of data, each with a line feed after it.
    data: String,
    id: String,
    retry: Option<Duration>,
    events: VecDeque<RawEvent>,
}

/// An event or a line is longer than anyone would send.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

impl Parser {
    /// One that goes on where another connection was.
    pub(super) fn after(&self) -> Self {
        Self { id: self.id.clone(), retry: self.retry, ..Self::default() }
    }

    /// The id of the last event that had one; empty, if none had.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// How long to wait before connecting again, if the service said so.
    pub(super) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Takes the next bytes.
    pub(super) fn push(&mut self, chunk: &[u8]) -> Result<(), TooLong> {
        let mut rest = chunk;
        while let Some((&first, after)) = rest.split_first() {
            if std::mem::take(&mut self.returned) && first == b'\n' {
                rest = after;
                continue;
            }
            let end = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let (text, after) = rest.split_at(end.unwrap_or(rest.len()));
            if self.line.len() + text.len() + self.data.len() > LIMIT {
                return Err(TooLong);
            }
            self.line.extend_from_slice(text);
            rest = match after.split_first() {
                None => after,
                Some((&end, after)) => {
                    self.returned = end == b'\r';
                    self.end_line();
                    after
                }
            };
        }
        Ok(())
    }

    /// The next event. One that has begun when the stream ends is none.
    pub(super) fn next(&mut self) -> Option<RawEvent> {
        self.events.pop_front()
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let text = String::from_utf8_lossy(&line);
        let first = !std::mem::replace(&mut self.started, true);
        let text = if first { text.strip_prefix('\u{feff}').unwrap_or(&text) } else { &text };
        if text.is_empty() {
            self.dispatch();
            return;
        }
        let (field, value) = text.split_once(':').unwrap_or((text, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => self.data.extend([value, "\n"]),
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
            }
            // A comment, or a field that is none.
            _ => {}
        }
    }

    fn dispatch(&mut self) {
        let name = std::mem::take(&mut self.name);
        let mut data = std::mem::take(&mut self.data);
        if data.pop().is_some() {
            let name = if name.is_empty() { "message".to_owned() } else { name };
            self.events.push_back(RawEvent { name, data, id: self.id.clone(), retry: self.retry });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(chunks: &[&[u8]]) -> (Vec<(String, String, String)>, Option<Duration>) {
        let mut parser = Parser::default();
        let mut events = Vec::new();
        for chunk in chunks {
            parser.push(chunk).unwrap();
            while let Some(event) = parser.next() {
                events.push((event.name, event.data, event.id));
            }
        }
        (events, parser.retry())
    }

    /// The same, however the bytes come: in two parts wherever they are cut, and one by one.
    fn parses(text: &[u8], expected: &[(&str, &str, &str)]) -> Option<Duration> {
        let own = |(name, data, id): &(&str, &str, &str)| {
            ((*name).to_owned(), (*data).to_owned(), (*id).to_owned())
        };
        let expected: Vec<_> = expected.iter().map(own).collect();
        let (whole, retry) = parse(&[text]);
        assert_eq!(whole, expected);
        for at in 0..=text.len() {
            let (before, after) = text.split_at(at);
            assert_eq!(parse(&[before, after]), (expected.clone(), retry), "cut at {at}");
        }
        let bytes: Vec<&[u8]> = text.chunks(1).collect();
        assert_eq!(parse(&bytes), (expected, retry));
        retry
    }

    #[test]
    fn lines_end_in_three_ways() {
        for end in ["\n", "\r", "\r\n"] {
            let text = format!("data: a{end}data: b{end}{end}event: x{end}data:c{end}{end}");
            parses(text.as_bytes(), &[("message", "a\nb", ""), ("x", "c", "")]);
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_text_at_the_start_alone() {
        parses(b"\xEF\xBB\xBFdata: a\n\n", &[("message", "a", "")]);
        parses("data: a\n\u{feff}data: b\n\n".as_bytes(), &[("message", "a", "")]);
        parses("\n\u{feff}data: b\n\n".as_bytes(), &[]);
    }

    #[test]
    fn one_space_belongs_to_the_colon() {
        parses(
            b"data:  a\n\ndata:a:b\n\ndata\n\ndata\ndata\n\n",
            &[("message", " a", ""), ("message", "a:b", ""), ("message", "", ""), ("message", "\n", "")],
        );
    }

    #[test]
    fn ids_last_and_nul_is_none() {
        let text = b"id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\nid\ndata: d\n\n";
        parses(
            text,
            &[("message", "a", "1"), ("message", "b", "1"), ("message", "c", "1"), ("message", "d", "")],
        );
    }

    #[test]
    fn only_digits_are_a_time() {
        assert_eq!(parses(b"retry: 1000\n\n", &[]), Some(Duration::from_secs(1)));
        assert_eq!(
            parses(b"retry: 10\nretry: soon\nretry: \nretry: -1\n\n", &[]),
            Some(Duration::from_millis(10))
        );
    }

    #[test]
    fn comments_unknown_fields_and_unfinished_events_are_none() {
        parses(b": hi\n\nfoo: bar\nevent: x\n\ndata: a\n:\n\ndata: lost", &[("message", "a", "")]);
        parses("data: Zo\u{eb} \u{1f600}\n\n".as_bytes(), &[("message", "Zo\u{eb} \u{1f600}", "")]);
        parses(b"data: \xff\n\n", &[("message", "\u{fffd}", "")]);
    }

    #[test]
    fn endless_lines_are_given_up() {
        let mut parser = Parser::default();
        let chunk = vec![b'a'; LIMIT];
        assert_eq!(parser.push(&chunk), Ok(()));
        assert_eq!(parser.push(b"a"), Err(TooLong));
    }
}
