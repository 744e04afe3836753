import { basename, dirname, join } from "node:path";
import { readDocument } from "../readme/documents.ts";

/** A file that a page of the site shows whole. */
export interface PageFile {
  readonly name: string;
  readonly text: string;
}

/** The files of a page, for those who follow it: fences marked `file=name`, and files that it takes in with `<<<`. */
export function pageFiles(document: string): PageFile[] {
  const markdown = readDocument(document);
  const fences = [...markdown.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)];
  const included = [...markdown.matchAll(/^<<< (\S+)$/gm)].map(([, path]) => join(dirname(document), path!));
  return [
    ...fences.map(([, name, text]) => ({ name: name!, text: text! })),
    ...included.map((path) => ({ name: basename(path), text: readDocument(path) })),
  ];
}
