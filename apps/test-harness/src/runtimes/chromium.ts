import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "esbuild";

/** A program that answers a request, as a worker does, and the argument of the request. */
export interface PageProgram {
  readonly program: string;
  readonly argument: string;
}

/**
 * Bundles programs for a browser with the packages of a folder, runs them in a page one after the other, and gives what
 * each answers.
 */
export async function askPage(
  chromium: string,
  folder: string,
  programs: Readonly<Record<string, PageProgram>>,
): Promise<Record<string, string>> {
  const files = new Map<string, string>([["/", page]]);
  for (const [name, { program }] of Object.entries(programs)) files.set(`/${name}.js`, await bundled(program, folder));
  files.set("/main.js", mainScript(programs));
  let answer = (_answers: string): void => undefined;
  const answered = new Promise<string>((resolve) => {
    answer = resolve;
  });
  const server = createServer(async (request: IncomingMessage, response) => {
    const file = files.get(request.url ?? "");
    if (request.method === "POST") answer(await text(request));
    const type = request.url === "/" ? "text/html" : "text/javascript";
    response.writeHead(request.method === "GET" && file === undefined ? 404 : 200, { "content-type": type }).end(file);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  try {
    return JSON.parse(await visited(chromium, `http://127.0.0.1:${port}/`, answered)) as Record<string, string>;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const page = '<!doctype html><script type="module" src="/main.js"></script>';

function mainScript(programs: Readonly<Record<string, PageProgram>>): string {
  const asked = Object.entries(programs).map(([name, { argument }]) => [name, argument]);
  return `
    const answers = {};
    for (const [name, argument] of ${JSON.stringify(asked)}) {
      try {
        const { default: program } = await import("/" + name + ".js");
        const request = new Request("/?argument=" + encodeURIComponent(argument));
        answers[name] = await (await program.fetch(request)).text();
      } catch (error) {
        answers[name] = String(error);
      }
    }
    await fetch("/", { method: "POST", body: JSON.stringify(answers) });`;
}

async function bundled(program: string, folder: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: folder, loader: "js" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

/** Visits a page until it has answered. */
async function visited(chromium: string, url: string, answered: Promise<string>): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), "chromium-"));
  const words = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
  ];
  const child = spawn(chromium, [...words, `--user-data-dir=${profile}`, url], { stdio: "ignore" });
  const closed = once(child, "close");
  try {
    const early = closed.then(() => Promise.reject(new Error(`${chromium} ended before its page had answered.`)));
    early.catch(() => undefined);
    return await Promise.race([answered, early]);
  } finally {
    child.kill();
    await closed;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
