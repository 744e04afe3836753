import { AsyncSurreal } from "surreal-sdk";
import { FakeSurreal } from "../kit/fake-surreal.ts";
import { type Residue, residue, settledHeap } from "./residue.ts";

/** What a client holds before and after its connection was killed and restored so many times. */
export interface CycleReport {
  readonly cycles: number;
  readonly before: Residue;
  readonly after: Residue;
  /** Bytes, from the first tenth to the end. */
  readonly heapGrowth: number;
  /** What the server was asked to restore, for each connection. */
  readonly restored: number;
}

/** Kills the connection of a client again and again, each time once it is restored and has answered a request. */
export async function cycle(cycles: number): Promise<CycleReport> {
  const server = await FakeSurreal.start();
  const options = { namespace: "a", database: "b", heartbeat: false, reconnect: { minDelay: 1, maxDelay: 1 } } as const;
  const db = AsyncSurreal(server.ws, options);
  await db.signin({ username: "root", password: "root" });
  await db.let("x", 1);
  await db.live("user");
  let before = residue();
  let heap = settledHeap();
  let restored = 0;
  for (let round = 0; round < cycles; round += 1) {
    if (round === Math.ceil(cycles / 10)) [before, heap] = [residue(), settledHeap()];
    const lost = new Promise<void>((resolve) => {
      const stop = db.on("status", () => {
        stop();
        resolve();
      });
    });
    server.peer.cut();
    await lost;
    await db.version();
    restored += server.count("live") === 0 ? 0 : 1;
    server.journal.length = 0;
    server.peers.splice(0, server.peers.length - 1);
  }
  const heapGrowth = settledHeap() - heap;
  const after = residue();
  await db.close();
  await server.close();
  return { cycles, before, after, heapGrowth, restored };
}
