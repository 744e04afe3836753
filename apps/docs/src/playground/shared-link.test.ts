import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { fromFragment, toFragment } from "./shared-link.ts";

describe("a link that carries a text", () => {
  it.each([
    ["surql", "RETURN '⟨ü⟩ 😀';\n-- // => 1"],
    ["ts", 'import { AsyncSurreal } from "surreal-sdk";\n'.repeat(200)],
    ["ts", ""],
  ] as const)("gives it back, in its language: %s", async (language, text) => {
    const fragment = await toFragment({ language, text });
    expect(fragment).toMatch(/^#(surql|ts)=[\w-]+$/);
    expect(await fromFragment(fragment)).toEqual({ language, text });
  });

  it("is short where the text repeats itself", async () => {
    expect((await toFragment({ language: "surql", text: "SELECT * FROM person;\n".repeat(100) })).length).toBeLessThan(
      120,
    );
  });

  it.each(["", "#", "#heading", "#ts=", "#js=AAAA", "#ts=AAAA", "#ts=////", `#ts=${"A".repeat(1001)}`])(
    "%j carries none",
    async (fragment) => {
      expect(await fromFragment(fragment)).toBeUndefined();
    },
  );

  it("is refused when it unpacks to very much", async () => {
    const bomb = deflateRawSync(Buffer.alloc(10_000_000)).toString("base64url");
    expect(await fromFragment(`#surql=${bomb}`)).toBeUndefined();
  });
});
