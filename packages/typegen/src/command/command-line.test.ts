import { expect, it } from "vitest";
import { readCommandLine } from "./command-line.ts";

it("files are read with their defaults", () => {
  expect(readCommandLine(["typegen", "a.surql", "schema"])).toEqual({
    source: { files: ["a.surql", "schema"] },
    out: "database.ts",
    task: "write",
  });
  expect(readCommandLine(["check", "a.surql", "--out=src/db.ts"])).toMatchObject({ out: "src/db.ts", task: "check" });
  expect(readCommandLine(["typegen", "a.surql", "--check"])).toMatchObject({ task: "check" });
  expect(readCommandLine(["typegen", "a.surql", "--watch"])).toMatchObject({ task: "watch" });
});

it("a database is read with its level", () => {
  const words = ["typegen", "--url", "ws://h", "--ns", "n", "--db=d"];
  expect(readCommandLine(words)?.source).toEqual({ url: "ws://h", namespace: "n", database: "d", level: "root" });
  expect(readCommandLine([...words, "--level", "database"])?.source).toMatchObject({ level: "database" });
});

it.each([[[]], [["--help"]], [["help"]], [["typegen", "--help"]], [["check", "--help"]]])(
  "%j asks for help",
  (words) => {
    expect(readCommandLine(words)).toBeUndefined();
  },
);

const more = "Run it with --help for the list of options.";
it.each([
  [["typgen"], `Unknown command 'typgen'. ${more}`],
  [["typegen"], `There is no schema: name .surql files, or a database by --url, --ns and --db. ${more}`],
  [["typegen", "--foo", "a.surql"], `Unknown option '--foo'. ${more}`],
  [["typegen", "--out"], `Option '--out <value>' argument missing. ${more}`],
  [["typegen", "a.surql", "--out="], "--out is empty: leave it out, or give it a value."],
  [["typegen", "a.surql", "--ns", "n"], "--ns and --db need --url, the URL of the database."],
  [["typegen", "--url", "ws://h", "--ns", "n"], "--url needs --ns and --db: the database to describe."],
  [
    ["typegen", "--url", "ws://h", "--ns", "n", "--db", "d", "a.surql"],
    "The schema is in files or in a database: give --url or files, not both.",
  ],
  [
    ["typegen", "--url", "ws://h", "--ns", "n", "--db", "d", "--level", "record"],
    '--level is root, namespace or database, not "record".',
  ],
  [
    ["typegen", "--url", "ws://root:secret@h", "--ns", "n", "--db", "d"],
    "--url must not contain a password: set SURREAL_USER and SURREAL_PASS in the environment.",
  ],
  [["check", "a.surql", "--watch"], "--watch writes and --check does not: give one of them."],
  [["typegen", "a.surql", "--watch", "--out", "-"], "--out - prints the types once: name a file to check or to watch."],
])("the command line %j is refused in one line", (words, message) => {
  let error: unknown;
  try {
    readCommandLine(words);
  } catch (reason) {
    error = reason;
  }
  expect(error).toBeInstanceOf(TypeError);
  expect((error as Error).message).toBe(message);
});
