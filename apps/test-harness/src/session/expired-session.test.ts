import { startTestServer, type TestServer } from "@surreal-sdk/test-server";
import { AsyncSurreal } from "surreal-sdk";
import { afterAll, beforeAll, expect, it } from "vitest";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await using root = AsyncSurreal(server.wsUrl, { auth: server.auth, ...place });
  await root.query(`
    DEFINE ACCESS account ON DATABASE TYPE RECORD SIGNUP (CREATE user) DURATION FOR TOKEN 1s, FOR SESSION 1s;
    DEFINE TABLE city PERMISSIONS FULL;
    CREATE city:delft;
  `);
});
afterAll(() => server.close());

const place = { namespace: "expiry", database: "expiry" };

type Db = ReturnType<typeof AsyncSurreal>;

/** Signs a record up, and asks until its time has passed. */
async function expired(url: string): Promise<Db> {
  const db = AsyncSurreal(url, place);
  await db.signup({ ...place, access: "account", variables: {} });
  while ((await refusal(db)) === undefined);
  return db;
}

/** Why the database answers no question; nothing where it does. */
async function refusal(db: Db): Promise<string | undefined> {
  return db.select("city:delft").then(
    () => undefined,
    (error: Error) => error.message,
  );
}

it("over HTTP, invalidate() makes an expired session an anonymous one", async () => {
  await using db = await expired(server.httpUrl);
  await db.invalidate();
  expect(await refusal(db)).toContain("Anonymous access not allowed");
});

it("over a WebSocket, an expired session stays one after invalidate() and reset(), until somebody signs in", async () => {
  await using db = await expired(server.wsUrl);
  await db.invalidate();
  expect(await refusal(db)).toBe("The session has expired");
  await db.reset();
  await db.use(place);
  expect(await refusal(db)).toBe("The session has expired");
  await db.signin(server.auth);
  expect(await refusal(db)).toBeUndefined();
});

it("over a WebSocket, a new connection after invalidate() is anonymous", async () => {
  await using db = await expired(server.wsUrl);
  await db.invalidate();
  await db.close();
  await db.connect();
  expect(await refusal(db)).toContain("Anonymous access not allowed");
});
