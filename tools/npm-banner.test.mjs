import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { overNpmBanner } from "./npm-banner.mjs";

const npm = { npm_config_user_agent: "npm/11.19.1 node/v20", npm_lifecycle_event: "demo" };
const terminal = { isTTY: true, columns: 80 };

it("npm shows four lines before a program, and in a terminal they are taken back", () => {
  // The shell "true" runs nothing.
  const printed = execFileSync("npm", ["run", "demo"], {
    cwd: new URL("..", import.meta.url),
    env: { ...process.env, npm_config_script_shell: "true" },
    encoding: "utf8",
  });
  expect(printed.split("\n").slice(0, 4)).toEqual([
    "",
    expect.stringMatching(/^> .*\bdemo$/),
    "> node tools/demo.mjs",
    "",
  ]);
  expect(overNpmBanner(npm, terminal, [])).toBe("\x1b[4A\x1b[J");
});

it.each([
  ["in a pipe", npm, {}, []],
  ["in a narrow terminal", npm, { isTTY: true, columns: 20 }, []],
  ["with arguments", npm, terminal, ["--fast"]],
  ["under pnpm", { ...npm, npm_config_user_agent: "pnpm/10" }, terminal, []],
  ["without npm", {}, terminal, []],
  ["when npm is silent", { ...npm, npm_config_loglevel: "silent" }, terminal, []],
])("nothing is taken back %s", (_, environment, where, given) => {
  expect(overNpmBanner(environment, where, given)).toBe("");
});
