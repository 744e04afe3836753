import { AuthRestoreError, NotAllowedError, SessionLostError } from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { client } from "./kit/client.ts";
import { TOKEN } from "./kit/default-script.ts";
import { expired, Refusal, SILENCE, sessionNotFound } from "./kit/fake-exchange.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { drop, lose } from "./kit/outage.ts";
import { heard, rejection, settled } from "./kit/watchdog.ts";

/** What the newest connection was told, without the question for the version. */
function restored(server: FakeSurreal): string[] {
  return server.journal
    .filter(({ connection, method }) => connection === server.peers.length && method !== "version")
    .map(({ method, params }) => `${method} ${JSON.stringify(params)}`);
}

function forged(subject: string): string {
  const claims = Buffer.from(JSON.stringify({ ID: subject, exp: 4_102_444_800 })).toString("base64url");
  return `eyJhbGciOiJIUzUxMiJ9.${claims}.c2ln`;
}

describe("a new connection", () => {
  it("C01 stands where the old one stood before any request of the user goes out", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    await settled(db.signin({ username: "root", password: "root" }));
    await settled(db.use("a", "b"));
    await settled(db.let("x", 5));
    await settled(db.live("user"));
    await lose(server, db);
    await settled(db.query("RETURN 1"));
    expect(restored(server).map((line) => line.split(" ", 1)[0])).toEqual([
      "authenticate",
      "use",
      "let",
      "live",
      "query",
    ]);
    expect(restored(server)[0]).toContain(TOKEN);
    expect(restored(server)[1]).toBe('use ["a","b"]');
    expect(restored(server)[2]).toBe('let ["x",5]');
  });

  it("C02 restores what was acknowledged, not what was on its way", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    await settled(db.use("a", "b"));
    server.on("use", ({ params }, peer) => {
      if (params[0] !== "c") return undefined;
      peer.cut();
      return SILENCE;
    });
    expect(await rejection(db.use("c", "d"))).toMatchObject({ name: "ConnectionLostError", outcome: "unknown" });
    await settled(db.query("RETURN 1"));
    expect([db.namespace, db.database]).toEqual(["a", "b"]);
    expect(restored(server)[0]).toBe('use ["a","b"]');
  });

  it("C03 that drops while it is restored is restored again from the start", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    await settled(db.use("a", "b"));
    await settled(db.let("x", 5));
    server.on("let", (_request, peer) => {
      if (peer.number === 2) peer.cut();
      return null;
    });
    await lose(server, db);
    await settled(db.query("RETURN 1"));
    expect(server.peers).toHaveLength(3);
    expect(restored(server).map((line) => line.split(" ", 1)[0])).toEqual(["use", "let", "query"]);
    expect(server.methods(2)).not.toContain("query");
  });

  it("C09 has no identity after invalidate(), and nothing at all after reset()", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    await settled(db.signin({ username: "root", password: "root" }));
    await settled(db.use("a", "b"));
    await settled(db.invalidate());
    await drop(server, db);
    expect(restored(server)).toEqual(['use ["a","b"]']);
    await settled(db.reset());
    await drop(server, db);
    expect(restored(server)).toEqual([]);
  });

  it("C10 gets the value of a variable as it was when it was set", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    const value = { list: [1, 2] };
    await settled(db.let("x", value));
    value.list.push(3);
    await drop(server, db);
    expect(restored(server)).toEqual(['let ["x",{"list":[1,2]}]']);
  });
});

