// What runs inside of the compiler's worker: TypeScript, so that a page stays quick while it reads a program.
import type { CompilerAnswer, CompilerCall, CompilerResult } from "./compiler-messages.ts";
import { ProgramChecker } from "./program-checker.ts";
import { programModule } from "./program-module.ts";

let checker = new ProgramChecker([]);

function answerTo(call: CompilerCall): CompilerResult {
  switch (call.kind) {
    case "files":
      checker = new ProgramChecker(call.given);
      return true;
    case "module":
      return programModule(call.given.source, call.given.runtime);
    case "check":
      return checker.check(call.given);
    case "typeAt":
      return checker.typeAt(call.given.source, call.given.position);
  }
}

addEventListener("message", ({ data: call }: MessageEvent<CompilerCall>) => {
  const { id } = call;
  const tell = (answer: CompilerAnswer): void => postMessage(answer);
  try {
    tell({ id, answer: answerTo(call) });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    tell({ id, refused: error.message });
  }
});
