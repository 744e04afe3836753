import { setTimeout as pause } from "node:timers/promises";
import { AsyncSurreal, RecordId } from "surreal-sdk";
import { it } from "vitest";
import { FakeSurreal } from "../kit/fake-surreal.ts";
import { FaultProxy } from "../kit/fault-proxy.ts";
import { calm, troubles } from "./trouble.ts";

it("debug", async () => {
  const server = await FakeSurreal.start();
  const proxy = await FaultProxy.to(server.port);
  const log: string[] = [];
  const t0 = performance.now();
  const say = (s: string) => log.push(`${(performance.now() - t0).toFixed(0)} ${s}`);
  const options = {
    namespace: "a",
    database: "b",
    timeout: 1_000,
    connectTimeout: 2_000,
    closeTimeout: 300,
    heartbeat: { idle: 100, wait: 200 },
    reconnect: { minDelay: 5, maxDelay: 100 },
  };
  const db = AsyncSurreal(proxy.ws, options);
  db.on("status", (s, e) => say(`STATUS ${s} ${e?.message ?? ""}`));
  db.on("gap", (g) => say(`GAP EVENT ${g.reason}`));
  db.on("error", (e) => say(`ERROR ${e.message}`));
  let ended = false;
  let holes = 0;
  void (async () => {
    let last: number | undefined;
    for await (const item of db.subscribeLive(await db.live("tick"))) {
      if (item.action === "GAP") {
        say(`gap item`);
        last = undefined;
        continue;
      }
      const { n } = item.result as { n: number };
      if (last !== undefined && n !== last + 1) {
        say(`HOLE ${last} -> ${n}`);
        holes++;
      }
      if (last === undefined) say(`first after gap ${n}`);
      last = n;
    }
  })().catch((e) => say(`END ${e}`));
  let ticks = 0;
  let lastPeer: unknown;
  void (async () => {
    while (!ended) {
      await pause(5);
      const started = server.startedLive;
      if (started === undefined || started.peer.socket.readyState !== started.peer.socket.OPEN) continue;
      ticks += 1;
      if (lastPeer !== started.id) {
        say(`ticks to new id from ${ticks} ${String(started.id).slice(0, 8)}`);
        lastPeer = started.id;
      }
      started.peer.notify(started.id, "CREATE", { n: ticks }, new RecordId("tick", ticks));
    }
  })();
  let k = 0;
  const end = performance.now() + 15_000;
  while (performance.now() < end && holes === 0) {
    const trouble = troubles[k++ % troubles.length]!;
    say(`TROUBLE ${trouble.name}`);
    trouble.begin(proxy, server);
    await pause(250);
    say("calm");
    calm(proxy);
    await pause(250);
  }
  ended = true;
  console.log(log.slice(0, 12).concat(["..."], log.slice(-60)).join("\n"));
  await db.close();
  await proxy.close();
  await server.close();
});
