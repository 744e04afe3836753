import { expect, it } from "vitest";
import { puppet, thrown } from "../../test/puppet.ts";

const root = { username: "root", password: "secret" };

function shared(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(8));
}

/** Blocks until that connection has refused the identity, while nothing reads the worker's messages. */
function refusedOn(seen: Int32Array, connection: number): void {
  for (let last = Atomics.load(seen, 1); last < connection; last = Atomics.load(seen, 1)) {
    expect(Atomics.wait(seen, 1, last, 20_000)).not.toBe("timed-out");
  }
}

it("a server of an unsupported version is sent neither a password nor a query", () => {
  const seen = shared();
  using db = puppet({ auth: root, namespace: "n", database: "d" }, { options: { version: "surrealdb-1.5.4", seen } });
  for (const _ of [1, 2]) {
    const error = thrown(() => db.query("where").execute());
    expect(error).toMatchObject({ name: "UnsupportedVersionError", outcome: "not_sent" });
  }
  expect(Atomics.load(seen, 0)).toBe(0);
});

it("an identity is restored although the connection broke again and again while the thread did something else", () => {
  const seen = shared();
  let asked = 0;
  const auth = (): typeof root => {
    asked += 1;
    return root;
  };
  const engine = { options: { expired: "own", flaps: 2, seen } };
  using db = puppet({ auth, namespace: "n", database: "d", reconnect: { minDelay: 1, maxDelay: 2 } }, engine);
  expect(db.query("where").execute()).toEqual(["n/d"]);
  thrown(() => db.query("lose").execute());
  refusedOn(seen, 4);
  expect(db.query("where").execute()).toEqual(["n/d"]);
  expect(db.token).toBeDefined();
  expect(asked).toBeGreaterThan(1);
});

it("an identity of a session that cannot be restored fails the calls of that session alone", () => {
  const seen = shared();
  const reconnect = { minDelay: 1, maxDelay: 2 };
  using db = puppet({ namespace: "n", database: "d", reconnect }, { options: { expired: "session", seen } });
  db.signin(root);
  const session = db.newSession();
  thrown(() => db.query("lose").execute());
  refusedOn(seen, 0);
  expect(db.query("where").execute()).toEqual(["n/d"]);
  expect(thrown(() => session.query("where").execute())).toMatchObject({ name: "AuthRestoreError" });
});

it("what is closed stays closed until connect(), which starts a new worker", () => {
  using db = puppet({ namespace: "n", database: "d" });
  db.connect();
  db.close();
  expect(thrown(() => db.query("where").execute())).toMatchObject({
    name: "ConnectionClosedError",
    outcome: "not_sent",
    message: expect.stringContaining("connect()"),
  });
  db.connect();
  expect(db.query("where").execute()).toEqual(["n/d"]);
});

it("an auth function that calls its own connection gets an error that says so", () => {
  using db = puppet({
    auth: () => {
      db.query("where").execute();
      return root;
    },
  });
  expect(thrown(() => db.query("where").execute()).message).toContain("used the connection that asks it");
});
