//! Walks along what names what, without recursion: documents have chains as long as they like.

/// One node naming another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) to: usize,
    /// Where in the node it is.
    pub(super) label: usize,
}

/// The edges of each node, in the order of the nodes.
#[derive(Debug, Default)]
pub(super) struct Edges {
    edges: Vec<Edge>,
    /// Where those of each node begin.
    starts: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

impl Edges {
    /// Begins the next node.
    pub(super) fn begin(&mut self) {
        self.starts.push(self.edges.len());
    }

    /// Adds an edge of the node that was begun last.
    pub(super) fn add(&mut self, to: usize, label: usize) {
        self.edges.push(Edge { to, label });
    }

    /// The nodes, what they name before themselves, as far as they do not go in circles.
    pub(super) fn order(&self) -> Vec<usize> {
        let mut order = Vec::with_capacity(self.starts.len());
        self.walk(&mut |_| {}, &mut |node| order.push(node));
        order
    }

    /// The edges that close the circles: without them there are none.
    pub(super) fn back(&self) -> Vec<Edge> {
        let mut found = Vec::new();
        self.walk(&mut |edge| found.push(edge), &mut |_| {});
        found
    }

    /// Goes down from each node in turn.
    fn walk(&self, back: &mut impl FnMut(Edge), done: &mut impl FnMut(usize)) {
        let mut states = vec![State::New; self.starts.len()];
        for root in 0..self.starts.len() {
            if states[root] != State::New {
                continue;
            }
            states[root] = State::Open;
            let mut open = vec![(root, self.starts[root])];
            while let Some((node, next)) = open.pop() {
                let end = self.starts.get(node + 1).copied().unwrap_or(self.edges.len());
                let Some(&edge) = self.edges.get(next).filter(|_| next < end) else {
                    states[node] = State::Done;
                    done(node);
                    continue;
                };
                open.push((node, next + 1));
                match states.get(edge.to) {
                    Some(State::New) => {
                        states[edge.to] = State::Open;
                        open.push((edge.to, self.starts[edge.to]));
                    }
                    Some(State::Open) => back(edge),
                    Some(State::Done) | None => {}
                }
            }
        }
    }
}
