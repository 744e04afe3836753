import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { installPackages } from "@surreal-sdk/test-harness/installed";
import { linkPackages } from "@surreal-sdk/test-harness/linked";
import type { PackedWorkspace } from "@surreal-sdk/test-harness/packed";
import { pageFiles } from "@surreal-sdk/test-harness/page-files";

/** An app made of the files of a page, in a folder with the framework and the packed packages. */
export interface InstalledApp {
  readonly folder: string;
  /** Runs a command of an installed package to its end. */
  build(...command: string[]): Promise<void>;
  /** Starts a command of an installed package, and waits until it prints its address. */
  start(...command: string[]): Promise<RunningApp>;
  remove(): void;
}

/** A web server of an app. */
export interface RunningApp {
  readonly url: string;
  close(): Promise<void>;
}

/** What an app is made of. */
export interface AppParts {
  /** The page of the guide whose files it has. */
  readonly page: string;
  /** What is beside of them, by path: what a generator of the framework would write. */
  readonly files: Readonly<Record<string, string>>;
  /** The packages from npm, with their exact versions. */
  readonly packages: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
}

const execute = promisify(execFile);

/** Not in a folder of packages: frameworks take what is there for compiled. */
const cache = fileURLToPath(new URL("../../.vitepress/cache/apps", import.meta.url));

/** What contains both the apps and what is installed for them. */
const repository = fileURLToPath(new URL("../../../..", import.meta.url));

/** What the SDK depends on, which npm would install beside it. */
const dependencies = ["surreal-sdk", "@surreal-sdk", "ws", "undici"];

/** Installs the packages of an app, once for all runs, and writes its files. */
export async function installApp(packed: PackedWorkspace, parts: AppParts): Promise<InstalledApp> {
  const modules = await installPackages(parts.page, { ...parts.packages, node24: "npm:node@24.21.0" });
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "app-"));
  linkPackages(folder, modules, Object.keys(parts.packages));
  for (const name of dependencies) {
    const options = { recursive: true, dereference: true };
    cpSync(join(packed.folder, "node_modules", name), join(folder, "node_modules", name), options);
  }
  const written = pageFiles(`apps/docs/guide/${parts.page}.md`).map(({ name, text }) => [name, text] as const);
  for (const [name, text] of [...written, ...Object.entries(parts.files)]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const node = join(modules, "node24/bin/node");
  const env = { ...process.env, ...parts.environment, NODE_ENV: "production", APP_ROOT: repository };
  const argumentsOf = ([name = "", ...rest]: string[]): string[] => [join(modules, name), ...rest];
  return {
    folder,
    async build(...command) {
      await execute(node, argumentsOf(command), { cwd: folder, env, timeout: 400_000 });
    },
    async start(...command) {
      const child = spawn(node, argumentsOf(command), { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
      const closed = once(child, "close");
      for await (const line of createInterface(child.stdout)) {
        const port = /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/.exec(line)?.[1];
        if (port === undefined) continue;
        child.stdout.resume();
        return {
          url: `http://localhost:${port}`,
          async close() {
            child.kill();
            await closed;
          },
        };
      }
      throw new Error(`${command.join(" ")} ended before it listened.`);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
