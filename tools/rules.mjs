// Checks the rules of this repository: `node tools/rules.mjs [folder …]`, for example packages/core.
import { fileURLToPath } from "node:url";
import { checkDocumentation } from "./documentation.mjs";
import { checkDrawings } from "./drawings.mjs";
import { checkArrows } from "./layer-arrows.mjs";
import { checkMessages } from "./messages/check-messages.mjs";
import { checkPurity } from "./purity.mjs";
import { checkRepository } from "./repository-rules.mjs";
import { checkRooms } from "./rooms.mjs";
import { readWorkspace } from "./workspace.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
const wanted = process.argv.slice(2).map((folder) => folder.replace(/\/$/, ""));

const workspace = readWorkspace(root);
const all = [checkArrows, checkRooms, checkPurity, checkDocumentation].flatMap((check) => check(workspace));
all.push(...checkRepository(root, workspace), ...checkDrawings(root), ...checkMessages(workspace, root));
const complaints = wanted.length === 0 ? all : all.filter((text) => wanted.some((folder) => text.includes(folder)));

for (const complaint of complaints) console.error(complaint);
const files = workspace.reduce((sum, member) => sum + member.files.length, 0);
console.log(`${complaints.length} complaints about ${files} files in ${workspace.length} packages and apps.`);
process.exitCode = complaints.length === 0 ? 0 : 1;
