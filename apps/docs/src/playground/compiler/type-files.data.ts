// Read when the site is built: the declarations for the compiler of the playground.
import { fileURLToPath } from "node:url";
import { type TypeFile, typeFiles } from "./type-files.ts";

/** What VitePress puts in the place of this module. */
export declare const data: readonly TypeFile[];

const docs = fileURLToPath(new URL("../../..", import.meta.url));

export default {
  load: (): TypeFile[] => typeFiles(docs),
};
