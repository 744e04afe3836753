import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { policyFor } from "../src/site/content-policy.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** A folder served over HTTP. */
export interface StaticServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a folder as a careful host would: nothing from elsewhere, and no script but the files and the few lines that
 * stand inside of the pages, each known by its hash.
 *
 * @param connect - further places that the pages may connect to
 */
export async function serveFolder(folder: string, connect: readonly string[] = []): Promise<StaticServer> {
  const server = createServer(async ({ url = "/" }, response) => {
    const path = normalize(decodeURIComponent(new URL(url, "http://here").pathname));
    const found = await firstOf(candidates(path).map((candidate) => join(folder, candidate)));
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      "content-type": types[extname(found.file)] ?? "application/octet-stream",
      "content-security-policy": policy(found.file, found.body, connect),
    });
    response.end(found.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Pages are linked without their ending. */
function candidates(path: string): string[] {
  if (path.endsWith("/")) return [`${path}index.html`];
  return extname(path) === "" ? [`${path}.html`, `${path}/index.html`] : [path, `${path}.html`];
}

async function firstOf(files: readonly string[]): Promise<{ file: string; body: Buffer } | undefined> {
  for (const file of files) {
    const body = await readFile(file).catch(() => undefined);
    if (body !== undefined) return { file, body };
  }
  return undefined;
}

function policy(file: string, body: Buffer, connect: readonly string[]): string {
  return policyFor(extname(file) === ".html" ? body.toString() : "", connect);
}
