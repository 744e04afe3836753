export { type GenerateOptions, generateTypes } from "./print/generate-types.ts";
