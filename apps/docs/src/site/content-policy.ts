import { createHash } from "node:crypto";

/**
 * The content security policy of a page: nothing from elsewhere, and no script but files and the few lines that stand inside
 * of the page, each known by its hash.
 *
 * @param html - the page; empty for other files
 * @param connect - further places that the page may connect to
 */
export function policyFor(html: string, connect: readonly string[] = []): string {
  const hashes = inlineScripts(html).map(
    (script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  return [
    "default-src 'self'",
    ["script-src 'self' 'wasm-unsafe-eval'", ...hashes].join(" "),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...connect].join(" "),
    "object-src 'none'",
    "base-uri 'self'",
  ].join("; ");
}

/** Puts the policy into the page itself, in front of everything that it is about: a host of files sends no headers. */
export function withPolicy(html: string): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policyFor(html)}">`;
  return html.replace(/<head(\s[^>]*)?>/, (head) => `${head}\n    ${meta}`);
}

function inlineScripts(html: string): string[] {
  return [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script ?? "");
}
