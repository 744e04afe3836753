import { doubts, findMessages } from "./find-messages.mjs";
import { Project } from "./project.mjs";
import { readRegister, registerComplaints } from "./register.mjs";
import { keyOf, sentencesIn } from "./sentence.mjs";
import { entryComplaints, isShort, REGISTER } from "./short-packages.mjs";

/**
 * Checks that each message of an error has a number, and each number a message, in the packages whose modules exist with
 * numbers in the place of messages; and that all of their entries lead to these modules.
 *
 * @param {import("../workspace.mjs").Member[]} workspace
 * @param {string} root
 * @returns {string[]} one sentence for each
 */
export function checkMessages(workspace, root) {
  const members = workspace.filter(({ manifest }) => isShort(manifest));
  const project = new Project(members);
  const messages = findMessages(project);
  const registers = new Map(members.map(({ folder }) => [folder, readRegister(root, folder)]));
  return [
    ...members.flatMap(entryComplaints),
    ...doubts(project, messages, (folder) => registers.get(folder).texts),
    ...members.flatMap(({ folder }) => staleTexts(project, folder, registers.get(folder).texts)),
    ...registerComplaints(registers, messages),
  ];
}

function staleTexts(project, folder, texts) {
  const files = [...project.files.values()].filter((file) => file.folder === folder);
  const present = new Set(files.flatMap(({ tree }) => [...sentencesIn(tree)].map(({ text }) => keyOf(text))));
  return texts
    .filter((text) => !present.has(text))
    .map((text) => `${folder}/${REGISTER} lists a text that no file contains any more: ${text}`);
}
