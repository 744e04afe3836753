import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const entry = new URL("../dist/index.js", import.meta.url).href;

/** Runs a program in a process whose platform lacks a class from the beginning, as that of Hermes does. */
function without(lacking: string, program: string): string {
  const source = `
    const kept = globalThis.${lacking};
    delete globalThis.${lacking};
    const { CborCodec, cborFraming } = await import(${JSON.stringify(entry)});
    ${program}
  `;
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", source], {
    cwd,
    encoding: "utf8",
  });
  return stdout + stderr;
}

describe.each(["TextDecoder", "TextEncoder"])("on a platform without %s", (lacking) => {
  it("the codec is loaded, and says what is missing when it is made", () => {
    const program = `
      try {
        new CborCodec();
      } catch (error) {
        console.log(error.name, error.outcome, error.message);
      }
    `;
    expect(without(lacking, program)).toMatch(
      new RegExp(`^SurrealError not_sent This platform has no ${lacking}, .*polyfill that sets globalThis.${lacking}`),
    );
  });

  it("the codec works with a polyfill that came after it was loaded", () => {
    const program = `
      globalThis.${lacking} = kept;
      const codec = new CborCodec();
      const text = "Zürich, ".repeat(200);
      console.log(codec.decode(codec.encode({ text })).text === text);
    `;
    expect(without(lacking, program)).toBe("true\n");
  });
});
