/** How the program of a language gets ready to run, from its folder in `languages`. */
export interface Language {
  /** As in the tables: `Go`. */
  readonly name: string;
  /** Its folder. */
  readonly folder: string;
  /** What has to be on the machine, and how it tells its version. */
  readonly tool: readonly [string, ...string[]];
  /** Where the version of the client is written down. */
  readonly client: { readonly file: string; readonly version: RegExp };
  /** Commands that install the client and build the program, in the folder. */
  readonly steps: readonly (readonly [string, ...string[]])[];
  /** The programs that take part. */
  readonly programs: readonly LanguageProgram[];
}

/** One of the ways to use a client. */
export interface LanguageProgram {
  /** What follows the name of the language: `, blocking`. */
  readonly suffix: string;
  /** In the folder. */
  readonly command: readonly [string, ...string[]];
  /** It has one request at a time. */
  readonly isBlocking: boolean;
}

const python = "venv/bin/python";

/** The languages whose clients take part. */
export const languages: readonly Language[] = [
  {
    name: "Go",
    folder: "go",
    tool: ["go", "version"],
    client: { file: "go.mod", version: /surrealdb\.go v(\S+)/ },
    steps: [["go", "build", "-mod=mod", "-o", "contestant", "."]],
    programs: [{ suffix: "", command: ["./contestant"], isBlocking: false }],
  },
  {
    name: "Python",
    folder: "python",
    tool: ["python3", "--version"],
    client: { file: "requirements.txt", version: /^surrealdb==(\S+)/m },
    steps: [
      ["python3", "-m", "venv", "venv"],
      [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "requirements.txt"],
    ],
    programs: [
      { suffix: ", async", command: [python, "async_contestant.py"], isBlocking: false },
      { suffix: ", blocking", command: [python, "blocking_contestant.py"], isBlocking: true },
    ],
  },
  {
    name: "Rust",
    folder: "rust",
    tool: ["cargo", "--version"],
    client: { file: "Cargo.toml", version: /^surrealdb = \{ version = "=([^"]+)"/m },
    steps: [["cargo", "build", "--release", "--quiet"]],
    programs: [{ suffix: "", command: ["target/release/contestant"], isBlocking: false }],
  },
];