describe("an identity that has expired", () => {
  it("C04 while offline is asked for again, by the function of the options", async () => {
    await using server = await FakeSurreal.start();
    const tokens = [forged("first"), forged("second")];
    let asked = 0;
    server.on("authenticate", ({ params }, peer) => {
      if (peer.number === 2 && params[0] === tokens[0]) throw expired();
      return null;
    });
    const db = client(server.ws, {
      auth: () => {
        asked += 1;
        return tokens[asked - 1] as string;
      },
    });
    await settled(db.query("RETURN 1"));
    await lose(server, db);
    await settled(db.query("RETURN 2"));
    expect(asked).toBe(2);
    expect(db.token).toBe(tokens[1]);
    expect(server.methods(2).filter((method) => method !== "version")).toEqual(["authenticate", "query"]);
  });

  it("C04 and cannot be renewed fails what waits; nothing runs as nobody", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    await settled(db.signin({ username: "root", password: "root" }));
    server.on("authenticate", () => {
      throw expired();
    });
    const lost = heard((listener: (event: { kind: string }) => void) => db.on("auth", listener));
    await lose(server, db);
    const error = await rejection(db.query("RETURN 1"));
    expect(error).toBeInstanceOf(AuthRestoreError);
    expect(error).toMatchObject({ outcome: "not_sent", retrySafe: false });
    expect((await lost)[0]).toMatchObject({ kind: "lost" });
    expect(await rejection(db.query("RETURN 2"))).toBeInstanceOf(AuthRestoreError);
    expect(server.count("query")).toBe(0);
    await settled(db.signin({ username: "root", password: "root" }));
    await settled(db.query("RETURN 3"));
    expect(server.count("query")).toBe(1);
  });

  it("C05 while connected is renewed once, and the refused request runs then", async () => {
    await using server = await FakeSurreal.start();
    let isExpired = false;
    const db = client(server.ws, { auth: () => forged(`at ${server.journal.length}`) });
    server.on("authenticate", () => {
      isExpired = false;
      return null;
    });
    server.on("query", () => {
      if (isExpired) throw expired();
      return undefined;
    });
    await settled(db.query("RETURN 1"));
    isExpired = true;
    await settled(db.query("RETURN 2"));
    expect(server.count("authenticate")).toBe(2);
    expect(server.count("query")).toBe(2);
  });

  it("C05 without a way to renew it is the server's error", async () => {
    await using server = await FakeSurreal.start();
    server.on("query", () => {
      throw expired();
    });
    const error = await rejection(client(server.ws).query("RETURN 1"));
    expect(error).toBeInstanceOf(NotAllowedError);
    expect(error).toMatchObject({ isTokenExpired: true, outcome: "failed" });
  });

  it("C06 for five hundred requests at once is renewed once", async () => {
    await using server = await FakeSurreal.start();
    let isExpired = true;
    let renewals = 0;
    const db = client(server.ws, { auth: () => forged("any") });
    server.on("authenticate", () => {
      renewals += 1;
      if (renewals > 1) isExpired = false;
      return null;
    });
    server.on("query", () => {
      if (isExpired) throw expired();
      return undefined;
    });
    await settled(db.connect());
    await settled(Promise.all(Array.from({ length: 500 }, () => db.query("RETURN 1"))));
    expect(renewals).toBe(2);
    expect(server.count("query")).toBe(500);
  });

  it.each([
    ["an expiry far beyond what timers can wait", { exp: 9e15 }],
    ["an expiry that has passed", { exp: 1 }],
    ["an expiry that is none", { exp: "soon" }],
  ])("C07 I14 a token with %s is passed on, and nothing fires", async (_what, claims) => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    await settled(db.authenticate(`eyJh.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`));
    await settled(db.query("RETURN 1"));
    expect(server.count("authenticate")).toBe(1);
  });

  it("C07 a token whose middle is no JSON is passed on as it is", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    await settled(db.authenticate("aaaa.bbbb.cccc"));
    expect(server.executed("authenticate")[0]?.params).toEqual(["aaaa.bbbb.cccc"]);
  });

  it("C08 a refused token leaves identity, namespace, database and variables in force", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    await settled(db.signin({ username: "root", password: "root" }));
    await settled(db.use("a", "b"));
    server.on("authenticate", ({ params }) => {
      if (params[0] !== TOKEN) throw new Refusal({ code: -32002, kind: "NotAllowed", message: "no" });
      return null;
    });
    expect(await rejection(db.authenticate(forged("nobody")))).toBeInstanceOf(NotAllowedError);
    expect([db.token, db.namespace, db.database]).toEqual([TOKEN, "a", "b"]);
    await drop(server, db);
    expect(restored(server)).toEqual([`authenticate ["${TOKEN}"]`, 'use ["a","b"]']);
  });
});

describe("an attached session", () => {
  it("C18 is attached again under its id with its own state", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    const session = await settled(db.newSession());
    await settled(session.use("x", "y"));
    await settled(session.let("v", 1));
    await drop(server, db);
    const own = server.journal.filter(({ connection, session: id }) => connection === 2 && id === session.sessionId);
    expect(own.map(({ method }) => method)).toEqual(["attach", "use", "let"]);
  });

  it.each([undefined, false] as const)(
    "C18 that loses its connection while it is made tells that, with offlineQueue: %s",
    async (offlineQueue) => {
      await using server = await FakeSurreal.start();
      server.on("authenticate", ({ session }, peer) => {
        if (session === undefined) return null;
        peer.cut();
        return SILENCE;
      });
      const db = client(server.ws, { offlineQueue, auth: TOKEN });
      await settled(db.connect());
      expect(await rejection(db.newSession())).toMatchObject({ name: "ConnectionLostError", outcome: "unknown" });
    },
  );

  it("C19 that was being closed when the connection dropped is not attached again", async () => {
    await using server = await FakeSurreal.start();
    server.on("detach", (_request, peer) => {
      peer.cut();
      return SILENCE;
    });
    const db = client(server.ws);
    const session = await settled(db.newSession());
    expect(await rejection(session.closeSession())).toMatchObject({ outcome: "unknown" });
    await settled(db.query("RETURN 1"));
    expect(server.methods(2)).not.toContain("attach");
  });

  it("C20 that the server no longer knows is lost by name, and the others go on", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    const first = await settled(db.newSession());
    const second = await settled(db.newSession());
    server.on("query", ({ session }) => {
      if (session === first.sessionId) throw sessionNotFound(String(session));
      return undefined;
    });
    expect(await rejection(first.query("RETURN 1"))).toBeInstanceOf(SessionLostError);
    await settled(second.query("RETURN 1"));
    await settled(db.query("RETURN 1"));
    expect(await rejection(first.query("RETURN 2"))).toBeInstanceOf(SessionLostError);
    expect(server.count("query")).toBe(2);
  });
});

describe("names", () => {
  it.each([[""], [5], [{}]])("C22 use(%j) is refused before any I/O", async (name) => {
    await using server = await FakeSurreal.start();
    expect(await rejection(client(server.ws).use(name as string, "db"))).toBeInstanceOf(TypeError);
    expect(server.peers).toHaveLength(0);
  });

  it.each(["ns with spaces", "日本語", "🦀", "a;b'c\"d`e⟨f⟩", "\u0000", "__proto__"])(
    "C22 the name %j goes to the server as it is",
    async (name) => {
      await using server = await FakeSurreal.start();
      const db = client(server.ws);
      await settled(db.use(name, name));
      expect(server.executed("use")[0]?.params).toEqual([name, name]);
      expect([db.namespace, db.database]).toEqual([name, name]);
    },
  );
});
