// Adds to the reference what it lacks when it has been made of comments alone; run by `npm run site`.
import { writeFileSync } from "node:fs";
import { introducePackages } from "./package-pages.ts";
import { sideBySidePage } from "./side-by-side-page.ts";
import { readSurfaces } from "./surface.ts";

writeFileSync("reference/side-by-side.md", sideBySidePage(readSurfaces("src/reference/sides.ts")));
introducePackages("../../packages", "reference");
