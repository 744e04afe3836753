import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { installPackages } from "./installed-packages.ts";
import { linkPackages } from "./linked-packages.ts";

/** The frameworks that the guide has a recipe for. */
const versions = { "@hono/node-server": "2.1.9", express: "5.3.0", hono: "4.13.19" } as const;

/** Installs the frameworks from npm, and gives the folder they are in. */
export function installFrameworks(): Promise<string> {
  return installPackages("frameworks", versions);
}

/** A web server that runs in a process of its own. */
export interface WebServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the program of a web server in the folder of a packed workspace, and waits until it names its port. */
export async function startWebServer(
  folder: string,
  modules: string,
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<WebServer> {
  linkPackages(folder, modules, Object.keys(versions));
  const child = spawn(process.execPath, [join(folder, program)], {
    cwd: folder,
    env: { ...process.env, ...environment, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  for await (const line of createInterface(child.stdout)) {
    const port = /^port (\d+)$/.exec(line)?.[1];
    if (port === undefined) continue;
    return {
      url: `http://127.0.0.1:${port}`,
      async close() {
        child.kill();
        await closed;
      },
    };
  }
  throw new Error(`${program} ended before it listened.`);
}
