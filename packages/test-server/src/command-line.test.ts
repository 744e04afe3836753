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
      "--experimental",
      "--server-version=3.3",
      "--host",
      "::1",
    ];
    expect(readCommandLine(words)).toEqual({
      port: 0,
      user: "root",
      pass: "p",
      path: "surrealkv://x",
      unauthenticated: true,
      experimental: true,
      version: "3.3",
      host: "::1",
    });
    expect(readCommandLine(["--help"])).toBeUndefined();
  });

  it.each([
    [["--port", "x"], '--port takes a number from 0 to 65535, not "x".'],
    [["--port="], '--port takes a number from 0 to 65535, not "".'],
    [["--port", "65536"], '--port takes a number from 0 to 65535, not "65536".'],
    [["--path="], "--path is empty: leave it out, or give it a value."],
    [["--user", "root"], "--user and --pass belong together: give both or neither."],
    [["--server-version", "2.3"], "--server-version is one of 3.0, 3.2, 3.3, 4.0."],
    [["--unknown"], "Unknown option '--unknown'. Run it with --help for the list of options."],
    [["start"], "Unexpected argument 'start'. Run it with --help for the list of options."],
    [["--user"], "Option '--user <value>' argument missing. Run it with --help for the list of options."],
  ])("are refused when they are %j", (words, message) => {
    let error: unknown;
    try {
      readCommandLine(words);
    } catch (reason) {
      error = reason;
    }
    expect((error as Error).message).toBe(message);
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

  async function run(...words: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const child = spawn(process.execPath, [main, ...words]);
    const output = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => {
      output.stdout += String(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output.stderr += String(chunk);
      // It listens, and has said what it had to say.
      if (output.stdout !== "") child.kill("SIGTERM");
    });
    const [code] = (await once(child, "close")) as [number | null];
    return { code, ...output };
  }

  it.each([
    [["--foo"], 2, "Unknown option '--foo'."],
    [["--port", "abc"], 2, '--port takes a number from 0 to 65535, not "abc".'],
    [["--user", "root"], 2, "--user and --pass belong together: give both or neither."],
    [["--path", "nowhere"], 1, "The server cannot open the data at nowhere: "],
    [["--path", "surrealkv:///proc/none"], 1, "The server cannot open the data at surrealkv:///proc/none: "],
    [["--host", "203.0.113.1", "--port", "0"], 1, "This machine has no address 203.0.113.1."],
  ])("says in one line what is wrong with %j", async (words, code, message) => {
    const ended = await run(...words);
    expect(ended).toMatchObject({ code, stdout: "" });
    expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(ended.stderr).toContain(message);
  });

  it("says at once that no user can sign in", async () => {
    const { stdout, stderr } = await run("--port", "0");
    expect(stdout).toContain("SurrealDB is listening on ws://127.0.0.1:");
    expect(stderr).toBe("No root user can sign in: there is none. Pass --user and --pass, or --unauthenticated.\n");
  });

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
