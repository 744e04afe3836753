import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { expect, it } from "vitest";
import { puppet } from "../../test/puppet.ts";

it("tells Node's diagnostics channels of each request when it begins and when it has ended", () => {
  const told: [channel: string, method: unknown, duration: unknown][] = [];
  const listen = (message: unknown, name: string | symbol): void => {
    const { method, duration } = message as { method?: unknown; duration?: unknown };
    told.push([String(name), method, typeof duration]);
  };
  const channels = ["surreal-sdk:request:start", "surreal-sdk:request"];
  for (const name of channels) subscribe(name, listen);
  try {
    using db = puppet();
    db.ping();
    expect(told).toEqual([
      ["surreal-sdk:request:start", "ping", "undefined"],
      ["surreal-sdk:request", "ping", "number"],
    ]);
  } finally {
    for (const name of channels) unsubscribe(name, listen);
  }
});
