// Runs the tour: `npm run demo`. The first run installs what the tour and the root need, and builds what the tour needs.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { overNpmBanner } from "./npm-banner.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = join(root, "node_modules/.cache/demo");
const tour = join(root, "apps/tour/dist/main.js");
const PNPM = "npx -y pnpm@10.34.9";

const given = process.argv.slice(2);
process.stdout.write(overNpmBanner(process.env, process.stdout, given));
const sources = fingerprint();
if (!isBuilt(sources)) await prepare();
const { status } = spawnSync(process.execPath, [tour, ...given], { stdio: "inherit" });
process.exitCode = status ?? 1;

/** @param {string} wanted */
function isBuilt(wanted) {
  return existsSync(tour) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
}

/** Where everything is installed, turbo builds, which builds only what has changed. */
async function prepare() {
  console.log("Installing and building what the tour needs: once, and again after a change.");
  if (existsSync(join(root, "node_modules/.bin/turbo"))) {
    run("npm run --silent setup");
    run("npx --no-install turbo run build --filter=@surreal-sdk/tour... --output-logs=errors-only");
  } else {
    run(`${PNPM} install --frozen-lockfile --prefer-offline --filter @surreal-sdk/tour...`);
    await buildUnchecked(neededBy("apps/tour"));
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, sources);
}

/**
 * Builds members without checking their types: their compilers need nothing of each other, so they run side by side.
 *
 * @param {readonly string[]} folders
 */
async function buildUnchecked(folders) {
  const waiting = [...folders];
  const work = async () => {
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) await build(folder);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

/** @param {string} folder */
async function build(folder) {
  const command = manifestOf(folder).scripts.build.replace(/^tsc /, "tsc --noCheck ");
  const PATH = [join(root, folder, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const options = { cwd: join(root, folder), shell: true, env: { ...process.env, PATH } };
  const child = spawn(command, { ...options, stdio: ["ignore", "ignore", "inherit"] });
  const [status] = await once(child, "exit");
  if (status === 0) return;
  process.stderr.write(`${command} failed in ${folder}.\n`);
  process.exit(1);
}

/**
 * A member of the workspace and the packages that it needs at run time, by their folders.
 *
 * @param {string} folder
 * @returns {string[]}
 */
function neededBy(folder) {
  const names = readdirSync(join(root, "packages")).map((name) => `packages/${name}`);
  const folderOf = new Map(names.map((each) => [manifestOf(each).name, each]));
  const found = new Set([folder]);
  for (const each of found) {
    const { dependencies = {}, peerDependencies = {} } = manifestOf(each);
    for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
      if (folderOf.has(name)) found.add(folderOf.get(name));
    }
  }
  return [...found];
}

/** @param {string} folder */
function manifestOf(folder) {
  return JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
}

/**
 * Runs a command, and shows what it printed if it fails.
 *
 * @param {string} command
 */
function run(command) {
  const { status, stdout, stderr } = spawnSync(command, { cwd: root, shell: true, encoding: "utf8" });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}\n${command} failed.\n`);
  process.exit(1);
}

/** Everything that decides about what is installed and built. */
function fingerprint() {
  const hash = createHash("sha256");
  hash.update(process.version).update(readFileSync(join(root, "pnpm-lock.yaml")));
  const members = readdirSync(join(root, "packages")).map((name) => `packages/${name}`);
  for (const member of [...members.sort(), "apps/tour"]) {
    for (const path of sourcesOf(join(root, member))) hash.update(path).update(readFileSync(path));
  }
  return hash.digest("hex");
}

/** @param {string} folder */
function sourcesOf(folder) {
  const top = readdirSync(folder).filter((name) => /\.json$/.test(name));
  const inner = existsSync(join(folder, "src"))
    ? readdirSync(join(folder, "src"), { recursive: true, encoding: "utf8" }).filter((name) => /\.[cm]?ts$/.test(name))
    : [];
  return [...top, ...inner.map((name) => `src/${name}`)].sort().map((name) => join(folder, name));
}
