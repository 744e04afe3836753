import dns from "node:dns";
import { getEventListeners } from "node:events";
import { FaultProxy } from "@surreal-sdk/test-server";
import {
  AsyncSurreal,
  ConnectionClosedError,
  ConnectionUnavailableError,
  HttpStatusError,
  InvalidUrlError,
  NotAllowedError,
  ProtocolError,
  ReconnectExhaustedError,
  RedirectRefusedError,
  type SurrealError,
  TlsError,
  TransportTimeoutError,
  UnsupportedEngineError,
  UnsupportedVersionError,
} from "surreal-sdk";
import { afterEach, describe, expect, it } from "vitest";
import { client } from "./kit/client.ts";
import { Refusal, SILENCE } from "./kit/fake-exchange.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { RawPeer } from "./kit/raw-peer.ts";
import { rejection, settled } from "./kit/watchdog.ts";

const lookup = dns.lookup;
afterEach(() => {
  dns.lookup = lookup;
});

/** A port where nothing listens. */
async function freePort(): Promise<number> {
  const server = await FakeSurreal.start();
  const { port } = server;
  await server.close();
  return port;
}

function codeOf(error: Error): unknown {
  let code: unknown;
  for (let at: unknown = error; at instanceof Error; at = at.cause) code = (at as { code?: unknown }).code ?? code;
  return code;
}

