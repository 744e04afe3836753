import { describe, expect, it } from "vitest";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Target } from "../target.ts";

const queryable = [
  "query",
  "queryRaw",
  "select",
  "create",
  "update",
  "upsert",
  "delete",
  "merge",
  "patch",
  "insert",
  "insertRelation",
  "relate",
  "run",
  "let",
  "unset",
];
const session = [
  ...queryable,
  "use",
  "signin",
  "signup",
  "authenticate",
  "refresh",
  "revoke",
  "invalidate",
  "reset",
  "info",
  "version",
  "ping",
  "health",
  "live",
  "subscribeLive",
  "kill",
  "newSession",
  "beginTransaction",
  "transaction",
  "with",
];
const fileMethods = [
  ...["put", "putIfNotExists", "get", "head", "exists", "delete", "list"],
  ...["copy", "copyIfNotExists", "rename", "renameIfNotExists"],
];

/** Every class has every method, whatever carries it. */
export function surfaceCases(target: Target): void {
  const scratch = new ScratchDatabase(target);

  describe("the methods", () => {
    it("of a connection", () => {
      const methods = [...session, "connect", "close", "on", "export", "exportStream", "import"];
      expect(missing(scratch.db, methods)).toEqual([]);
      expect(missing(scratch.db.files, fileMethods)).toEqual([]);
    });

    if (target.kind !== "http")
      it("of a session: all but connecting and moving data", async () => {
        const made = await scratch.db.newSession();
        expect(missing(made, [...session, "closeSession"])).toEqual([]);
        expect(missing(made, ["connect", "export", "import"])).toEqual(["connect", "export", "import"]);
        expect(missing(made.files, fileMethods)).toEqual([]);
      });

    if (target.kind !== "http")
      it("of a transaction: what reads and writes", async () => {
        const made = await scratch.db.beginTransaction();
        expect(missing(made, [...queryable, "commit", "cancel"])).toEqual([]);
        const none = ["use", "signin", "live", "beginTransaction", "connect"];
        expect(missing(made, none)).toEqual(none);
        await made.cancel();
      });
  });
}

function missing(object: object, methods: readonly string[]): string[] {
  return methods.filter((name) => typeof (object as Record<string, unknown>)[name] !== "function");
}
