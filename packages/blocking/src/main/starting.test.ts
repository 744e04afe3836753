import { ConnectionUnavailableError, UnsupportedEngineError } from "@surreal-sdk/transport";
import { expect, it } from "vitest";
import { puppet, puppetModule, thrown } from "../../test/puppet.ts";

it.each([
  ["is not there", { module: "file:///nowhere/engine.js" }, /could not be loaded/],
  ["has no such export", { export: "noEngine" }, /exports no function "noEngine"/],
  ["makes an engine that declares nothing", { export: "undeclaredEngine" }, /creates declares no capabilities\./],
  [
    "makes an engine of another contract",
    { export: "brokenEngine" },
    /creates was written for contract 0 of engines, and this SDK has contract 1/,
  ],
])("H03: an engine whose module %s is an UnsupportedEngineError that names it", (_name, engine, message) => {
  using db = puppet({}, engine);
  const error = thrown(() => db.connect());
  expect(error).toBeInstanceOf(UnsupportedEngineError);
  expect(error.message).toMatch(message);
  expect(error.message).toContain("module" in engine ? engine.module : puppetModule);
});

it("H03: an engine that cannot be made throws what its module throws", () => {
  using db = puppet({}, { export: "throwingEngine" });
  const error = thrown(() => db.connect());
  expect(error).toBeInstanceOf(TypeError);
  expect(error.message).toBe("No engine today.");
});

it("H03: a module that never ends loading is given up after connectTimeout", () => {
  using db = puppet(
    { connectTimeout: 300 },
    { module: "data:text/javascript,await new Promise(() => setInterval(() => {}, 1e6))" },
  );
  const error = thrown(() => db.connect());
  expect(error).toBeInstanceOf(ConnectionUnavailableError);
  expect(error).toMatchObject({ outcome: "not_sent" });
});

it("a connection that is refused says so, and may be made later", () => {
  using db = puppet({ reconnect: false }, { options: { open: "refused" } });
  expect(thrown(() => db.connect())).toBeInstanceOf(ConnectionUnavailableError);
  expect(db.status).toBe("disconnected");
});

it("an engine that is no module is refused before anything starts", () => {
  using db = puppet({}, { module: (() => {}) as unknown as string });
  expect(thrown(() => db.connect())).toBeInstanceOf(TypeError);
});