describe("a server that is not there", () => {
  it("A01 a refused port rejects connect() at once, with the code of the system, and leaves it disconnected", async () => {
    const db = client(`ws://127.0.0.1:${await freePort()}`, { reconnect: false });
    const error = await rejection(db.connect());
    expect(error).toBeInstanceOf(ConnectionUnavailableError);
    expect(error).toMatchObject({ outcome: "not_sent", retrySafe: true });
    expect(codeOf(error)).toBe("ECONNREFUSED");
    expect(db.status).toBe("disconnected");
  });

  it("A01 over HTTP a request to a refused port is not sent", async () => {
    const db = client(`http://127.0.0.1:${await freePort()}`);
    const error = await rejection(db.query("RETURN 1"));
    expect(error).toBeInstanceOf(ConnectionUnavailableError);
    expect(error.outcome).toBe("not_sent");
  });

  it("A02 a refused port is tried again until the attempts are used up, and the error counts them", async () => {
    const db = client(`ws://127.0.0.1:${await freePort()}`, { reconnect: { attempts: 3, minDelay: 1, maxDelay: 2 } });
    const error = await rejection(db.connect());
    expect(error).toBeInstanceOf(ReconnectExhaustedError);
    expect((error as ReconnectExhaustedError).attempts).toBe(3);
    expect((error.cause as Error).message).toContain("ECONNREFUSED");
  });

  it("A02 close() while it is tried again rejects connect()", async () => {
    const db = client(`ws://127.0.0.1:${await freePort()}`, { reconnect: { minDelay: 60_000, maxDelay: 60_000 } });
    const connecting = rejection(db.connect());
    await settled(db.close());
    expect(await connecting).toBeInstanceOf(ConnectionClosedError);
  });

  it("A03 an unknown host is unavailable, and each attempt looks it up anew", async () => {
    let asked = 0;
    dns.lookup = ((host: string, _options: unknown, done: (error: Error) => void) => {
      asked += 1;
      done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" }));
    }) as unknown as typeof dns.lookup;
    const db = client("ws://nowhere.invalid", { reconnect: { attempts: 2, minDelay: 1, maxDelay: 1 } });
    const error = await rejection(db.connect());
    expect(error).toBeInstanceOf(ConnectionUnavailableError);
    expect(codeOf(error)).toBe("ENOTFOUND");
    expect(asked).toBe(2);
  });

  it("A04 of two addresses the second is tried when the first is dead, and one connection is made", async () => {
    await using server = await FakeSurreal.start();
    dns.lookup = ((_host: string, _options: unknown, done: (error: null, addresses: object[]) => void) =>
      done(null, [
        { address: "127.0.0.2", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ])) as unknown as typeof dns.lookup;
    const db = client(`ws://two.invalid:${server.port}`, { reconnect: false });
    await settled(db.connect());
    expect(server.peers).toHaveLength(1);
  });
});

describe("a server that does not come to the point", () => {
  it("A07 one that accepts and never answers runs into connectTimeout, and its socket is given back", async () => {
    await using server = await FakeSurreal.start();
    await using proxy = await FaultProxy.to(server.port, { hold: true });
    const db = client(proxy.wsUrl, { connectTimeout: 100, reconnect: false });
    const error = await rejection(db.connect());
    expect(error).toBeInstanceOf(TransportTimeoutError);
    expect(error.outcome).toBe("not_sent");
    await settled(proxy.ended());
    expect(proxy.open).toBe(0);
  });

  it("A08 an upgrade that comes byte by byte is connected when it is whole", async () => {
    await using server = await FakeSurreal.start();
    await using proxy = await FaultProxy.to(server.port, { slice: 1 });
    const db = client(proxy.wsUrl);
    expect(await settled(db.version())).toBe("surrealdb-3.0.2");
  });

  it("A14 one that never answers the sign-in of the options fails connect() by connectTimeout", async () => {
    await using server = await FakeSurreal.start();
    server.on("signin", () => SILENCE);
    await using proxy = await FaultProxy.to(server.port);
    const db = client(proxy.wsUrl, {
      connectTimeout: 300,
      reconnect: false,
      auth: { username: "root", password: "root" },
    });
    const connecting = rejection(db.connect());
    await settled(proxy.accepted());
    proxy.drop();
    expect(await connecting).toBeInstanceOf(TransportTimeoutError);
  });

  it.each(["surrealdb-1.5.4", "surrealdb-0.3.0"])("A14 one of the version %s is refused, once", async (version) => {
    await using server = await FakeSurreal.start();
    server.on("version", () => version);
    const error = await rejection(client(server.ws).connect());
    expect(error).toBeInstanceOf(UnsupportedVersionError);
    expect(error.message).toContain(version);
    expect(server.peers).toHaveLength(1);
  });

  it("A18 close() while connecting rejects connect() and gives the socket back", async () => {
    await using server = await FakeSurreal.start();
    await using proxy = await FaultProxy.to(server.port, { hold: true });
    const db = client(proxy.wsUrl);
    const connecting = rejection(db.connect());
    await settled(proxy.accepted());
    await settled(db.close());
    expect(await connecting).toBeInstanceOf(ConnectionClosedError);
    await settled(proxy.ended());
    expect(db.status).toBe("closed");
  });

  it("A19 an AbortSignal ends the waiting of connect() with its reason, and nothing stays on the signal", async () => {
    await using server = await FakeSurreal.start();
    await using proxy = await FaultProxy.to(server.port, { hold: true });
    const db = client(proxy.wsUrl);
    const abort = new AbortController();
    const connecting = rejection(db.with({ signal: abort.signal }).connect());
    await settled(proxy.accepted());
    const reason = new Error("changed my mind");
    abort.abort(reason);
    expect(await connecting).toBe(reason);
    expect(getEventListeners(abort.signal, "abort")).toEqual([]);
  });
});

describe("a server that answers something else", () => {
  it.each([401, 403, 404, 426])("A09 HTTP %i to the upgrade is final", async (status) => {
    await using peer = await RawPeer.start();
    const db = client(peer.ws);
    const connecting = rejection(db.connect());
    (await peer.accept()).refuse(status, {}, "x".repeat(5_000));
    const error = await connecting;
    expect(error).toBeInstanceOf(HttpStatusError);
    expect(error).toMatchObject({ status, outcome: "not_sent" });
    expect((error as HttpStatusError).body.length).toBeLessThanOrEqual(1024);
    expect(peer.made).toBe(1);
  });

  it("A09 HTTP 503 is tried again, not before Retry-After", async () => {
    await using peer = await RawPeer.start();
    const db = client(peer.ws, { connectTimeout: 500 });
    const connecting = rejection(db.connect());
    (await peer.accept()).refuse(503, { "Retry-After": "30" });
    // Half a minute is more than connectTimeout leaves: nothing is tried that cannot be waited for.
    expect(await connecting).toMatchObject({ name: "ReconnectExhaustedError", outcome: "not_sent" });
    expect(peer.made).toBe(1);
  });

  it.each([301, 302, 307, 308])("A10 a redirect (%i) is refused, and its target never asked", async (status) => {
    await using trap = await RawPeer.start();
    await using peer = await RawPeer.start();
    const db = client(peer.ws, { auth: "aaa.bbb.ccc", headers: { "X-Secret": "canary" } });
    const connecting = rejection(db.connect());
    (await peer.accept()).refuse(status, { Location: `${trap.http}/rpc?token=canary` });
    const error = await connecting;
    expect(error).toBeInstanceOf(RedirectRefusedError);
    expect(error.message).not.toContain("canary");
    expect(trap.made).toBe(0);
    expect(peer.made).toBe(1);
  });

  it.each([
    ["no subprotocol", { "Sec-WebSocket-Protocol": undefined }],
    ["another subprotocol", { "Sec-WebSocket-Protocol": "json" }],
  ])("A11 %s is refused, the format is never guessed", async (_what, headers) => {
    await using peer = await RawPeer.start();
    const db = client(peer.ws);
    const connecting = rejection(db.connect());
    (await peer.accept()).upgrade(headers);
    expect(await connecting).toBeInstanceOf(ProtocolError);
    expect(peer.made).toBe(1);
  });

  it("A12 an answer to another handshake is refused", async () => {
    await using peer = await RawPeer.start();
    const db = client(peer.ws, { reconnect: false });
    const connecting = rejection(db.connect());
    (await peer.accept()).upgrade({ "Sec-WebSocket-Accept": "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" });
    expect(await connecting).toMatchObject({ name: "ProtocolError", outcome: "not_sent" });
  });

  it("A06 TLS is demanded of a server that speaks none, and the message says what to write", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws.replace("ws:", "wss:"));
    const error = await rejection(db.connect());
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error.message).toContain("ws://");
    expect(server.peers).toHaveLength(0);
  });

  it("I08 requireTls refuses ws:// before any I/O", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws, { requireTls: true });
    expect(await rejection(db.connect())).toBeInstanceOf(TlsError);
    expect(server.open).toBe(0);
  });

  it("A15 a refused sign-in of the options rejects connect() with the server's word, once", async () => {
    await using server = await FakeSurreal.start();
    let asked = 0;
    server.on("signin", () => {
      asked += 1;
      const details = { kind: "Auth", details: { kind: "InvalidAuth" } };
      throw new Refusal({ code: -32002, kind: "NotAllowed", message: "There was a problem", details });
    });
    const db = client(server.ws, { auth: { username: "root", password: "canary-password" } });
    const error = await rejection(db.connect());
    expect(error).toBeInstanceOf(NotAllowedError);
    expect(error).toMatchObject({ outcome: "failed", isInvalidAuth: true });
    expect(`${error.stack}`).not.toContain("canary-password");
    expect(asked).toBe(1);
  });
});

