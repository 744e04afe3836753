// What runs inside of the compiler's worker: TypeScript, so that a page stays quick while it reads a program.
import type { CompilerAnswer, CompilerCall, CompilerResult } from "./compiler-messages.ts";
import { ProgramChecker } from "./program-checker.ts";
import { programModule } from "./program-module.ts";

/** Answers what a page asks the compiler. */
class CompilerWorker {
  #checker = new ProgramChecker([]);

  /** @throws SyntaxError when a program is refused */
  answer(call: CompilerCall): CompilerResult {
    switch (call.kind) {
      case "files":
        this.#checker = new ProgramChecker(call.given);
        return true;
      case "module":
        return programModule(call.given.source, call.given.runtime);
      case "check":
        return this.#checker.check(call.given);
      case "typeAt":
        return this.#checker.typeAt(call.given.source, call.given.position);
    }
  }
}

const worker = new CompilerWorker();

addEventListener("message", ({ data: call }: MessageEvent<CompilerCall>) => {
  const { id } = call;
  const tell = (answer: CompilerAnswer): void => postMessage(answer);
  try {
    tell({ id, answer: worker.answer(call) });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    tell({ id, refused: error.message });
  }
});
