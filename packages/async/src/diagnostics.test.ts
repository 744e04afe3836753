import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterEach, expect, it } from "vitest";
import { ScriptedEngine } from "../test/scripted-engine.ts";
import { AsyncSurrealConnection } from "./async-connection.ts";

const reports: [channel: string, report: Record<string, unknown>][] = [];
const listen = (message: unknown, name: string | symbol): void => {
  reports.push([String(name), message as Record<string, unknown>]);
};
const channels = ["request", "status", "connect", "live"].map((name) => `surreal-sdk:${name}`);

afterEach(() => {
  for (const name of channels) unsubscribe(name, listen);
  reports.length = 0;
});

it("tells Node's diagnostics channels what happens, without values", async () => {
  for (const name of channels) subscribe(name, listen);
  const engine = new ScriptedEngine();
  engine.script = ({ method }) =>
    method === "ping" ? { error: { kind: "Thrown", message: "c4n4ry" } } : { result: [] };
  const db = new AsyncSurrealConnection("my+proto://host", { engines: { "my+proto": engine } });
  await db.query("RETURN $secret", { secret: "c4n4ry" });
  await db.ping().catch(() => undefined);
  await db.close();
  const url = "my+proto://host";
  expect(reports.map(([name, { duration: _, ...report }]) => [name, report])).toEqual([
    ["surreal-sdk:status", { url, status: "connecting", error: undefined }],
    ["surreal-sdk:status", { url, status: "connected", error: undefined }],
    ["surreal-sdk:connect", { url, reconnected: false }],
    [
      "surreal-sdk:request",
      {
        url,
        method: "query",
        statement: "RETURN $secret",
        session: undefined,
        transaction: undefined,
        error: undefined,
        outcome: undefined,
      },
    ],
    [
      "surreal-sdk:request",
      {
        url,
        method: "ping",
        statement: undefined,
        session: undefined,
        transaction: undefined,
        error: "ThrownError",
        outcome: "failed",
      },
    ],
    ["surreal-sdk:status", { url, status: "closed", error: undefined }],
  ]);
  expect(JSON.stringify(reports)).not.toContain("c4n4ry");
});

it("measures nothing where nobody listens", async () => {
  const db = new AsyncSurrealConnection("my+proto://host", { engines: { "my+proto": new ScriptedEngine() } });
  await db.ping();
  await db.close();
  expect(reports).toEqual([]);
});
