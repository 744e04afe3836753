// Draws the layers of tools/layers.mjs: `npm run draw` writes the picture and the table of ARCHITECTURE.md.
import { fileURLToPath } from "node:url";
import { writeDrawings } from "./drawings.mjs";

writeDrawings(fileURLToPath(new URL("..", import.meta.url)));
