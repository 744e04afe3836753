import type { RowText } from "./rows.ts";

/** Faults of threads and processes. */
export const processes: readonly RowText[] = [
  ["H01", "the server never answers a blocking call"],
  ["H02", "the worker of a blocking connection dies"],
  ["H03", "the worker cannot start"],
  ["H04", "a result larger than any buffer"],
  ["H05", "a blocking call from inside a callback"],
  ["H06", "SIGINT and SIGTERM while a call blocks"],
  ["H07", "the main thread ends with an open blocking connection"],
  ["H08", "an idle connection keeps the process alive, or does not"],
  ["H09", "the process ends with requests in flight"],
  [
    "H10",
    "a connection is dropped without close()",
    "A blocking connection is closed. An async connection stays open, as a Node socket does.",
  ],
  [
    "H11",
    "a connection is passed to another thread",
    "The platform clones it to an empty object. A class cannot prevent that.",
  ],
  ["H12", "several processes"],
  ["H13", "an embedded store is closed and opened again"],
  ["H14", "an embedded store is opened twice"],
  ["H15", "the embedded module is missing"],
  [
    "H16",
    "the embedded engine panics",
    'A panic of the native module ends the process, and JavaScript cannot prevent that. The engine refuses requests that are known to cause a panic (engine-embedded, "what would end the process").',
  ],
  ["H17", "the process is killed after an acknowledged write"],
  ["H18", "blocking where a thread cannot wait"],
];
