// Remembers of which modules the bundles of a package were made, so that they are not made again while nothing has changed.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Reports whether all files that a stamp names have the content that they had when it was written.
 *
 * @param {string} path of the stamp
 * @returns {boolean}
 */
export function isCurrent(path) {
  if (!existsSync(path)) return false;
  const { files, digest } = JSON.parse(readFileSync(path, "utf8"));
  return files.every((file) => existsSync(file)) && digestOf(files) === digest;
}

/**
 * @param {string} path of the stamp
 * @param {readonly string[]} files that were read and written
 */
export function writeStamp(path, files) {
  mkdirSync(dirname(path), { recursive: true });
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ files, digest: digestOf(files) }));
  renameSync(own, path);
}

function digestOf(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}
