import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { RunningServer } from "@surreal-sdk/test-server";
import { openDatabase, startServer } from "@surreal-sdk/test-server";
import { AsyncSurreal } from "surreal-sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Chapter } from "./chapter.ts";
import { chapters } from "./chapters/index.ts";
import { lostAnswers } from "./chapters/lost-answers.ts";
import { Narrator } from "./narrator.ts";
import { answer, type Part, playAwaiting, playBlocking } from "./play.ts";
import type { TourResult } from "./run-tour.ts";
import { runTour } from "./run-tour.ts";
import { Stage } from "./stage.ts";
import { readOptions } from "./tour-options.ts";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const command = (...words: string[]) => promisify(execFile)(process.execPath, [main, "--pace", "0", ...words]);

/** Holds the tour and gives what it wrote; `hear` is told each line when it is written. */
function* held(
  options: readonly string[],
  shown: readonly Chapter[],
  hear: (line: string) => void,
): Part<TourResult & { lines: string[] }> {
  const lines: string[] = [];
  const narrator = new Narrator((line) => {
    lines.push(line);
    hear(line);
  }, false);
  const stage = new Stage(readOptions(options));
  try {
    yield* stage.prepare();
    return { ...(yield* runTour(stage, shown, narrator)), lines };
  } finally {
    yield* stage.leave();
  }
}

const tour = (url: string, shown = chapters, hear: (line: string) => void = () => {}) =>
  playAwaiting(held(["--url", url, "--pace", "10"], shown, hear));

describe("the tour", () => {
  it("meets every expectation on an embedded database", async () => {
    const { met, missed } = await tour("mem://");
    expect(missed).toEqual([]);
    expect(met).toBeGreaterThan(40);
  });

  it("says which expectation was not met, and goes on with the next chapter", async () => {
    const broken: Chapter = {
      title: "Broken",
      *show({ expect: expectations }) {
        expectations.equal("one is two", yield* answer(1), 2);
      },
    };
    const thrown: Chapter = {
      title: "Thrown",
      *show() {
        yield Promise.reject(new TypeError("oops"));
      },
    };
    const fine: Chapter = {
      title: "Fine",
      *show({ expect: expectations }) {
        expectations.that("well", yield* answer(true));
      },
    };
    const { met, missed } = await tour("mem://", [broken, thrown, fine]);
    expect(met).toBe(1);
    expect(missed).toEqual([
      "Broken: one is two: got 1 instead of 2",
      expect.stringMatching(/^Thrown: ended early: TypeError: oops/),
    ]);
  });

  it("shows what is known of calls whose connection broke, and what the official SDK did there", async () => {
    const { lines, missed } = await tour("mem://", [lostAnswers]);
    expect(missed).toEqual([]);
    expect(lines.join("\n")).toContain("resumes without a mark");
    expect(lines.filter((line) => line.includes("✗"))).toEqual([]);
  });

  it("blocking, comes to its end within one turn of the event loop, and so without one await", () => {
    let turned = false;
    queueMicrotask(() => {
      turned = true;
    });
    const { met, missed } = playBlocking(held(["--blocking", "--pace", "1"], chapters, () => {}));
    expect(missed).toEqual([]);
    expect(met).toBeGreaterThan(40);
    expect(turned).toBe(false);
  });

  it.each([[[]], [["--blocking"]]])("ends by itself, with exit code 0, called with %j", async (words) => {
    const { stdout, stderr } = await command(...words);
    expect(stdout).toContain("0 missed");
    expect(stderr).toBe("");
  });
});

describe("the tour over the network", () => {
  let server: RunningServer;
  beforeEach(async () => {
    const database = await openDatabase({ user: "root", pass: "root" });
    server = await startServer({ database });
  });
  afterEach(async () => {
    await server.close();
    await server.database.close();
  });

  it("meets every expectation over WebSocket, twice on the same server, and leaves nothing behind", async () => {
    expect((await tour(server.wsUrl)).missed).toEqual([]);
    const { lines, missed } = await tour(server.wsUrl);
    expect(missed).toEqual([]);
    expect(lines.join("\n")).not.toContain("GAP:");
    await using db = AsyncSurreal(server.httpUrl, { auth: { username: "root", password: "root" } });
    const { namespaces } = (await db.query("INFO FOR ROOT").first()) as { namespaces: object };
    expect(Object.keys(namespaces).filter((name) => name.startsWith("tour_"))).toEqual([]);
  });

  it.each(["wsUrl", "httpUrl"] as const)("meets every expectation blocking, at the %s of a server", async (url) => {
    const { stdout } = await command("--blocking", "--url", server[url]);
    expect(stdout).toContain(" 0 missed");
  });

  it("meets every expectation over HTTP, where the server's refusals are shown", async () => {
    const { lines, missed } = await tour(server.httpUrl);
    expect(missed).toEqual([]);
    for (const method of ["live", "newSession", "beginTransaction"]) {
      expect(lines.join("\n")).toContain(`HTTP refuses ${method}`);
    }
  });

  it.each([
    ["two isolated sessions", "newSession()"],
    ["a live query", "CREATE train:ic8"],
    ["writing", "create answers"],
  ])("survives a server that is killed and started again during %s, and shows the gap", async (_name, line) => {
    let restarting: Promise<void> | undefined;
    const { lines, missed } = await tour(server.wsUrl, chapters, (written) => {
      if (written.includes(line)) restarting ??= restart();
    });
    await restarting;
    expect(missed).toEqual([]);
    expect(lines.join("\n")).toContain("GAP: the connection was lost");
  });

  async function restart(): Promise<void> {
    await server.kill();
    server = await startServer({ database: server.database, port: server.port });
  }
});
