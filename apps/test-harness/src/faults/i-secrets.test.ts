import { describe, expect, it } from "vitest";
import { spoken } from "./kit/canary.ts";
import { type Client, client } from "./kit/client.ts";
import { expired, Refusal, SILENCE } from "./kit/fake-exchange.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { settled } from "./kit/watchdog.ts";

const secrets = {
  password: "canary-password-7d1f",
  access: `eyJjYW5hcnk.${Buffer.from('{"exp":4102444800,"c":"canary-token"}').toString("base64url")}.canaryaccess7d1f`,
  refresh: "canary-refresh-7d1f",
  header: "canary-header-7d1f",
  variable: "canary-variable-7d1f",
  key: "surreal-bearer-canarykey7d1f",
};

/** Which of the secrets a text holds. */
function leaks(text: string): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));
}

/** Listens to everything a client tells, and collects what it says. */
function eavesdrop(db: Client): string[] {
  const heard: string[] = [];
  for (const event of ["status", "error", "auth", "gap"] as const) {
    db.on(event, (...args: unknown[]) => heard.push(spoken(args), ...args.map(spoken)));
  }
  return heard;
}

/** Does everything that carries secrets, in the middle of every fault that the server thinks of. */
async function speak(db: Client, heard: string[]): Promise<number> {
  const attempts: (() => PromiseLike<unknown>)[] = [
    () => db.signin({ username: "root", password: secrets.password }),
    () => db.signup({ namespace: "a", database: "b", access: "user", variables: { password: secrets.password } }),
    () => db.signin({ namespace: "a", database: "b", access: "api", key: secrets.key }),
    () => db.authenticate(secrets.access),
    () => db.authenticate({ access: secrets.access, refresh: secrets.refresh }),
    () => db.refresh({ access: secrets.access, refresh: secrets.refresh }),
    () => db.revoke({ access: secrets.access, refresh: secrets.refresh }),
    () => db.let("secret", secrets.variable),
    () => db.query("CREATE user SET password = $password", { password: secrets.variable }),
    () => db.queryRaw("CREATE user SET password = $password", { password: secrets.variable }),
    () => db.create("user", { password: secrets.variable }),
    () => db.run("login", [secrets.variable]),
  ];
  let rejected = 0;
  for (const attempt of attempts) {
    await settled(
      Promise.resolve(attempt()).then(
        () => undefined,
        (error: unknown) => {
          rejected += 1;
          heard.push(spoken(error));
        },
      ),
    );
  }
  heard.push(spoken(db), Object.keys(db).join(), String(db), `${JSON.stringify({ db })}`);
  return rejected;
}

const refuse = (): never => {
  throw new Refusal({ code: -32000, kind: "Internal", message: "no" });
};

describe.each(["ws", "http"] as const)("over %s, a secret", (scheme) => {
  const options = { headers: { "X-Api-Key": secrets.header }, timeout: 150, namespace: "a", database: "b" };

  it.each([
    ["is refused", (server: FakeSurreal) => void methods(server, refuse)],
    [
      "has expired",
      (server: FakeSurreal) =>
        void methods(server, () => {
          throw expired();
        }),
    ],
    ["is never answered", (server: FakeSurreal) => void methods(server, () => SILENCE)],
    ["is answered with nonsense", (server: FakeSurreal) => void methods(server, () => ({ odd: [1, 2] }))],
    ["is accepted", () => undefined],
  ])("I06 that %s is in no message, stack, inspection, JSON or event", async (_what, fault) => {
    await using server = await FakeSurreal.start();
    fault(server);
    const db = client(server[scheme], options);
    const heard = eavesdrop(db);
    await speak(db, heard);
    expect(heard.flatMap(leaks)).toEqual([]);
  });

  it("I06 of the options is not shown by the client either, connected or not", async () => {
    await using server = await FakeSurreal.start();
    const auth = { access: secrets.access, refresh: secrets.refresh };
    const db = client(server[scheme], { ...options, auth });
    expect(leaks(spoken(db))).toEqual([]);
    await settled(db.query("RETURN 1"));
    expect(leaks(spoken(db) + spoken(db.with({ timeout: 5 })) + Object.keys(db).join())).toEqual([]);
    expect(leaks(spoken(db.query("RETURN $x", { x: secrets.variable })))).toEqual([]);
  });
});

describe("over ws, a secret", () => {
  it("I06 that is on its way when the connection drops, or when it is restored, is told nobody", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws, { headers: { "X-Api-Key": secrets.header }, timeout: 400 });
    const heard = eavesdrop(db);
    await settled(db.authenticate({ access: secrets.access, refresh: secrets.refresh }));
    await settled(db.let("secret", secrets.variable));
    const session = await settled(db.newSession());
    const transaction = await settled(db.beginTransaction());
    heard.push(spoken(session), spoken(transaction));
    methods(server, (_request, peer) => {
      peer.cut();
      return SILENCE;
    });
    await speak(db, heard);
    methods(server, refuse);
    server.peer.cut();
    await speak(db, heard);
    heard.push(spoken(db), spoken(session), spoken(transaction));
    expect(heard.flatMap(leaks)).toEqual([]);
    expect(heard.length).toBeGreaterThan(20);
  }, 40_000);
});

/** The same fate for everything that carries a secret. */
function methods(server: FakeSurreal, script: Parameters<FakeSurreal["on"]>[1]): void {
  for (const method of ["signin", "signup", "authenticate", "refresh", "revoke", "let", "query", "run"]) {
    server.on(method, script);
  }
}
