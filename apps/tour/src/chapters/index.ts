import type { Chapter } from "../chapter.ts";
import { errors } from "./errors.ts";
import { exportAndImport } from "./export-and-import.ts";
import { graph } from "./graph.ts";
import { liveQueries } from "./live-queries.ts";
import { lostAnswers } from "./lost-answers.ts";
import { recordUsers } from "./record-users.ts";
import { sessions } from "./sessions.ts";
import { transactions } from "./transactions.ts";
import { typedSelects } from "./typed-selects.ts";
import { variables } from "./variables.ts";
import { watching } from "./watching.ts";
import { world } from "./world.ts";
import { writes } from "./writes.ts";

/** The chapters, in the order in which they are shown. */
export const chapters: readonly Chapter[] = [
  world,
  typedSelects,
  graph,
  writes,
  sessions,
  transactions,
  variables,
  recordUsers,
  exportAndImport,
  liveQueries,
  watching,
  lostAnswers,
  errors,
];
