import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testEngine } from "@surreal-sdk/engine-conformance";
import { AsyncSurreal, Surreal } from "surreal-sdk";
import * as vitest from "vitest";
import { afterAll, expect, it } from "vitest";
import { MessageReader, streamEngine, toMessage } from "./stream-engine.ts";
import { serveStream } from "./stream-server.ts";

const folder = mkdtempSync(join(tmpdir(), "stream-"));
const path = join(folder, "db.sock");
const server = await serveStream(path);
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

testEngine(
  {
    name: "stream",
    engine: streamEngine(),
    url: `unix://${path}`,
    capabilities: { ...streamEngine().capabilities },
    patience: 20_000,
    faults: { cut: () => server.cut(), nowhere: `unix://${folder}/nowhere.sock` },
  },
  vitest,
);

it("a stream engine serves a connection that awaits", async () => {
  const db = AsyncSurreal(`unix://${path}`, { engines: { unix: streamEngine() } });
  await db.use("test", "test");
  await db.query("DEFINE TABLE person");
  const changes = db.subscribeLive(await db.live("person"));
  await db.create("person:ada", { name: "Ada", text: "x".repeat(300_000) });
  expect((await changes.next()).value).toMatchObject({ action: "CREATE", result: { name: "Ada" } });
  expect([db.host, db.rawUrl]).toEqual([undefined, `unix://${path}`]);
  await db.close();
});

it("a stream engine serves a connection that blocks", async () => {
  const built = (file: string): URL => new URL(`../../dist/engines/${file}.js`, import.meta.url);
  // A server in this process could not answer while the thread is blocked.
  const script = `
    const { serveStream } = await import(${JSON.stringify(built("stream-server").href)});
    await serveStream(${JSON.stringify(`${path}.apart`)});
    console.log("ready");`;
  const apart = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(apart.stdout, "data");
  const unix = { module: built("stream-engine"), export: "streamEngine" };
  const db = Surreal(`unix://${path}.apart`, { engines: { unix } });
  db.use("test", "test");
  expect(db.create("person:ada", { name: "Ada" })).toMatchObject({ name: "Ada" });
  expect(db.query("SELECT VALUE name FROM person").execute()).toEqual([["Ada"]]);
  db.close();
  apart.kill();
  await once(apart, "close");
});

it("messages are cut out of chunks of every size, and one that is too long is dropped", () => {
  const stream = Buffer.concat([
    toMessage(1, new Uint8Array([1, 2, 3])),
    toMessage(2, new Uint8Array(100)),
    toMessage(0, new Uint8Array()),
    toMessage(3, new Uint8Array([4])),
  ]);
  for (let size = 1; size <= stream.length; size += 1) {
    const read: [number, number[] | undefined][] = [];
    const reader = new MessageReader(10, (number, frame) => void read.push([number, frame && [...frame]]));
    for (let at = 0; at < stream.length; at += size) reader.read(stream.subarray(at, at + size));
    expect(read).toEqual([
      [1, [1, 2, 3]],
      [2, undefined],
      [0, []],
      [3, [4]],
    ]);
  }
});
