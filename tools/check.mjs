// Runs every check: `npm test`. It needs only Node and npm, and installs everything else.
// The last line is "N passed, N failed". It counts every test, and every other step that fails.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { addUpTests, conclude, resultsPath } from "./test-results.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const tasks = ["build", "typecheck", "test", "package:check"];

/** @type {readonly [name: string, command: string][]} */
const steps = [
  ["install", "npm run setup"],
  ["style", "npx --no-install biome ci ."],
  ["rules", "node tools/rules.mjs"],
  [
    "packages",
    `npx --no-install turbo run ${tasks.join(" ")} --continue=dependencies-successful --output-logs=new-only`,
  ],
];

const tested = membersWithTests();
for (const folder of tested) rmSync(join(root, folder, resultsPath), { force: true });

const broken = [];
for (const [name, command] of steps) {
  console.log(`\n# ${name}: ${command}`);
  const { status } = spawnSync(command, { cwd: root, shell: true, stdio: "inherit" });
  if (status !== 0) broken.push(name);
  if (status !== 0 && name === "install") break;
}

const tests = addUpTests(root, broken.includes("install") ? [] : tested);
const { line, exitCode } = conclude(broken, tests);
console.log(`\n${tests.lines.join("\n")}`);
const servers = join(root, "apps/test-harness/dist/real/build.js");
if (existsSync(servers)) spawnSync(process.execPath, [servers, "which"], { stdio: "inherit" });
if (broken.length > 0) console.log(`Failed: ${broken.join(", ")}. See the first error above.`);
console.log(line);
process.exitCode = exitCode;

function membersWithTests() {
  const folders = ["packages", "apps"].flatMap((parent) =>
    existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`) : [],
  );
  return [...folders.sort(), "tools"].filter((folder) => {
    const manifest = join(root, folder, "package.json");
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).scripts?.test !== undefined;
  });
}
