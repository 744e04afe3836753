import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { RequestStart } from "@surreal-sdk/core";
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

it("tells that a request begins where its caller is, and sends the trace that a subscriber names", async () => {
  const store = new AsyncLocalStorage<string>();
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const begun: [caller: string | undefined, start: unknown][] = [];
  const ended: unknown[] = [];
  const start = (message: unknown): void => {
    begun.push([store.getStore(), message]);
    (message as RequestStart).traceparent = traceparent;
  };
  const end = (message: unknown): number => ended.push(message);
  subscribe("surreal-sdk:request:start", start);
  subscribe("surreal-sdk:request", end);
  try {
    const engine = new ScriptedEngine();
    engine.script = () => ({ result: [] });
    const db = new AsyncSurrealConnection("my+proto://host", { engines: { "my+proto": engine } });
    await store.run("handler", async () => await db.query("RETURN $secret", { secret: "c4n4ry" }));
    await store.run("another", () => db.with({ traceparent, tracestate: "a=1" }).ping());
    await db.close();
    await store.run("late", () => db.ping()).catch(() => undefined);
    expect(begun.map(([caller]) => caller)).toEqual(["handler", "another", "late"]);
    expect(ended).toEqual(begun.map(([, message]) => message));
    expect(ended).toMatchObject([{ method: "query" }, { tracestate: "a=1" }, { error: "ConnectionClosedError" }]);
    expect(engine.calls).toMatchObject([
      { method: "query", trace_context: { traceparent } },
      { method: "ping", trace_context: { traceparent, tracestate: "a=1" } },
    ]);
    expect(JSON.stringify(begun)).not.toContain("c4n4ry");
  } finally {
    unsubscribe("surreal-sdk:request:start", start);
    unsubscribe("surreal-sdk:request", end);
  }
});
