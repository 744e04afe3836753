import type { TypeScriptVersion } from "./packed-workspace.ts";

/** A CommonJS program in TypeScript. */
export const commonJsProgram = `
import { AsyncSurreal, RecordId } from "surreal-sdk";
const db = AsyncSurreal("mem://");
db.query("RETURN 1").first().then((one) => {
  console.log(String(new RecordId("a", 1)), one);
  return db.close();
});
`;

const requiresModule = "error TS1479: The current file is a CommonJS module";
const findsNothing = "error TS2307: Cannot find module 'surreal-sdk'";

/** What each version of the compiler says of it with each `module` setting; nothing where it compiles. */
export const moduleSettings: readonly (readonly [TypeScriptVersion, module: string, complaint: string])[] = [
  ["5.9", "nodenext", ""],
  ["5.9", "node20", ""],
  ["5.9", "node18", requiresModule],
  ["5.9", "node16", requiresModule],
  ["5.9", "preserve", ""],
  ["5.9", "commonjs", findsNothing],
  ["6.0", "nodenext", ""],
  ["6.0", "node20", ""],
  ["6.0", "node18", requiresModule],
  ["6.0", "node16", requiresModule],
  ["6.0", "preserve", ""],
  ["6.0", "commonjs", ""],
  ["7.0", "nodenext", ""],
  ["7.0", "node20", ""],
  ["7.0", "node18", requiresModule],
  ["7.0", "node16", requiresModule],
  ["7.0", "preserve", ""],
  ["7.0", "commonjs", ""],
];
