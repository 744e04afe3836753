// Adds to the reference what TypeDoc does not generate from the comments; `npm run site` runs it.
import { writeFileSync } from "node:fs";
import { introducePackages } from "./package-pages.ts";
import { sideBySidePage } from "./method-pages.ts";
import { readSurfaces } from "./surface.ts";

writeFileSync("reference/side-by-side.md", sideBySidePage(readSurfaces("src/reference/sides.ts")));
introducePackages("../../packages", "reference");
