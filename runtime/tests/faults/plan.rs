//! What each call asks for, and what becomes of it: fixed by the number of the call, so that server and test
//! know it both and every run is the same.

use clientgen_runtime::Method;

pub const GET: Method = Method::GET;
pub const POST: Method = Method::POST;

/// How often a call is sent at most.
pub const TRIES: u32 = 4;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Nothing.
    None,
    /// Nobody listens.
    Refused,
    /// Two of three connections are closed as soon as they stand, the third after one answer, unannounced.
    Slammed,
    /// Closed when the first line has been read.
    DroppedEarly,
    /// Closed when the request has been read.
    Dropped,
    /// Closed in the middle of the headers.
    CutHead,
    /// Closed in the middle of a body that says how long it is.
    CutBody,
    /// Closed in the middle of a body in chunks.
    CutChunk,
    /// Something that is not HTTP.
    Garbage,
    /// A megabyte of headers.
    HugeHeaders,
    /// No answer.
    Stalled,
    /// Half of an answer, and then nothing.
    StalledBody,
    /// 429, to come back in a second.
    Throttled,
    /// 500.
    Failing,
    /// 503, to come back at some date.
    Unavailable,
    /// 401 at the first try.
    Unauthorized,
    /// Redirected to another origin.
    Redirect,
    /// The length that is given is too small for the JSON.
    ShortLength,
    /// After the body comes another answer, which nobody asked for.
    Excess,
    /// A hundred megabytes, as the length says.
    Huge,
    /// A hundred megabytes in chunks.
    HugeChunks,
    /// A hundred megabytes of zeros, compressed.
    Bomb,
    /// A text that is not UTF-8.
    NotUtf8,
    /// The login page of a proxy.
    Html,
    /// No body.
    Empty,
    /// The next link of a page leads to the same page.
    RepeatedLink,
    /// The next link of a page leads to another origin.
    ForeignLink,
}

const FAULTS: &[Fault] = &[
    Fault::None,
    Fault::None,
    Fault::Refused,
    Fault::Slammed,
    Fault::DroppedEarly,
    Fault::Dropped,
    Fault::CutHead,
    Fault::CutBody,
    Fault::CutChunk,
    Fault::Garbage,
    Fault::HugeHeaders,
    Fault::Stalled,
    Fault::StalledBody,
    Fault::Throttled,
    Fault::Throttled,
    Fault::Failing,
    Fault::Unavailable,
    Fault::Unauthorized,
    Fault::Redirect,
    Fault::ShortLength,
    Fault::Excess,
    Fault::Huge,
    Fault::HugeChunks,
    Fault::Bomb,
    Fault::NotUtf8,
    Fault::Html,
    Fault::Empty,
    Fault::RepeatedLink,
    Fault::ForeignLink,
];

impl Fault {
    /// Whether the next try may fare better.
    pub fn passes(self) -> bool {
        (Self::DroppedEarly..=Self::Unavailable).contains(&self)
    }

    /// Whether the fault is over when time is.
    pub fn stalls(self) -> bool {
        matches!(self, Self::Stalled | Self::StalledBody)
    }

    /// How a call ends that the fault is the end of.
    pub fn end(self) -> End {
        match self {
            Self::None | Self::Excess => End::Ok,
            Self::Refused => End::Connect,
            Self::Stalled | Self::StalledBody => End::Timeout,
            Self::Throttled => End::Status(429),
            Self::Failing => End::Status(500),
            Self::Unavailable => End::Status(503),
            Self::Unauthorized => End::Status(401),
            Self::Redirect => End::Status(307),
            Self::ShortLength | Self::NotUtf8 | Self::Html | Self::Empty => End::Decode,
            Self::RepeatedLink | Self::ForeignLink => End::Paging,
            _ => End::Transport,
        }
    }
}

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    Ok,
    Connect,
    Transport,
    Timeout,
    Status(u16),
    Decode,
    Paging,
    Other,
}

/// What a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Get,
    /// A list of three pages. What goes wrong does so at the second.
    List,
    /// A `POST` with an id by which the service knows it again.
    Keyed,
    /// A `POST` without.
    Unkeyed,
}

impl Kind {
    pub fn method(self) -> Method {
        match self {
            Self::Get | Self::List => GET,
            Self::Keyed | Self::Unkeyed => POST,
        }
    }
}

/// What is to happen to a call.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub kind: Kind,
    pub fault: Fault,
    /// How many tries go wrong.
    pub bad: u32,
}

impl Plan {
    pub fn of(call: u32) -> Self {
        let random = mix(u64::from(call));
        let fault = FAULTS[usize::try_from(random % FAULTS.len() as u64).unwrap()];
        let kind = match (random >> 32) % 8 {
            _ if matches!(fault, Fault::RepeatedLink | Fault::ForeignLink) => Kind::List,
            0 => Kind::List,
            1 | 2 => Kind::Get,
            3..=5 => Kind::Keyed,
            _ => Kind::Unkeyed,
        };
        // What does not pass is there for ever, but for the 401, which is there once.
        let bad = match (random >> 48) % 8 {
            _ if matches!(fault, Fault::None | Fault::Slammed) => 0,
            _ if fault == Fault::Unauthorized => 1,
            _ if !fault.passes() => u32::MAX,
            0..=3 => 1,
            4 | 5 => 2,
            6 => 3,
            _ => u32::MAX,
        };
        Self { kind, fault, bad }
    }

    /// How the call ends and how often it is sent, all pages taken together; `None` if that is up to chance.
    pub fn expected(self) -> Option<(End, u32)> {
        let Self { kind, fault, bad } = self;
        let pages = |end| {
            if kind != Kind::List {
                1
            } else if end == End::Ok {
                3
            } else {
                2
            }
        };
        let more = match fault {
            Fault::Slammed => return None,
            Fault::Refused => return Some((End::Connect, TRIES)),
            Fault::RepeatedLink | Fault::ForeignLink => return Some((End::Paging, 2)),
            _ if !fault.passes() || kind == Kind::Unkeyed => 0,
            _ => bad.min(TRIES - 1),
        };
        let recovers = fault.passes() && kind != Kind::Unkeyed && bad < TRIES;
        let end = if recovers { End::Ok } else { fault.end() };
        Some((end, pages(end) + more))
    }
}

/// `SplitMix64`.
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
