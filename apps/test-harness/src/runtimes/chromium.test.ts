import { startTestServer, type TestServer } from "@surreal-sdk/test-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PackedWorkspace, packWorkspace } from "../packed/packed-workspace.ts";
import { askPage } from "./chromium.ts";
import { chromiumHere } from "./chromium-here.ts";
import { pageBlockingProgram, workerProgram } from "./programs.ts";
import { everything, lines, overHttp } from "./steps.ts";

const chromium = chromiumHere();
console.log(chromium === undefined ? "There is no Chromium here: its row is left out." : `Chromium: ${chromium}`);

it("the Chromium that is named is taken before one of the system", () => {
  expect(chromiumHere("the-one-named")).toBe("the-one-named");
});

describe.each(chromium === undefined ? [] : [chromium])("the published SDK in a page of %s", (program) => {
  let packed: PackedWorkspace;
  let server: TestServer;
  let answers: Record<string, string>;
  beforeAll(async () => {
    [packed, server] = await Promise.all([packWorkspace(), startTestServer()]);
    answers = await askPage(program, packed.folder, {
      ws: { program: workerProgram, argument: server.wsUrl },
      http: { program: workerProgram, argument: server.httpUrl },
      mem: { program: workerProgram, argument: "mem://" },
      blocking: { program: pageBlockingProgram, argument: server.wsUrl },
    });
  }, 600_000);
  afterAll(async () => {
    await server?.close();
    packed?.remove();
  });

  it("does everything over a WebSocket", () => {
    expect(answers.ws).toBe(lines(everything));
  });

  it("does all but transactions and live queries over HTTP", () => {
    expect(answers.http).toBe(lines(overHttp));
  });

  it("is told that there is no embedded database", () => {
    expect(answers.mem).toContain("query: ConnectionUnavailableError\nrecord: ConnectionUnavailableError\n");
    expect(answers.mem).toContain("export: UnsupportedEngineError\n");
  });

  it("is told that nothing blocks there", () => {
    expect(answers.blocking).toBe(
      "UnsupportedFeatureError: A blocking connection needs threads that may block, and this platform has none: use AsyncSurreal(url) here.",
    );
  });
});
