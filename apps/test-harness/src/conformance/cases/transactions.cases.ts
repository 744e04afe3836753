import {
  isTransactionConflict,
  RecordId,
  ServerError,
  SessionChangedError,
  surql,
  ThrownError,
  TransactionClosedError,
} from "surreal-sdk";
import { beforeEach, expect, it } from "vitest";
import { inMode, raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Database, Target } from "../target.ts";

const account = new RecordId("account", 1);
type Transaction = Awaited<ReturnType<Database["beginTransaction"]>>;

/** `beginTransaction`, `transaction`, and what goes through them. */
export function transactionCases(target: Target): void {
  const scratch = new ScratchDatabase(target);
  const balance = (): Promise<unknown> => scratch.value("RETURN account:1.balance");
  beforeEach(() => scratch.read("CREATE account:1 SET balance = 100"));

  it("what it writes is invisible before commit and visible after", async () => {
    const transaction = await scratch.db.beginTransaction();
    await run(transaction.merge(account, { balance: 50 }));
    expect(await transaction.select(account)).toMatchObject({ balance: 50 });
    expect(await balance()).toBe(100);
    expect(await transaction.commit()).toBeUndefined();
    expect(await balance()).toBe(50);
  });

  it("commit comes behind the calls before it, awaited or not", async () => {
    await scratch.db.transaction((transaction) => {
      void run(transaction.query("SLEEP 20ms; UPDATE account:1 SET balance = 50"));
      void run(transaction.create("note:1", { text: "written" }));
    });
    expect(await balance()).toBe(50);
    expect(await scratch.value("RETURN note:1.text")).toBe("written");
  });

  it("cancel takes back what it wrote", async () => {
    const transaction = await scratch.db.beginTransaction();
    await run(transaction.delete(account));
    expect(await transaction.select(account)).toBeUndefined();
    expect(await transaction.cancel()).toBeUndefined();
    expect(await balance()).toBe(100);
  });

  it("every method runs inside of it", async () => {
    const transaction = await scratch.db.beginTransaction();
    const [a, b] = [new RecordId("node", "a"), new RecordId("node", "b")];
    await run(transaction.create(a, { n: 1 }));
    await run(transaction.insert("node", { id: "b", n: 1 }));
    await run(transaction.update(a, { n: 2 }));
    await run(transaction.patch(b, [{ op: "replace", path: "/n", value: 3 }]));
    await run(transaction.upsert("node:c", { n: 4 }));
    await run(transaction.relate(a, "knows", b));
    await run(transaction.insertRelation("knows", { in: b, out: a }));
    await run(transaction.query("CREATE node:d SET n = 5"));
    expect((await transaction.queryRaw("RETURN 1"))[0]).toMatchObject({ result: 1 });
    expect((await transaction.select<{ n: number }>("node")).map(({ n }) => n)).toEqual([2, 3, 4, 5]);
    await transaction.cancel();
    const info = (await scratch.value("INFO FOR DB")) as { tables: object };
    expect(Object.keys(info.tables)).toEqual(["account"]);
  });

  it("a function runs inside of it", async () => {
    await scratch.read(
      "DEFINE FUNCTION fn::spend($n: number) { UPDATE account:1 SET balance -= $n; RETURN account:1.balance }",
    );
    const transaction = await scratch.db.beginTransaction();
    expect(await transaction.run("fn::spend", [30])).toBe(70);
    await transaction.cancel();
    expect(await balance()).toBe(100);
  });

  it("a record that it wrote has its id, read by it or deleted", async () => {
    const transaction = await scratch.db.beginTransaction();
    const id = new RecordId("node", ["a", 1]);
    await run(transaction.create(id, { n: 1 }));
    expect(await transaction.select(id)).toEqual({ id, n: 1 });
    expect(await transaction.select(id, { fields: ["id"] })).toEqual({ id });
    expect(await transaction.select(id, { fields: ["*", surql`n + 1 AS m`] })).toEqual({ id, n: 1, m: 2 });
    expect(await transaction.select(id, { fields: ["n"] })).toEqual({ n: 1 });
    expect(await run(transaction.merge(id, { n: 2 }, { return: "before" }))).toEqual({ id, n: 1 });
    expect(await run(transaction.delete(id))).toEqual({ id, n: 2 });
    expect(await transaction.select(id)).toBeUndefined();
    await transaction.cancel();
  });

  it("has variables of its own", async () => {
    await scratch.db.let("x", "outside");
    const transaction = await scratch.db.beginTransaction();
    await transaction.let("x", "inside");
    expect(await transaction.query("RETURN $x").first()).toBe("inside");
    expect(await scratch.value("RETURN $x")).toBe("outside");
    await transaction.unset("x");
    expect(await transaction.query("RETURN $x").first()).toBeUndefined();
    await transaction.let("x", 1);
    await transaction.let("x", undefined);
    expect(await transaction.query("RETURN [$x, type::is_none($x)]").first()).toEqual([undefined, true]);
    await transaction.cancel();
    expect(await scratch.value("RETURN $x")).toBe("outside");
    await scratch.db.unset("x");
  });

  it("writes nothing into another database, and commits what it wrote before", async () => {
    const transaction = await scratch.db.beginTransaction();
    await run(transaction.merge(account, { balance: 5 }));
    await scratch.db.use(scratch.namespace, "other");
    const error = await raised(() => transaction.merge(account, { balance: 6 }));
    expect(error).toBeInstanceOf(SessionChangedError);
    expect(error).toMatchObject({ outcome: "not_sent" });
    expect(await scratch.value("RETURN session::db()")).toBe("other");
    await transaction.commit();
    await scratch.db.use(scratch.namespace, "main");
    expect(await balance()).toBe(5);
  });

  it("disposing cancels it, unless it was committed", async () => {
    const dispose = target.mode === "async" ? Symbol.asyncDispose : Symbol.dispose;
    const end = (transaction: Transaction) => (transaction as unknown as Record<symbol, () => unknown>)[dispose]?.();
    const left = await scratch.db.beginTransaction();
    await run(left.merge(account, { balance: 1 }));
    await end(left);
    expect(await balance()).toBe(100);
    expect(await raised(() => left.commit())).toBeInstanceOf(TransactionClosedError);
    const committed = await scratch.db.beginTransaction();
    await run(committed.merge(account, { balance: 2 }));
    await committed.commit();
    await end(committed);
    expect(await balance()).toBe(2);
  });

  it("knows its id and its session", async () => {
    const transaction = await scratch.db.beginTransaction();
    expect(String(transaction.transactionId)).toMatch(/[0-9a-f-]{36}/);
    await transaction.cancel();
  });

  it("a failed statement is its own error, and the transaction may go on", async () => {
    const transaction = await scratch.db.beginTransaction();
    expect(await raised(() => transaction.query("THROW 'x'"))).toBeInstanceOf(ThrownError);
    await run(transaction.merge(account, { balance: 1 }));
    await transaction.commit();
    expect(await balance()).toBe(1);
  });

  it("refuses everything after commit and after cancel, cancelling again is quiet", async () => {
    const committed = await scratch.db.beginTransaction();
    await committed.commit();
    expect(await raised(() => committed.query("RETURN 1"))).toBeInstanceOf(TransactionClosedError);
    expect(await raised(() => committed.commit())).toBeInstanceOf(TransactionClosedError);
    const cancelled = await scratch.db.beginTransaction();
    await cancelled.cancel();
    const error = await raised(() => cancelled.merge(account, { balance: 0 }));
    expect(error).toBeInstanceOf(TransactionClosedError);
    expect(error).toMatchObject({ outcome: "not_sent" });
    expect(await balance()).toBe(100);
  });

  it("a conflict shows at commit, as an error that may be tried again", async () => {
    const transaction = await scratch.db.beginTransaction();
    await run(transaction.merge(account, { balance: 1 }));
    await run(scratch.db.merge(account, { balance: 2 }));
    const error = await raised(() => transaction.commit());
    expect(error).toBeInstanceOf(ServerError);
    expect(isTransactionConflict(error)).toBe(true);
    expect(error).toMatchObject({ outcome: "failed", retrySafe: true });
    expect(await balance()).toBe(2);
  });

  it("transaction commits on return and gives what the function returned", async () => {
    const result = await scratch.db.transaction(
      inMode(target.mode, function* (transaction: Transaction) {
        yield transaction.merge(account, { balance: 7 });
        return "done";
      }),
    );
    expect(result).toBe("done");
    expect(await balance()).toBe(7);
  });

  it("transaction cancels on a throw and throws the same", async () => {
    const reason = new Error("changed my mind");
    const error = await raised(() =>
      scratch.db.transaction(
        inMode(target.mode, function* (transaction: Transaction) {
          yield transaction.merge(account, { balance: 7 });
          throw reason;
        }),
      ),
    );
    expect(error).toBe(reason);
    expect(await balance()).toBe(100);
  });

  it("transaction runs its function again on a conflict, and only then", async () => {
    let attempts = 0;
    await scratch.db.transaction(
      inMode(target.mode, function* (transaction: Transaction) {
        attempts += 1;
        const { balance: before } = (yield transaction.select(account)) as { balance: number };
        if (attempts === 1) yield scratch.db.merge(account, { balance: 500 });
        yield transaction.merge(account, { balance: before + 1 });
      }),
      { retries: 2 },
    );
    expect(attempts).toBe(2);
    expect(await balance()).toBe(501);
  });

  it("transaction gives up after its retries, with the conflict", async () => {
    let attempts = 0;
    const error = await raised(() =>
      scratch.db.transaction(
        inMode(target.mode, function* (transaction: Transaction) {
          attempts += 1;
          yield transaction.merge(account, { balance: 0 });
          yield scratch.db.merge(account, { balance: attempts });
        }),
        { retries: 2 },
      ),
    );
    expect(attempts).toBe(3);
    expect(isTransactionConflict(error)).toBe(true);
    expect(await balance()).toBe(3);
  });

  it("a session's transaction is in the session's database", async () => {
    const session = await scratch.db.newSession();
    await session.use(scratch.namespace, "other");
    const transaction = await session.beginTransaction();
    await run(transaction.create("account:9", { balance: 9 }));
    await transaction.commit();
    expect(await session.query("SELECT VALUE balance FROM account").first()).toEqual([9]);
    expect(await scratch.value("SELECT VALUE balance FROM account")).toEqual([100]);
  });
}
