import type { Part } from "../part.ts";
import { blocking } from "./blocking.ts";
import { codec } from "./codec.ts";
import { coldStart } from "./cold-start.ts";
import { embedded } from "./embedded.ts";
import { growth } from "./growth.ts";
import { http } from "./http.ts";
import { languages } from "./languages.ts";
import { live } from "./live.ts";
import { memory } from "./memory.ts";
import { pool } from "./pool.ts";
import { real } from "./real.ts";
import { size } from "./size.ts";
import { typing } from "./typing.ts";
import { watch } from "./watch.ts";
import { ws } from "./ws.ts";

/** The parts by the names they are asked for. */
export const parts: Readonly<Record<string, Part>> = {
  codec,
  ws,
  http,
  embedded,
  live,
  watch,
  real,
  pool,
  languages,
  blocking,
  "cold-start": coldStart,
  memory,
  growth,
  size,
  typing,
};
