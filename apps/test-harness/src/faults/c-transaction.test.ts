import { CommitOutcomeUnknownError, SurrealError, TransactionClosedError, TransactionLostError } from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { client } from "./kit/client.ts";
import { Refusal, SILENCE } from "./kit/fake-exchange.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { drop } from "./kit/outage.ts";
import { rejection, settled } from "./kit/watchdog.ts";

function conflict(): Refusal {
  const message = "Transaction conflict: Transaction write conflict. This transaction can be retried";
  return new Refusal({ code: -32009, kind: "Query", message, details: { kind: "TransactionConflict" } });
}

describe("a transaction whose connection is lost", () => {
  it("C12 is lost by name: nothing of it goes over another connection", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    const transaction = await settled(db.beginTransaction());
    await settled(transaction.query("RETURN 1"));
    await drop(server, db);
    for (const attempt of [transaction.query("RETURN 2"), transaction.commit(), transaction.create("user", {})]) {
      const error = await rejection(Promise.resolve(attempt));
      expect(error).toBeInstanceOf(TransactionLostError);
      expect(error).toMatchObject({ outcome: "not_sent", retrySafe: false });
    }
    expect(server.journal.filter(({ connection, txn }) => connection > 1 && txn !== undefined)).toEqual([]);
    expect(server.count("commit")).toBe(0);
  });

  it("C12 with a statement under way says so to that statement, and never runs it again", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", (_request, peer) => {
      peer.cut();
      return SILENCE;
    });
    const db = client(server.ws);
    const transaction = await settled(db.beginTransaction());
    const error = await rejection(transaction.query("CREATE user"));
    expect(error).toBeInstanceOf(TransactionLostError);
    expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
    await settled(db.version());
    expect(server.count("query")).toBe(1);
  });

  it.each([
    ["was executed", null],
    ["was not executed", "refused"],
  ])("C13 after its commit was sent, which %s, is neither done nor failed", async (_what, fate) => {
    await using server = await FakeSurreal.start();
    server.on("commit", (_request, peer) => {
      peer.cut();
      if (fate !== null) throw new Refusal({ code: -32000, message: fate });
      return SILENCE;
    });
    const db = client(server.ws);
    const transaction = await settled(db.beginTransaction());
    const error = await rejection(transaction.commit());
    expect(error).toBeInstanceOf(CommitOutcomeUnknownError);
    expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
    expect(error.message).toMatch(/read back/i);
    await settled(db.version());
    expect(server.count("commit")).toBeLessThanOrEqual(1);
    expect(server.methods(2)).not.toContain("commit");
  });

  it("C13 the same for a commit that runs into its deadline", async () => {
    await using server = await FakeSurreal.start();
    server.on("commit", () => SILENCE);
    // Long enough for what comes before the commit, on a busy machine too.
    const db = client(server.ws, { timeout: 1_000 });
    const transaction = await settled(db.beginTransaction());
    expect(await rejection(transaction.commit())).toBeInstanceOf(CommitOutcomeUnknownError);
    expect(server.count("commit")).toBe(1);
  });

  it("C13 transaction() says it too, and does not run its function again", async () => {
    await using server = await FakeSurreal.start();
    server.on("commit", (_request, peer) => {
      peer.cut();
      return SILENCE;
    });
    let runs = 0;
    const error = await rejection(
      client(server.ws).transaction(async (transaction) => {
        runs += 1;
        await transaction.query("CREATE user");
      }),
    );
    expect(error).toBeInstanceOf(CommitOutcomeUnknownError);
    expect(runs).toBe(1);
    expect(server.count("query")).toBe(1);
  });

  it("C14 before begin was answered leaves nothing behind", async () => {
    await using server = await FakeSurreal.start();
    server.on("begin", (_request, peer) => {
      peer.cut();
      return SILENCE;
    });
    const db = client(server.ws);
    expect(await rejection(db.beginTransaction())).toMatchObject({ name: "ConnectionLostError", outcome: "unknown" });
    await settled(db.version());
    expect(server.count("begin")).toBe(1);
  });

  it("C15 while it is cancelled is cancelled", async () => {
    await using server = await FakeSurreal.start();
    server.on("cancel", (_request, peer) => {
      peer.cut();
      return SILENCE;
    });
    const db = client(server.ws);
    const transaction = await settled(db.beginTransaction());
    await settled(transaction.cancel());
    await settled(db.version());
    expect(server.count("cancel")).toBe(1);
  });
});

describe("a transaction that is over", () => {
  it.each(["commit", "cancel"] as const)("C16 refuses everything after %s, without I/O", async (end) => {
    await using server = await FakeSurreal.start();
    const transaction = await settled(client(server.ws).beginTransaction());
    await settled(transaction[end]());
    const before = server.journal.length;
    const error = await rejection(transaction.query("RETURN 1"));
    expect(error).toBeInstanceOf(TransactionClosedError);
    expect(error.outcome).toBe("not_sent");
    expect(await rejection(transaction.commit())).toBeInstanceOf(TransactionClosedError);
    expect(server.journal).toHaveLength(before);
  });

  it("C16 after a commit that the server refused is over as well, and the refusal is failed", async () => {
    await using server = await FakeSurreal.start();
    server.on("commit", () => {
      throw new Refusal({ code: -32000, kind: "Internal", message: "no" });
    });
    const transaction = await settled(client(server.ws).beginTransaction());
    const error = await rejection(transaction.commit());
    expect(error).toBeInstanceOf(SurrealError);
    expect(error.outcome).toBe("failed");
    expect(await rejection(transaction.commit())).toBeInstanceOf(TransactionClosedError);
    expect(server.count("commit")).toBe(0);
  });

  it("C17 is cancelled when its scope is left", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    {
      await using transaction = await settled(db.beginTransaction());
      await settled(transaction.query("RETURN 1"));
    }
    expect(server.count("cancel")).toBe(1);
  });
});

describe("a conflict", () => {
  it("C21 that the server reports runs the whole function again, from begin", async () => {
    await using server = await FakeSurreal.start();
    let commits = 0;
    server.on("commit", () => {
      commits += 1;
      if (commits < 3) throw conflict();
      return null;
    });
    let runs = 0;
    await settled(
      client(server.ws).transaction(async (transaction) => {
        runs += 1;
        await transaction.query("CREATE user");
      }),
    );
    expect([runs, server.count("begin"), server.count("query")]).toEqual([3, 3, 3]);
    expect(new Set(server.executed("query").map(({ txn }) => txn)).size).toBe(3);
  });
});
