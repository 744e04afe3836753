import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { keyOf } from "./sentence.mjs";
import { REGISTER } from "./short-packages.mjs";

/**
 * @typedef {object} Entry a numbered sentence
 * @property {number} number never used for another sentence
 * @property {string} sentence with a name in `‹›` for each value
 * @property {string[]} raises the classes of errors that show it
 * @property {string[]} [files] the files of the package that contain it; none when it is retired
 * @property {boolean} [part] it only stands inside of other sentences
 * @property {boolean} [retired] no file contains it any more; bundles made before still show its number
 *
 * @typedef {object} Register what a package says
 * @property {string[]} texts that are written for people and are no messages of errors
 * @property {Entry[]} messages by number
 */

/**
 * @param {string} root
 * @param {string} folder of the package
 * @returns {Register}
 */
export function readRegister(root, folder) {
  const path = join(root, folder, REGISTER);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : { texts: [], messages: [] };
}

/**
 * Numbers what was found. A sentence keeps its number as long as its words stay the same; other sentences get the next
 * numbers, and what was not found any more is retired. Where two branches have given one number to two sentences, the
 * second one gets another.
 *
 * @param {ReadonlyMap<string, Register>} registers by the folders of the packages
 * @param {readonly import("./find-messages.mjs").Message[]} messages
 * @returns {Map<string, Register>}
 */
export function numbered(registers, messages) {
  let last = Math.max(0, ...[...registers.values()].flatMap(({ messages }) => messages.map(({ number }) => number)));
  const taken = new Set();
  const numberOf = (known) => {
    const number = known === undefined || taken.has(known) ? ++last : known;
    taken.add(number);
    return number;
  };
  const updated = [...registers].map(([folder, register]) => {
    const known = new Map(register.messages.map((entry) => [keyOf(entry.sentence), entry]));
    const current = sentencesOf(messages.filter((message) => message.folder === folder));
    const entries = [...current].map(([key, facts]) => ({ number: numberOf(known.get(key)?.number), ...facts }));
    const retired = register.messages
      .filter(({ sentence }) => !current.has(keyOf(sentence)))
      .map(({ number, sentence, raises }) => ({ number: numberOf(number), sentence, raises, retired: true }));
    const all = [...entries, ...retired].sort((one, other) => one.number - other.number);
    return [folder, { texts: register.texts, messages: all }];
  });
  return new Map(updated);
}

/**
 * @param {ReadonlyMap<string, Register>} registers
 * @param {readonly import("./find-messages.mjs").Message[]} messages
 * @returns {string[]} one sentence for each package whose register is not what {@link numbered} makes of it
 */
export function registerComplaints(registers, messages) {
  const wanted = numbered(registers, messages);
  return [...registers].flatMap(([folder, { messages: present }]) => {
    const shown = new Set(present.map((entry) => JSON.stringify(entry)));
    const different = wanted.get(folder).messages.filter((entry) => !shown.has(JSON.stringify(entry)));
    if (different.length === 0) return [];
    const { sentence, retired } = different[0];
    const what = retired ? "has a number for a message that is gone" : "has no number or other facts for a message";
    return [`${folder}/${REGISTER} ${what}, so run \`npm run messages\`: ${sentence}`];
  });
}

/** The facts of each sentence of a package, by its words. */
function sentencesOf(messages) {
  const found = new Map();
  for (const { folder, path, text, raises, part } of messages) {
    const file = path.slice(folder.length + 1);
    const { files = [], raises: before = [], part: isPart = true } = found.get(keyOf(text)) ?? {};
    found.set(keyOf(text), {
      sentence: text,
      raises: [...new Set([...before, ...raises])].sort(),
      files: [...new Set([...files, file])].sort(),
      ...(part && isPart ? { part: true } : {}),
    });
  }
  return found;
}
