/** The checks besides the tests of the catalogue, and how far they had run when this was written. */
export const proofs = `## Beyond single faults

The link connects, restores, queues, gives up and closes. The simulation runs the link without real time, network or randomness, and
checks its guarantees: the link settles everything once and in time; it sends nothing twice; every outcome is true; an answer goes to
its request; the link restores the session, in order, before it sends anything else; state changes never overlap with other requests; nothing
remains after close().

| what | how far | result |
|---|---|---|
| random worlds, each determined by a seed (\`npm run simulate -- --seeds 1000000\`) | 1,000,000 worlds, in two runs | no guarantee violated; in one world the checker was wrong |
| every order of events, breadth first (\`npm run simulate -- --explore\`) | 225,018 states in 15 parts (each part counts its own), 968,504 events | no guarantee violated |
| changed code (\`npm run mutate -- values codec link\`) | [MUTATION.md](../../MUTATION.md) | what no test noticed |

Both simulations detect fourteen kinds of broken links, each of which breaks one rule. The faults that they found are fixed and have a test:

- The link sent a request in the same step that failed it, or reported it as unknown although the engine had refused it. This happened when its
  deadline or the end of draining coincided with its turn; when close() came just after the peer had accepted bytes
  again; when a callback closed the link, or a ping was refused, before the link handled the refusal of the request; and when the connection ended
  in the turn of the request.
- When a connection was lost while it was being closed, the link could not write on the next one.
- After the process was suspended between two attempts to connect, an engine received a negative time to connect.

A state of the exploration is the complete private state of the link, with times relative to now. The exploration treats as equal: past
moments, connections older than five seconds, how many requests of a connection were given up (only whether any was), and the
text of errors. Of fifty paths that lead back to a known state, it follows one a step further, to check that the path continues in the same way.
The exploration is limited to two open requests, one caller of connect(), two of close(), two replays, and times in whole seconds. It explores the
parts separately, and most of them not completely.
`;
