import { FaultProxy, startTestServer, type TestServer } from "@surreal-sdk/test-server";
import { AsyncSurreal } from "surreal-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const auth = { username: "root", password: "root" };
const place = { namespace: "once", database: "once" };
/** How far the cuts are apart, in bytes. */
const step = Number(process.env.CUT_STEP ?? 5);

let server: TestServer;
let observer: ReturnType<typeof AsyncSurreal>;
beforeAll(async () => {
  server = await startTestServer();
  observer = AsyncSurreal(server.wsUrl, { auth, ...place });
  await observer.query("DEFINE TABLE account; DEFINE TABLE sdk_transaction; CREATE account:1 SET n = 0");
});
afterAll(async () => {
  await observer.close();
  await server.close();
});

/** Adds one under a key, twice: over a connection that is cut after so many bytes, and again. */
async function addTwice(proxy: FaultProxy, key: string, direction: "toClient" | "toServer", after: number) {
  const db = AsyncSurreal(proxy.wsUrl, {
    auth: observer.token as string,
    ...place,
    connectTimeout: 500,
    reconnect: { minDelay: 1, maxDelay: 1 },
  });
  let isCut = false;
  db.on("status", (status) => {
    if (status !== "reconnecting") return;
    isCut = true;
    proxy.faults = {};
  });
  const add = () =>
    db.transaction(
      async (tx) => {
        await tx.query("UPDATE account:1 SET n += 1");
        return { key };
      },
      { key },
    );
  proxy.faults = { cut: { direction, after, ending: "rst" } };
  const first = await add().catch((error) => error as Error & { outcome?: string });
  proxy.faults = {};
  const result = await add();
  await db.close();
  return { isCut, first, result };
}

describe("a transaction with a key", () => {
  it.each(["toClient", "toServer"] as const)(
    "is applied exactly once, whichever byte %s is the last before the connection breaks",
    { timeout: 240_000 },
    async (direction) => {
      await using proxy = await FaultProxy.to(server.port);
      let cuts = 0;
      // From behind the last byte to the first one that lets a connection stand.
      for (let after = 3_000; ; after -= cuts === 0 ? 50 : step) {
        await observer.query("UPDATE account:1 SET n = 0");
        const key = `${direction} ${after}`;
        const { isCut, first, result } = await addTwice(proxy, key, direction, after);
        expect([after, await observer.query("RETURN account:1.n").first(), result]).toEqual([after, 1, { key }]);
        if (first instanceof Error) {
          expect(first).toMatchObject({ outcome: "not_sent" });
          break;
        }
        expect(first).toEqual({ key });
        if (isCut) cuts += 1;
      }
      expect(cuts).toBeGreaterThan(200 / step);
    },
  );
});
