import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { platformTime } from "./platform-time.ts";

/** Both ends of a TCP connection. */
async function socketPair(): Promise<{ near: Socket; far: Socket } & AsyncDisposable> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const near = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [far] = (await once(server, "connection")) as [Socket];
  const close = async (): Promise<void> => {
    near.destroy();
    far.destroy();
    server.close();
  };
  return { near, far, [Symbol.asyncDispose]: close };
}

/** Lets a timer of one millisecond become due while nothing else can happen. */
function block(): void {
  const end = platformTime.now() + 2;
  while (platformTime.now() < end);
}

describe("a timer", () => {
  it("fires behind the input that has arrived while the thread was blocked", async () => {
    await using pair = await socketPair();
    const happened: string[] = [];
    pair.near.on("data", () => happened.push("input"));
    await new Promise<void>((resolve) => {
      platformTime.setTimeout(() => {
        happened.push("timer");
        resolve();
      }, 1);
      pair.far.write("answer");
      block();
    });
    expect(happened).toEqual(["input", "timer"]);
  });

  it("that is stopped by what has arrived does not fire, even if it is due", async () => {
    await using pair = await socketPair();
    let hasFired = false;
    const timer = platformTime.setTimeout(() => {
      hasFired = true;
    }, 1);
    pair.near.once("data", () => platformTime.clearTimeout(timer));
    pair.far.write("answer");
    block();
    await once(pair.near, "data");
    await new Promise((resolve) => setImmediate(resolve));
    expect(hasFired).toBe(false);
  });

  it("keeps the process alive, or not, as it is told", () => {
    const timer = platformTime.setTimeout(() => undefined, 60_000);
    const held = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = held();
    timer.unref?.();
    expect(held()).toBe(before - 1);
    timer.ref?.();
    expect(held()).toBe(before);
    platformTime.clearTimeout(timer);
    expect(held()).toBe(before - 1);
  });
});