describe("connect() and connect()", () => {
  it("A16 at the same time make one connection", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    await settled(Promise.all([db.connect(), db.connect(server.ws), db.query("RETURN 1"), db.connect()]));
    await settled(db.connect());
    expect(server.peers).toHaveLength(1);
  });

  it("A17 to another place closes the old connection first, and settles what is in flight there", async () => {
    await using first = await FakeSurreal.start();
    await using second = await FakeSurreal.start();
    first.on("query", () => SILENCE);
    const db = client(first.ws);
    const pending = rejection(db.query("RETURN 1"));
    await settled(first.received("query"));
    await settled(db.connect(second.ws));
    expect(await pending).toMatchObject({ name: "ConnectionClosedError", outcome: "unknown" });
    await settled(first.disconnected());
    expect(first.open).toBe(0);
    expect(second.peers).toHaveLength(1);
    expect(db.url).toBe(second.ws);
  });
});

describe("a platform without what it takes", () => {
  it("A20 a WebSocket that cannot be made is an error of ours, not an unhandled one", async () => {
    class Broken {
      constructor() {
        throw new Error("no sockets here");
      }
    }
    const db = client("ws://127.0.0.1:1", { webSocket: Broken as never, reconnect: false });
    expect(await rejection(db.connect())).toMatchObject({ outcome: "not_sent" });
  });
});

describe("a URL", () => {
  it("A21 with credentials is refused, and they are repeated nowhere", () => {
    let error: SurrealError | undefined;
    try {
      AsyncSurreal("ws://user:canary-password@localhost:8000");
    } catch (thrown) {
      error = thrown as SurrealError;
    }
    expect(error).toBeInstanceOf(InvalidUrlError);
    expect(`${error?.stack}`).not.toContain("canary-password");
  });

  it.each(["ftp://host", "localhost:8000", "", "ws://", "ws://host?x=1", "ws://[::1", "ws://h:99999"])(
    "A22 %j is refused before any I/O",
    (url) => {
      let error: unknown;
      try {
        AsyncSurreal(url);
      } catch (thrown) {
        error = thrown;
      }
      expect([InvalidUrlError, UnsupportedEngineError]).toContain((error as Error).constructor);
      expect((error as SurrealError).outcome).toBe("not_sent");
    },
  );
});
