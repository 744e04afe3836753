/** What stands beside the tests of the catalogue, and how far it was run when this was written. */
export const proofs = `## Beyond single faults

The link is what connects, restores, queues, gives up and closes. It is run where there is no time, no network and no
chance but what the run decides, and it is judged by what it promises: everything is settled once and in time; nothing is
handed over twice; an outcome is true; an answer goes to its request; the session is restored, in its order, before
anything else; state changes go alone; nothing is left after close().

| what | how far | result |
|---|---|---|
| random worlds, each made of its number (\`npm run simulate -- --seeds 1000000\`) | 1,000,000 worlds, in two runs | no promise broken; of one the checker was wrong |
| every order of events, breadth first (\`npm run simulate -- --explore\`) | 225,018 states in 15 parts (a part counts its own), 968,504 events | no promise broken |
| changed code (\`npm run mutate -- values codec link\`) | [MUTATION.md](../../MUTATION.md) | what no test noticed |

Both notice fourteen kinds of broken links, each of which breaks one rule. What they found was repaired, and has a test:

- A request went out in the very step that failed it, or was called unknown although the engine had refused it: its
  deadline or the end of draining fell on the moment of its turn; close() came when the peer had just begun to take bytes
  again; a callback closed, or a ping was refused, before the refusal of the request was heard; the connection ended in the
  turn of the request.
- A connection that was dying while it was closed left the link unable to write on the next one.
- After a standstill between two attempts to connect, an engine was given a negative time to connect.

What the exploration takes for one state is all of the link's private state, with times counted from now. It takes for
the same: moments that have passed, connections older than five seconds, how many requests of a connection were given
up (only whether any was), and the text of errors. Of fifty ways that lead back to a known state, one is followed a step
further, to see that it goes on in the same way. It is bounded by what happens at most: two open requests, one caller of
connect(), two of close(), two replays, times in whole seconds; and the parts of it are gone through apart, most of them
not to their end.
`;
