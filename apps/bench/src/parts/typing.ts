import { type Part, scaled } from "../part.ts";
import { measured } from "../section.ts";
import { type Compilation, compile } from "../typing/compile.ts";
import { typedProgram, untypedProgram } from "../typing/typed-program.ts";

const fields = 40;

/** What the compiler needs for the types of a large database. */
export const typing: Part = {
  title: "Types of a database",
  async run(options) {
    const [tables, selects] = [scaled(300, options), scaled(100, options)];
    const program = { tables, fields, selects };
    const typed: Compilation[] = [];
    const plain: Compilation[] = [];
    for (let round = 0; round < options.rounds; round += 1) {
      typed.push(await compile(typedProgram(program)));
      plain.push(await compile(untypedProgram(program)));
    }
    const what = `${tables} tables x ${fields} fields, ${selects} x 3 calls`;
    return {
      rows: [
        measured({ what: `check: ${what}`, figures: typed.map(({ check }) => check), unit: "s", atMost: 5 }),
        measured({ what: `memory: ${what}`, figures: typed.map(({ memory }) => memory), unit: "MiB", atMost: 200 }),
        measured({ what: "check without the type", figures: plain.map(({ check }) => check), unit: "s", atMost: 5 }),
      ],
    };
  },
};
