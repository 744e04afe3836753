import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { policyFor, withPolicy } from "./content-policy.ts";

const script = "document.title = 1";
const page = `<html><head lang="en"><meta charset="utf-8"><script src="/a.js"></script><script>${script}</script></head></html>`;
const hash = `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

it("stands in the page, in front of the scripts that it is about, and names the lines inside by their hash", () => {
  const made = withPolicy(page);
  const meta = /<head lang="en">\s*<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(made)?.[1] ?? "";
  expect(meta).toContain(`script-src 'self' 'wasm-unsafe-eval' ${hash};`);
  expect(meta).toContain("default-src 'self'");
  expect(meta).toContain("object-src 'none'");
  expect(meta).not.toContain("unsafe-eval' 'unsafe-inline");
  expect(made.replace(/\s*<meta http-equiv[^>]*>/, "")).toBe(page);
});

it("lets a page connect to its own site, and to places that are named", () => {
  expect(policyFor("")).toContain("connect-src 'self';");
  expect(policyFor("", ["ws://127.0.0.1:1"])).toContain("connect-src 'self' ws://127.0.0.1:1;");
});
