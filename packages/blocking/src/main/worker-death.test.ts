import { ConnectionClosedError, TransportTimeoutError } from "@surreal-sdk/transport";
import { expect, it } from "vitest";
import { puppet, thrown } from "../../test/puppet.ts";
import { WorkerDiedError } from "./worker-died-error.ts";

it.each([
  ["leaves", "exit", undefined],
  ["dies of an error that nobody caught", "throw", "Nobody caught this."],
])(
  "H02: a worker that %s fails the call, and the next one has a new worker that stands where the old one stood",
  (_name, query, cause) => {
    using db = puppet();
    db.use("a", "b");
    const error = thrown(() => db.query(query).execute());
    expect(error).toBeInstanceOf(WorkerDiedError);
    expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
    expect((error.cause as Error | undefined)?.message).toBe(cause);
    expect(error.message).toContain("The next call starts a new one.");
    expect(db.status).toBe("disconnected");
    expect(db.query("where").execute()).toEqual(["a/b"]);
    expect(db.status).toBe("connected");
  },
);

it("H02: where the data went with the worker, nothing is asked of an empty database unless connect() is called", () => {
  using db = puppet({}, { options: { reconnect: false } });
  db.use("a", "b");
  expect(thrown(() => db.query("exit").execute())).toBeInstanceOf(WorkerDiedError);
  for (const call of [() => db.query("where").execute(), () => db.export(), () => db.import("x"), () => db.ping()]) {
    const error = thrown(call);
    expect(error).toBeInstanceOf(ConnectionClosedError);
    expect(error).toMatchObject({ outcome: "not_sent" });
  }
  db.connect();
  expect(db.query("RETURN 1").execute()).toEqual(["RETURN 1"]);
});

it("H01: a request that nobody answers ends at its deadline, and a late answer is dropped", () => {
  using db = puppet({ timeout: 20 });
  const error = thrown(() => db.query("silence").execute());
  expect(error).toBeInstanceOf(TransportTimeoutError);
  expect(error).toMatchObject({ outcome: "unknown" });
  expect(db.query("x").execute()).toEqual(["x"]);
});

it("H01: a worker that hangs is given up after the deadline of the request", () => {
  using db = puppet({ timeout: 500 });
  db.connect();
  const error = thrown(() => db.query("spin").execute());
  expect(error).toBeInstanceOf(WorkerDiedError);
  expect(error).toMatchObject({ outcome: "unknown" });
  expect(db.query("x").execute()).toEqual(["x"]);
});

it("a live stream throws when its worker dies", () => {
  using db = puppet({}, { options: { reconnect: false } });
  const id = "018f4d3c-0000-7000-8000-000000000001";
  db.query("live", { id }).execute();
  const stream = db.subscribeLive(id);
  expect(thrown(() => db.query("exit").execute())).toBeInstanceOf(WorkerDiedError);
  expect(thrown(() => stream.next()).constructor.name).toBe("LiveEndedError");
  expect(stream.next()).toEqual({ done: true, value: undefined });
});

it("a worker that died while nobody waited is noticed, and the next call is none the wiser", async () => {
  using db = puppet();
  db.use("a", "b");
  const seen: string[] = [];
  db.on("status", (status) => seen.push(status));
  db.query("leave").execute();
  while (db.status === "connected") await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toEqual(["disconnected"]);
  expect(db.query("where").execute()).toEqual(["a/b"]);
});
