import process from "node:process";
import { cachedPrograms, chosenProgram, type ServerProgram } from "./server-program.ts";

/** The servers of these versions, or all that are there; only the one that `SURREAL_BINARY` names, if it names one. */
export function wantedPrograms(versions: readonly string[]): readonly ServerProgram[] {
  const named = process.env.SURREAL_BINARY === undefined ? undefined : chosenProgram();
  if (named !== undefined) return [named];
  const all = cachedPrograms();
  return versions.length === 0 ? all : all.filter(({ version }) => versions.includes(version));
}
