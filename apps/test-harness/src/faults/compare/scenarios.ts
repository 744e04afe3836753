import { CborCodec, RecordId } from "surreal-sdk";
import { isLive } from "../kit/default-script.ts";
import { SILENCE, statement } from "../kit/fake-exchange.ts";
import { executions } from "../kit/verdicts.ts";
import type { Scenario } from "./scenario.ts";

const codec = new CborCodec();

/** `hung`, a wrong verdict, or nothing. */
function settles(said: readonly string[]): string | undefined {
  if (said.includes("hung") || said.length === 0) return "never settles";
  return undefined;
}

/** Fifteen faults that any client of a database meets sooner or later. */
export const scenarios: readonly Scenario[] = [
  {
    row: "B1",
    fault: "close() with a query in flight",
    prepare: ({ server }) => void server.on("query", () => SILENCE),
    heard: () => undefined,
    body: `const db = await sdk.open(url); const end = fate(sdk.query(db, "RETURN 1")); await pause(100); db.close(); say(await end);`,
    judge: settles,
  },
  {
    row: "B2",
    fault: "the connection is lost after the server executed a request",
    prepare: ({ server }) =>
      void server.on("query", (_request, peer) => {
        if (peer.number > 1) return undefined;
        peer.cut();
        return SILENCE;
      }),
    body: `const db = await sdk.open(url); say(await fate(sdk.query(db, "CREATE user", { token: 1 }))); await pause(100);`,
    judge: (said, _end, { server }) => {
      const times = executions(server).get(1) ?? 0;
      return times > 1 ? `it is executed ${times} times` : settles(said);
    },
  },
  {
    row: "B3",
    fault: "the connection is lost after the server executed the commit",
    prepare: ({ server }) =>
      void server.on("commit", (_request, peer) => {
        if (peer.number > 1) return undefined;
        peer.cut();
        return SILENCE;
      }),
    body: `const db = await sdk.open(url); const tx = await sdk.begin(db); say(await fate(tx.commit())); await pause(100);`,
    judge: (said, _end, { server }) => {
      if (server.count("commit") > 1) return `the commit is sent ${server.count("commit")} times`;
      return said.some((line) => line.includes("unknown")) ? undefined : `told: ${said.join()}`;
    },
  },
  {
    row: "B4",
    fault: "connect() to a port without a listener; reconnecting is off",
    url: () => "ws://127.0.0.1:9",
    body: `say(await fate(sdk.connect(sdk.make(url, { reconnect: false }))));`,
    judge: settles,
  },
  {
    row: "B5",
    fault: "the server accepts TCP and never answers the upgrade",
    prepare: ({ proxy }) => {
      proxy.faults = { hold: true };
    },
    url: ({ proxy }) => proxy.wsUrl,
    body: `say(await fate(sdk.connect(sdk.make(url, { reconnect: false })), 4000));`,
    judge: settles,
  },
  {
    row: "B6",
    fault: "an error without an id, one request in flight",
    prepare: ({ server }) =>
      void server.on("query", (_request, peer) => {
        peer.send({ error: { code: -32700, message: "Parse error" } });
        return SILENCE;
      }),
    body: `const db = await sdk.open(url); say(await fate(sdk.query(db, "RETURN 1"), 1000));`,
    judge: settles,
  },
  {
    row: "B7",
    fault: "a truncated answer",
    prepare: ({ server }) =>
      void server.on("query", (request, peer) => {
        peer.sendBytes(codec.encode({ id: request.id, result: statement(1) }).subarray(0, 12));
        return SILENCE;
      }),
    body: `const db = await sdk.open(url); say(await fate(sdk.query(db, "RETURN 1"), 1000));`,
    judge: settles,
  },
  {
    row: "B8",
    fault: "silence without FIN, with a heartbeat of 0.2 s if it can be set",
    prepare: ({ server }) => void server.on("query", () => SILENCE),
    url: ({ proxy }) => proxy.wsUrl,
    heard: ({ proxy }, line) => {
      if (line === "open") proxy.drop();
    },
    body: `const db = await sdk.open(url, { heartbeat: { idle: 100, wait: 100 } }); say("open"); await pause(50);
      say(await fate(sdk.query(db, "RETURN 1"), 1200));`,
    judge: settles,
  },
  {
    row: "B9",
    fault: "a burst of 200 notifications",
    prepare: ({ server }) => {
      server.on("query", ({ params }, peer) => {
        if (isLive(params[0])) return undefined;
        for (let index = 0; index < 200; index += 1)
          peer.notify(server.lastLive, "CREATE", { n: index }, new RecordId("user", index));
        return undefined;
      });
    },
    body: `const db = await sdk.open(url); const stream = await sdk.live(db); let count = 0;
      const all = (async () => { while (count < 200) { await stream.next(); count += 1; } })();
      await pause(50); await fate(sdk.query(db, "RETURN 1")); await fate(all, 1500); say("delivered " + count);`,
    judge: (said) => (said.includes("delivered 200") ? undefined : (said.at(-1) ?? "nothing delivered")),
  },
  {
    row: "B10",
    fault: "a live query across a reconnect: does it report the gap?",
    prepare: ({ server }) =>
      void server.on("query", ({ params }, peer) => {
        if (isLive(params[0])) return undefined;
        if (peer.number === 1) {
          peer.cut();
          return SILENCE;
        }
        peer.notify(server.lastLive, "CREATE", { n: 1 }, new RecordId("user", 1));
        return undefined;
      }),
    body: `const db = await sdk.open(url); const stream = await sdk.live(db);
      await fate(sdk.query(db, "RETURN 1")); await pause(200); await fate(sdk.query(db, "RETURN 2"));
      const step = await Promise.race([stream.next(), pause(1000)]);
      say(step === undefined ? "silence" : "first " + JSON.stringify(sdk.valueOf(step.value)));`,
    judge: (said) => (said.some((line) => line.includes("GAP")) ? undefined : "resumes without a mark"),
  },
  {
    row: "B11",
    fault: "an argument that cannot be encoded, then a lost connection",
    prepare: ({ server }) =>
      void server.on("query", (_request, peer) => {
        if (peer.number > 1) return undefined;
        peer.cut();
        return SILENCE;
      }),
    body: `const db = await sdk.open(url); await fate(sdk.query(db, "RETURN $x", { x: 2n ** 70n }), 300);
      await fate(sdk.query(db, "RETURN 1"), 300); await pause(200); say(await fate(sdk.query(db, "RETURN 2"), 1500));`,
    judge: (said) => (said.includes("done") ? undefined : "disconnected for good"),
  },
  {
    row: "B12",
    fault: "the connection is lost during a ping; reconnecting is off",
    prepare: ({ server }) =>
      void server.on("ping", (_request, peer) => {
        peer.cut();
        return SILENCE;
      }),
    body: `const real = setInterval; globalThis.setInterval = (callback, time, ...rest) => real(callback, Math.min(time, 100), ...rest);
      const db = await sdk.open(url, { reconnect: false, heartbeat: { idle: 50, wait: 500 } }); await pause(800); say("alive"); process.exit(0);`,
    judge: (said, end) => (said.includes("alive") ? undefined : `the process ends with code ${end.code}`),
  },
  {
    row: "B13",
    fault: "HTTP: an answer with the id of another request",
    prepare: ({ server }) =>
      void server.onHttp((_request, response) => {
        response.writeHead(200, { "content-type": "application/cbor" });
        response.end(codec.encode({ id: "another", result: statement("another's") }));
        return true;
      }),
    url: ({ server }) => server.http,
    body: `const db = await sdk.open(url); say(await fate(sdk.query(db, "RETURN 1")));`,
    judge: (said) => (said.includes("done") ? "it is taken" : settles(said)),
  },
  {
    row: "B14",
    fault: "a row with the key __proto__, a text that starts with U+FEFF",
    prepare: ({ server }) =>
      void server.on("query", () => statement(JSON.parse('{"__proto__":{"polluted":true},"text":"\\ufeffbom"}'))),
    body: `const db = await sdk.open(url); const [row] = await sdk.query(db, "RETURN 1");
      const value = row?.result ?? row; say("polluted " + value.polluted); say("length " + value.text?.length);`,
    judge: (said) => {
      if (said.includes("polluted true")) return "the row's prototype is replaced";
      return said.includes("length 4") ? undefined : "the byte order mark is lost";
    },
  },
  {
    row: "B15",
    fault: "a record's id with a backslash and a closing bracket, as text",
    body: `const name = "a\\\\⟩ b"; say(sdk.id(name));`,
    judge: (said) => {
      const id = said.join("\n").slice("user:".length);
      const quoted = /^(?:⟨(?:[^⟩\\]|\\.)*⟩|`(?:[^`\\]|\\.)*`)$/su.test(id);
      return quoted ? undefined : "its end is not the end of the quotes";
    },
  },
];
