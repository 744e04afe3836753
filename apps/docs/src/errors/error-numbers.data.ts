// Read when the site is built: what the packages say of their messages.
import { fileURLToPath } from "node:url";
import { type NumberedError, numberedErrors } from "./numbered-errors.ts";

/** What VitePress puts in the place of this module. */
export declare const data: readonly NumberedError[];

const packages = fileURLToPath(new URL("../../../../packages", import.meta.url));

export default {
  load: (): NumberedError[] => numberedErrors(packages),
};
