// Numbers the messages of all packages: `npm run messages`. Read what it changes before you commit it.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readWorkspace } from "../workspace.mjs";
import { findMessages } from "./find-messages.mjs";
import { Project } from "./project.mjs";
import { numbered, readRegister } from "./register.mjs";
import { isShort, REGISTER } from "./short-packages.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const members = readWorkspace(root).filter(({ manifest }) => isShort(manifest));
const messages = findMessages(new Project(members));
const registers = new Map(members.map(({ folder }) => [folder, readRegister(root, folder)]));
const paths = [...numbered(registers, messages)].map(([folder, register]) => {
  const path = join(root, folder, REGISTER);
  writeFileSync(path, JSON.stringify(register));
  return path;
});
execFileSync(join(root, "node_modules/.bin/biome"), ["format", "--write", ...paths], { cwd: root, stdio: "inherit" });
