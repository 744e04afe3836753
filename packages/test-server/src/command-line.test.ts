import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readCommandLine } from "./command-line.ts";
import { WireClient } from "./wire/wire-client.ts";

describe("the options", () => {
  it("default to port 8000 and a database in memory", () => {
    expect(readCommandLine([])).toEqual({ port: 8000 });
  });

  it("are read from both spellings", () => {
    const words = [
      "--port=0",
      "--user",
      "root",
      "--pass=p",
      "--path",
      "surrealkv://x",
      "--unauthenticated",
      "--host",
      "::1",
    ];
    expect(readCommandLine(words)).toEqual({
      port: 0,
      user: "root",
      pass: "p",
      path: "surrealkv://x",
      unauthenticated: true,
      host: "::1",
    });
    expect(readCommandLine(["--help"])).toBeUndefined();
  });

  it.each([
    [["--port", "x"], "--port takes a number from 0 to 65535, not x."],
    [["--port", "65536"], "--port takes a number from 0 to 65535, not 65536."],
    [["--user", "root"], "--user and --pass belong together: give both or neither."],
    [["--unknown"], "Unknown option '--unknown'"],
  ])("are refused when they are %j", (words, message) => {
    expect(() => readCommandLine(words)).toThrow(message);
  });
});

describe("the command", () => {
  const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

  async function start(path: string) {
    const words = [main, "--port", "0", "--user", "root", "--pass", "root", "--path", path];
    const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    return { child, line, url: /ws:\S+/.exec(line)?.[0] ?? "" };
  }

  async function enter(url: string): Promise<WireClient> {
    const client = await WireClient.connect(url);
    await client.result("signin", [{ user: "root", pass: "root" }]);
    await client.result("use", ["n", "d"]);
    return client;
  }

  it("prints where it listens, ends cleanly at Ctrl-C, and keeps what is on disk", async () => {
    const folder = await mkdtemp(join(tmpdir(), "surreal-server-"));
    const path = `surrealkv://${join(folder, "store")}`;
    const first = await start(path);
    expect(first.line).toMatch(/^SurrealDB is listening on ws:\/\/127\.0\.0\.1:\d+ and http:\/\/127\.0\.0\.1:\d+ /);
    const client = await enter(first.url);
    await client.result("query", ["CREATE kept:1"]);
    first.child.kill("SIGINT");
    expect(await once(first.child, "exit")).toEqual([0, null]);

    const second = await start(path);
    const again = await enter(second.url);
    expect(await again.result("query", ["SELECT VALUE id.id() FROM kept"])).toMatchObject([{ result: [1] }]);
    second.child.kill("SIGTERM");
    expect(await once(second.child, "exit")).toEqual([0, null]);
    await rm(folder, { recursive: true });
  });
});
