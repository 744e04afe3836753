import { describe, expect, it } from "vitest";
import { puppet, thrown } from "../../test/puppet.ts";
import { PendingReplies } from "./pending-replies.ts";

const megabyte = 1024 * 1024;

/** A connection, and what its engine counts: parts given or taken, and requests that were abandoned. */
function counted() {
  const counters = new Int32Array(new SharedArrayBuffer(8));
  return { db: puppet({}, { options: { counters } }), counters };
}

describe("streams of a blocking connection", () => {
  it("an export of fifty megabytes crosses part by part, none before it is asked for", () => {
    const { db, counters } = counted();
    const seen = { parts: 0, characters: 0, ahead: 0 };
    for (const part of db.exportStream()) {
      seen.parts += 1;
      seen.characters += part.length;
      seen.ahead = Math.max(seen.ahead, Atomics.load(counters, 0) - seen.parts);
    }
    expect(seen).toEqual({ parts: 50, characters: 50 * megabyte, ahead: 0 });
    db.close();
  });

  it("an export that is left is given up by its engine, and other calls go on beside it", () => {
    const { db, counters } = counted();
    for (const part of db.exportStream()) {
      expect(part.length).toBe(megabyte);
      expect(db.query("where").execute()).toEqual(["nowhere"]);
      break;
    }
    expect(db.query("where").execute()).toEqual(["nowhere"]);
    expect([...counters]).toEqual([1, 1]);
    db.close();
  });

  it("an import reads its chunks no faster than its engine takes them, and leaves their memory alone", () => {
    const { db, counters } = counted();
    const chunk = Buffer.alloc(megabyte, "x");
    let ahead = 0;
    function* chunks(): Generator<Uint8Array> {
      for (let given = 0; given < 50; given += 1) {
        ahead = Math.max(ahead, given * 16 - Atomics.load(counters, 0));
        yield chunk;
      }
    }
    const error = thrown(() => db.import(chunks()));
    // What the engine says that it got; the statement in front belongs to it.
    expect(error.message).toBe(`1 statement of the import failed: ${50 * megabyte + 15} bytes`);
    expect([chunk.length, counters[0]]).toEqual([megabyte, 800]);
    // Two parts may be read before the first is handed over.
    expect(ahead).toBeLessThanOrEqual(2);
    db.close();
  });

  it("an import whose source fails is given up by its engine", () => {
    const { db, counters } = counted();
    function* failing(): Generator<string> {
      yield "x".repeat(megabyte);
      throw new Error("no disk");
    }
    expect(thrown(() => db.import(failing()))).toMatchObject({ name: "ImportSourceError", outcome: "unknown" });
    expect(db.query("where").execute()).toEqual(["nowhere"]);
    expect(counters[1]).toBe(1);
    db.close();
  });

  it("an import does not wait for promises", () => {
    const { db } = counted();
    async function* chunks(): AsyncGenerator<string> {
      yield "x";
    }
    expect(thrown(() => db.import(chunks() as never))).toBeInstanceOf(TypeError);
    db.close();
  });
});

it("a worker is not taken for dead while it is the caller's turn", () => {
  const waiters = new PendingReplies();
  const nobody = { reply: () => undefined, done: () => undefined, fail: () => undefined };
  const ticket = waiters.add(nobody, 0);
  expect(waiters.isOverdue).toBe(true);
  expect(waiters.rest(ticket)).toBe(nobody);
  expect(waiters.isOverdue).toBe(false);
  // Two parts of a streamed query have arrived, and the caller has taken one.
  waiters.rest(ticket);
  waiters.wait(ticket);
  expect(waiters.isOverdue).toBe(false);
  waiters.wait(ticket);
  expect(waiters.isOverdue).toBe(true);
  waiters.take(ticket);
  waiters.wait(ticket);
  expect(waiters.isOverdue).toBe(false);
});
