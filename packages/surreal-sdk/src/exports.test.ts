import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { type BuildResult, build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import * as asyncEntry from "./async.ts";
import * as blockingEntry from "./blocking.ts";
import * as sdk from "./index.ts";
import * as jsonEntry from "./json.ts";
import * as liteEntry from "./lite.ts";
import * as poolEntry from "./pool.ts";

const errors = Object.entries(sdk).filter(
  (entry): entry is [string, typeof sdk.SurrealError] =>
    typeof entry[1] === "function" && entry[1].prototype instanceof Error,
);

describe("every error class", () => {
  it.each(errors)("%s is a SurrealError whose name is that of its export", (name, type) => {
    const made = Object.create(type.prototype) as Error;
    expect(made).toBeInstanceOf(sdk.SurrealError);
    const called = name === "SurrealDBMethodError" ? "ServerError" : name;
    expect(type.name).toBe(called);
    // Minifiers leave this one alone.
    expect([Object.hasOwn(type, "errorName"), type.errorName]).toEqual([true, called]);
  });

  it("that takes a message carries its name, outcome and whether to try again", () => {
    const plain = errors.filter(([name]) =>
      /(Closed|Lost|Unavailable|Timeout|Queue|Protocol|Ended|Restore|Response)\w*Error$/.test(name),
    );
    expect(plain.length).toBeGreaterThan(10);
    for (const [name, type] of plain) {
      const error = new type("no", { outcome: "not_sent" });
      expect(error).toMatchObject({ name: error.constructor.name, message: "no" });
      expect(error.toString()).toBe(`${name}: no`);
    }
  });

  it("stands where the reference puts it", () => {
    const under = (base: { readonly prototype: Error }): string[] =>
      errors
        .filter(([, type]) => Object.prototype.isPrototypeOf.call(base.prototype, type.prototype))
        .map(([name]) => name)
        .sort();
    expect(under(sdk.ServerError)).toEqual([
      "AlreadyExistsError",
      "ConfigurationError",
      "FieldError",
      "ImportError",
      "InternalError",
      "InvalidCredentialsError",
      "IsolationNotSupportedError",
      "NotAllowedError",
      "NotFoundError",
      "QueryError",
      "ReadSnapshotTooStaleError",
      "SerializableStaleReadError",
      "SerializationError",
      "ThrownError",
      "UniqueIndexError",
      "ValidationError",
    ]);
    expect(sdk.SurrealDBMethodError).toBe(sdk.ServerError);
    expect(under(sdk.TransportError)).toEqual([
      "ConnectionClosedError",
      "ConnectionLostError",
      "ConnectionUnavailableError",
      "HttpStatusError",
      "ProtocolError",
      "QueueFullError",
      "ReconnectExhaustedError",
      "RedirectRefusedError",
      "RequestTooLargeError",
      "ResponseTooLargeError",
      "TlsError",
      "TransportTimeoutError",
      "UnsupportedVersionError",
      "WorkerDiedError",
    ]);
    expect(under(sdk.CodecError)).toEqual(["DecodeError", "EncodeError"]);
    expect(under(sdk.UnexpectedResponseError)).toEqual(["RowValidationError"]);
    expect(under(sdk.LiveEndedError)).toEqual(["LiveRestoreError"]);
    expect(under(sdk.SurrealError)).toHaveLength(errors.length - 1);
  });
});

const root = fileURLToPath(new URL("..", import.meta.url));

function bundled(
  entry: string,
  platform: "browser" | "node",
  format: "esm" | "iife" = "esm",
): Promise<BuildResult<{ metafile: true; write: false }>> {
  return build({
    stdin: { contents: entry, resolveDir: root, loader: "js" },
    bundle: true,
    write: false,
    metafile: true,
    format,
    platform,
    logLevel: "silent",
  });
}

describe("surreal-sdk/async in a browser", () => {
  let result: BuildResult<{ metafile: true; write: false }>;

  beforeAll(async () => {
    result = await bundled('import * as sdk from "surreal-sdk/async"; globalThis.sdk = sdk;', "browser");
  });

  it("bundles without ws, undici, the embedded database, workers and modules of Node", () => {
    const inputs = Object.keys(result.metafile.inputs);
    expect(inputs).toContain("dist/async.js");
    expect(
      inputs.filter((input) =>
        /node_modules\/(?:ws|undici|@surrealdb)\/|packages\/blocking\/|engine-embedded\//.test(input),
      ),
    ).toEqual([]);
    const imported = Object.values(result.metafile.inputs).flatMap(({ imports }) => imports);
    expect(imported.filter(({ external }) => external === true)).toEqual([]);
    const text = result.outputFiles[0]?.text ?? "";
    expect(text.match(/["']node:|worker_threads|new Function|\beval\(/g)).toBeNull();
  });

  it("runs where there is no process, no Buffer and no require, and says what cannot be had there", async () => {
    const script = await bundled('import * as sdk from "surreal-sdk/async"; globalThis.sdk = sdk;', "browser", "iife");
    const platform = { TextEncoder, TextDecoder, URL, URLSearchParams, AbortController, AbortSignal, performance };
    const page = createContext({ ...platform, crypto, setTimeout, clearTimeout, queueMicrotask });
    runInContext(script.outputFiles[0]?.text ?? "", page);
    const { sdk: loaded } = page as unknown as { sdk: typeof sdk };
    expect(loaded.surql`RETURN ${1}`.text).toBe("RETURN $_0");
    expect(loaded.AsyncSurreal("wss://h/rpc").rawUrl).toBe("wss://h/rpc");
    const codec = new loaded.CborCodec();
    expect(String(codec.decode(codec.encode(new loaded.RecordId("user", "ada"))))).toBe("user:ada");
    await expect(loaded.AsyncSurreal("mem://").connect()).rejects.toMatchObject({
      name: "UnsupportedEngineError",
      message: expect.stringContaining("needs Node"),
    });
  });

  it("leaves out what is not used", async () => {
    const values = await bundled(
      'import { RecordId } from "surreal-sdk/async"; console.log(new RecordId("a", 1));',
      "browser",
    );
    const [small, whole] = [values, result].map(({ outputFiles }) => outputFiles[0]?.contents.byteLength ?? 0);
    expect(small).toBeLessThan((whole as number) / 2);
  });
});

describe("two copies of the SDK in one program", () => {
  it("know each other's values and errors", async () => {
    const { outputFiles } = await bundled('export * from "surreal-sdk/async";', "browser");
    const code = Buffer.from(outputFiles[0]?.contents as Uint8Array).toString("base64");
    const copy = (await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)) as typeof sdk;
    expect(copy.RecordId).not.toBe(sdk.RecordId);
    const theirs = new copy.RecordId("user", new copy.Uuid("018f3b5e-7f3a-7cc2-9f4e-0123456789ab"));
    expect(theirs).toBeInstanceOf(sdk.RecordId);
    expect(sdk.equals(theirs, new sdk.RecordId("user", sdk.Uuid.parse("018f3b5e-7f3a-7cc2-9f4e-0123456789ab")))).toBe(
      true,
    );
    expect(new sdk.CborCodec().decode(new sdk.CborCodec().encode(theirs))).toEqual(
      new sdk.RecordId("user", sdk.Uuid.parse("018f3b5e-7f3a-7cc2-9f4e-0123456789ab")),
    );
    expect(new copy.ConnectionLostError("lost")).toBeInstanceOf(sdk.ConnectionLostError);
    expect(new copy.ConnectionLostError("lost")).toBeInstanceOf(sdk.TransportError);
    expect(new copy.ConnectionLostError("lost")).not.toBeInstanceOf(sdk.ServerError);
    // A fragment of another copy is a part of the text, and its values stay bound.
    const { text, bindings } = sdk.surql`SELECT * FROM user WHERE ${copy.eq("age", 18)}`;
    expect([text, Object.values(bindings)]).toEqual([expect.stringMatching(/WHERE \(?age = \$\w+\)?$/), [18]]);
  });
});

describe("the entries", () => {
  const names = (entry: object): string[] => Object.keys(entry).sort();
  const ofMode = (mode: RegExp): string[] => names(sdk).filter((name) => mode.test(name));

  it("of one mode have what the other mode has not, and all that both have", () => {
    const ofBlocking = ofMode(/^(?:Blocking|Surreal$|WorkerDied)/);
    const ofAsync = ofMode(/^Async/);
    expect([ofAsync.length, ofBlocking.length]).toEqual([12, 10]);
    expect(names(asyncEntry)).toEqual(names(sdk).filter((name) => !ofBlocking.includes(name)));
    expect(names(blockingEntry)).toEqual(names(sdk).filter((name) => !ofAsync.includes(name)));
  });

  it("of the lite client have its classes, its functions, and what all have", () => {
    const shared = names(sdk).filter((name) => !/^(?:Async|Blocking|Surreal$|WorkerDied)/.test(name));
    const own = names(liteEntry).filter((name) => !shared.includes(name));
    expect(shared.filter((name) => !(name in liteEntry))).toEqual([]);
    expect(own.filter((name) => /^[A-Z]/.test(name))).toEqual([
      "AsyncCrudBuilder",
      "AsyncInsertBuilder",
      "AsyncLiteConnection",
      "AsyncLiteQueryBuilder",
      "AsyncLiteSession",
      "AsyncLiteTransaction",
      "AsyncStream",
      "AsyncSurreal",
      "LiteSurrealConnection",
    ]);
    expect(own.filter((name) => /^[a-z]/.test(name))).toEqual([
      "beginTransaction",
      "exportDatabase",
      "exportStream",
      "files",
      "httpEngine",
      "importDatabase",
      "kill",
      "live",
      "loader",
      "newSession",
      "rows",
      "stream",
      "subscribeLive",
      "transaction",
      "watch",
      "webSocketEngine",
    ]);
  });

  it("share their classes", () => {
    expect(blockingEntry.RecordId).toBe(sdk.RecordId);
    expect(blockingEntry.Surreal).toBe(sdk.Surreal);
    expect(liteEntry.RecordId).toBe(sdk.RecordId);
    expect(jsonEntry.parse(jsonEntry.stringify(new sdk.RecordId("user", 1)))).toStrictEqual(
      new sdk.RecordId("user", 1),
    );
  });

  it("for pools exports this, and no other entry bundles it", async () => {
    expect(Object.keys(poolEntry).sort()).toEqual(["pooledEngine", "webSocketPool"]);
    expect(poolEntry.webSocketPool({ size: 2 }).capabilities).toMatchObject({ live: true, export: true, import: true });
    for (const entry of ["async", "lite"]) {
      const { metafile } = await bundled(
        `import * as sdk from "surreal-sdk/${entry}"; globalThis.sdk = sdk;`,
        "browser",
      );
      expect(Object.keys(metafile.inputs).filter((input) => input.includes("engine-pool"))).toEqual([]);
    }
  });

  it("for JSON bundles without a connection, for any platform", async () => {
    const { metafile } = await bundled('export { parse, stringify } from "surreal-sdk/json";', "browser");
    const inputs = Object.keys(metafile.inputs);
    expect(inputs).toContain("dist/json.js");
    expect(inputs.filter((input) => !/^\.\.\/(?:json|values)\/|^dist\/json\.js$|^<stdin>$/.test(input))).toEqual([]);
  });
});
