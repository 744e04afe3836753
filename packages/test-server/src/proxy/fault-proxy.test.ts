import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { FaultProxy } from "./fault-proxy.ts";
import type { Faults } from "./faults.ts";

/** Sends back what it receives, and ends when the client does. */
let echo: Server;
let port = 0;
const sockets: Socket[] = [];
const proxies: FaultProxy[] = [];

beforeAll(async () => {
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => undefined);
    socket.pipe(socket);
  });
  echo.listen(0, "127.0.0.1");
  await once(echo, "listening");
  port = (echo.address() as { port: number }).port;
});
afterEach(async () => {
  vi.useRealTimers();
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const proxy of proxies.splice(0)) await proxy.close();
});
afterAll(() => {
  echo.close();
});

async function proxyWith(faults: Faults): Promise<FaultProxy> {
  const proxy = await FaultProxy.to(port, faults);
  proxies.push(proxy);
  return proxy;
}

/** A connection, the bytes that came back so far, and how it ended. */
function open(proxy: FaultProxy) {
  const socket = connect(proxy.port, "127.0.0.1");
  sockets.push(socket);
  const ended = new Promise<string>((resolve) => {
    // In front of an RST, Node sends a FIN at times.
    socket.on("end", () => resolve("end"));
    socket.on("error", () => resolve("end"));
  });
  const received: Buffer[] = [];
  socket.on("data", (chunk) => received.push(chunk));
  const text = (): string => Buffer.concat(received).toString();
  return { socket, ended, text };
}

describe("a fault proxy", () => {
  it("passes bytes and the end of a connection on when it has no faults", async () => {
    const { socket, ended, text } = open(await proxyWith({}));
    socket.end("hello");
    expect(await ended).toBe("end");
    expect(text()).toBe("hello");
  });

  it("resets every new connection while it refuses", async () => {
    const proxy = await proxyWith({ refuse: true });
    expect(await open(proxy).ended).toBe("end");
    proxy.faults = {};
    const { socket, text, ended } = open(proxy);
    socket.end("hello");
    await ended;
    expect([text(), proxy.made]).toEqual(["hello", 2]);
  });

  it.each(["rst", "fin"] as const)("cuts after as many bytes as it is told, by %s", async (ending) => {
    const { socket, ended, text } = open(await proxyWith({ cut: { direction: "toClient", after: 3, ending } }));
    socket.write("hello");
    expect(await ended).toBe("end");
    expect("hel".startsWith(text())).toBe(true);
    if (ending === "fin") expect(text()).toBe("hel");
  });

  it.each(["hold", "drop"] as const)("lets a connection stay open and silent with %s", async (fault) => {
    const proxy = await proxyWith({ [fault]: true });
    const { socket, text, ended } = open(proxy);
    await once(socket, "connect");
    socket.write("hello");
    await expect.poll(() => proxy.fromClient + Number(fault === "hold")).toBeGreaterThan(0);
    expect([proxy.open, text()]).toEqual([1, ""]);
    proxy.cut();
    expect(await ended).toBe("end");
  });

  it("keeps bytes, and the end after them, for as long as the delay says", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const proxy = await proxyWith({ delay: 60_000 });
    const { socket, ended, text } = open(proxy);
    socket.end("hello");
    while (proxy.fromClient < 5) await new Promise(setImmediate);
    expect(text()).toBe("");
    const fate = ended.then((end) => `${end} ${text()}`);
    const done = fate.then(() => true);
    while (!(await Promise.race([done, new Promise((turn) => setImmediate(turn, false))]))) {
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(await fate).toBe("end hello");
    expect(performance.now()).toBeGreaterThanOrEqual(120_000);
  });

  it("passes bytes in small pieces and changed ones", async () => {
    const corrupt = (bytes: Uint8Array, direction: string): Uint8Array =>
      direction === "toServer" ? Buffer.from(Buffer.from(bytes).toString().toUpperCase()) : bytes;
    const { socket, ended, text } = open(await proxyWith({ slice: 2, corrupt }));
    socket.end("hello");
    expect(await ended).toBe("end");
    expect(text()).toBe("HELLO");
  });

  it.each([
    [{ dely: 1 }, TypeError, 'There is no fault "dely"'],
    [{ hold: 1 }, TypeError, "hold is true or false."],
    [{ delay: -1 }, RangeError, "delay is a whole number from 0 on."],
    [{ slice: 0 }, RangeError, "slice is a whole number from 1 on."],
    [{ cut: { direction: "up", after: 1, ending: "rst" } }, TypeError, 'cut.direction is "toServer" or "toClient".'],
    [{ cut: { direction: "toServer", ending: "rst" } }, TypeError, "cut.after is a number."],
    [{ corrupt: true }, TypeError, "corrupt is a function"],
  ])("refuses the faults %j", async (faults, type, message) => {
    const error: unknown = await FaultProxy.to(port, faults as Faults).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(type);
    expect((error as Error).message).toContain(message);
    const proxy = await proxyWith({});
    expect(() => {
      proxy.faults = faults as Faults;
    }).toThrow(message);
  });
});
