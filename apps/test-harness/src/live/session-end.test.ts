import { AsyncSurreal, type LiveNotification, Surreal } from "surreal-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServerApart } from "../apart/server-apart.ts";
import { type StartedServer, serversApart } from "../real/servers-here.ts";

const place = { namespace: "ends", database: "ends" };
const root = { ...place, auth: { username: "root", password: "root" } } as const;
const servers = [...serversApart(), { name: "the test server of 4.0", start: () => ServerApart.start("4.0") }];

describe.each(servers)("on $name, a live query whose session ends with its token", ({ start }) => {
  let server: StartedServer;
  let writer: ReturnType<typeof AsyncSurreal>;

  beforeAll(async () => {
    server = await start();
    writer = AsyncSurreal(server.wsUrl, root);
    await writer.query(`
      DEFINE TABLE city PERMISSIONS FULL;
      DEFINE TABLE town PERMISSIONS FULL;
      DEFINE TABLE village PERMISSIONS FULL;
      DEFINE ACCESS account ON DATABASE TYPE RECORD SIGNUP (CREATE user) WITH REFRESH
        DURATION FOR TOKEN 2s, FOR SESSION 2s;
      DEFINE ACCESS brief ON DATABASE TYPE RECORD SIGNUP (CREATE user) DURATION FOR TOKEN 1s, FOR SESSION 1s;
    `);
  });
  afterAll(async () => {
    await writer.close();
    await server.close();
  });

  /** Waits until every token has ended that there is now. */
  async function afterTokens(): Promise<void> {
    const [now] = await writer.query<[number]>("RETURN time::unix()");
    while ((await writer.query<[number]>("RETURN time::unix()"))[0] <= now + 3);
  }

  it.concurrent("goes on after a GAP, since the SDK renews the identity in time", async () => {
    await using db = AsyncSurreal(server.wsUrl, place);
    await db.signup({ ...place, access: "account", variables: {} });
    await using stream = db.subscribeLive(await db.live("city"));
    const seen: LiveNotification["action"][] = [];
    const reading = (async () => {
      for await (const { action } of stream) {
        seen.push(action);
        if (action === "CREATE") return;
      }
    })();
    await afterTokens();
    expect(seen).toContain("GAP");
    await writer.query("CREATE city");
    await reading;
  });

  it("goes on in the same way for a client that blocks", () => {
    using db = Surreal(server.wsUrl, place);
    db.signup({ ...place, access: "account", variables: {} });
    using stream = db.subscribeLive(db.live("city"));
    expect(stream.next().value?.action).toBe("GAP");
    db.query("CREATE city").execute();
    expect(stream.next().value?.action).toBe("CREATE");
  });

  it.concurrent("ends with an error where nothing renews the identity", async () => {
    await using db = AsyncSurreal(server.wsUrl, place);
    await db.signup({ ...place, access: "brief", variables: {} });
    await using stream = db.subscribeLive(await db.live("village"));
    await expect(stream.next()).rejects.toMatchObject({
      name: "LiveEndedError",
      message: expect.stringMatching(/session .* has expired/),
    });
  });

  it.concurrent("goes on where the token itself was the proof of the identity", async () => {
    await using first = AsyncSurreal(server.wsUrl, place);
    const tokens = await first.signup({ ...place, access: "account", variables: {} });
    await using db = AsyncSurreal(server.wsUrl, place);
    await db.authenticate(tokens);
    await using stream = db.subscribeLive(await db.live("town"));
    expect((await stream.next()).value).toMatchObject({ action: "GAP" });
    const next = stream.next();
    await db.query("CREATE town");
    expect((await next).value).toMatchObject({ action: "CREATE" });
  });
});
