// Read when the site is built: what the package says of itself.
import { readFileSync } from "node:fs";

/** The version of the SDK and the page of its repository. */
export interface AboutSdk {
  readonly version: string;
  readonly repository: string;
}

/** What VitePress puts in the place of this module. */
export declare const data: AboutSdk;

export default {
  watch: ["../../../../packages/surreal-sdk/package.json"],
  load([file = ""]: readonly string[]): AboutSdk {
    const manifest = JSON.parse(readFileSync(file, "utf8")) as { version: string; repository: { url: string } };
    return { version: manifest.version, repository: manifest.repository.url.replace(/^git\+|\.git$/g, "") };
  },
};
