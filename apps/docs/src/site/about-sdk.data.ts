// Read when the site is built: what the package says of itself.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The version of the SDK and the page of its repository. */
export interface AboutSdk {
  readonly version: string;
  readonly repository: string;
}

/** What VitePress puts in the place of this module. */
export declare const data: AboutSdk;

const file = fileURLToPath(new URL("../../../../packages/surreal-sdk/package.json", import.meta.url));

// No `watch`: VitePress would look for the file in all folders of the repository.
export default {
  load(): AboutSdk {
    const manifest = JSON.parse(readFileSync(file, "utf8")) as { version: string; repository: { url: string } };
    return { version: manifest.version, repository: manifest.repository.url.replace(/^git\+|\.git$/g, "") };
  },
};
