import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AsyncSurrealOptions } from "surreal-sdk";
import * as sdk from "surreal-sdk";
import { describe, expect, it } from "vitest";

const page = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../guide/${name}`, import.meta.url)), "utf8");

/** Every option; the compiler wants a new one to be put here. */
const options = {
  namespace: true,
  database: true,
  auth: true,
  expiryMargin: true,
  connectTimeout: true,
  timeout: true,
  closeTimeout: true,
  heartbeat: true,
  reconnect: true,
  offlineQueue: true,
  live: true,
  slowQuery: true,
  retryReads: true,
  maxMessageBytes: true,
  maxDepth: true,
  floats: true,
  codec: true,
  headers: true,
  requireTls: true,
  engines: true,
  webSocket: true,
  fetch: true,
  embedded: true,
} satisfies Record<keyof AsyncSurrealOptions, true>;

describe("the guide", () => {
  it("explains every option of a connection", () => {
    const text = page("connecting.md");
    expect(Object.keys(options).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it("says of every error when it comes", () => {
    const text = page("errors.md");
    const errors = Object.keys(sdk).filter((name) => /Error$/.test(name) && !/^Invalid\w+Error$/.test(name));
    expect(errors.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it("shows every type of value", () => {
    const text = page("values.md");
    const values = Object.entries(sdk).filter(
      ([, value]) => typeof value === "function" && sdk.VALUE_KIND in value.prototype,
    );
    expect(values.length).toBeGreaterThan(10);
    expect(values.map(([name]) => name).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
