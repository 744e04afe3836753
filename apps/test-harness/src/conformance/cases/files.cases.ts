import { FileRef, ServerError } from "surreal-sdk";
import { beforeEach, expect, it } from "vitest";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Target } from "../target.ts";

const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);

/** `files`, on a database that has buckets. */
export function fileCases(target: Target): void {
  const scratch = new ScratchDatabase(target);
  const file = (key: string): FileRef => new FileRef("store", key);
  beforeEach(() => scratch.read("DEFINE BUCKET store BACKEND 'memory'"));

  it.each([
    ["empty content", "/empty", new Uint8Array()],
    ["every byte", "/bytes", everyByte],
    ["a key with a space", "/a b.bin", everyByte],
    ["a key with an accent", "/café/naïve.txt", everyByte],
    ["a key with an emoji", "/🚀", everyByte],
    ["a key without a slash in front", "plain.txt", everyByte],
  ])("%s is stored byte by byte", async (_name, key, content) => {
    expect(await scratch.db.files.put(file(key), content)).toBeUndefined();
    expect(await scratch.db.files.get(file(key))).toEqual(content);
    expect(await scratch.db.files.exists(file(key))).toBe(true);
    expect(await scratch.db.files.head(file(key))).toMatchObject({ size: content.length });
    expect(await scratch.value("RETURN file::get($file)", { file: file(key) })).toEqual(content);
  });

  it("what is absent is undefined or false, and deleting it is quiet", async () => {
    expect(await scratch.db.files.get(file("/none"))).toBeUndefined();
    expect(await scratch.db.files.head(file("/none"))).toBeUndefined();
    expect(await scratch.db.files.exists(file("/none"))).toBe(false);
    expect(await scratch.db.files.delete(file("/none"))).toBeUndefined();
  });

  it("delete takes a file away", async () => {
    await scratch.db.files.put(file("/a"), everyByte);
    await scratch.db.files.delete(file("/a"));
    expect(await scratch.db.files.exists(file("/a"))).toBe(false);
  });

  it("put overwrites, the IfNotExists methods do not", async () => {
    const [one, two] = [new Uint8Array([1]), new Uint8Array([2])];
    await scratch.db.files.put(file("/a"), one);
    await scratch.db.files.put(file("/a"), two);
    expect(await scratch.db.files.get(file("/a"))).toEqual(two);
    await scratch.db.files.putIfNotExists(file("/a"), one);
    expect(await scratch.db.files.get(file("/a"))).toEqual(two);
    await scratch.db.files.put(file("/b"), one);
    await scratch.db.files.copyIfNotExists(file("/a"), "/b");
    expect(await scratch.db.files.get(file("/b"))).toEqual(one);
    await scratch.db.files.renameIfNotExists(file("/a"), "/b");
    expect(await scratch.db.files.get(file("/b"))).toEqual(one);
  });

  it("copy and rename", async () => {
    await scratch.db.files.put(file("/a"), everyByte);
    await scratch.db.files.copy(file("/a"), "/b");
    await scratch.db.files.rename(file("/b"), "/c");
    const keys = (await scratch.db.files.list("store")).map((entry) => entry.file.key);
    expect(keys).toEqual(["/a", "/c"]);
  });

  it("list goes by key, with prefix, limit and a start that is left out", async () => {
    for (const key of ["/a/1", "/a/2", "/a/3", "/b/1"]) await scratch.db.files.put(file(key), everyByte);
    const keys = async (options?: object) =>
      (await scratch.db.files.list("store", options)).map((entry) => entry.file.key);
    expect(await keys()).toEqual(["/a/1", "/a/2", "/a/3", "/b/1"]);
    expect(await keys({ limit: 2 })).toEqual(["/a/1", "/a/2"]);
    expect(await keys({ prefix: "/a/" })).toEqual(["/a/1", "/a/2", "/a/3"]);
    expect(await keys({ start: "/a/2" })).toEqual(["/a/3", "/b/1"]);
  });

  it("a bucket that does not exist is an error of the server", async () => {
    expect(await raised(() => scratch.db.files.list("nowhere"))).toBeInstanceOf(ServerError);
    expect(await raised(() => scratch.db.files.put(new FileRef("nowhere", "/a"), everyByte))).toBeInstanceOf(
      ServerError,
    );
  });

  it.each([
    ["text as content", () => scratch.db.files.put(file("/a"), "text" as unknown as Uint8Array)],
    ["no content", () => scratch.db.files.put(file("/a"), undefined as unknown as Uint8Array)],
    ["text as a file", () => scratch.db.files.get("store:/a" as unknown as FileRef)],
    ["a file as a key", () => scratch.db.files.copy(file("/a"), file("/b") as unknown as string)],
    ["a limit of zero", () => scratch.db.files.list("store", { limit: 0 })],
    ["a limit that is text", () => scratch.db.files.list("store", { limit: "2" as unknown as number })],
    ["an option nobody knows", () => scratch.db.files.list("store", { order: "desc" } as unknown as { limit: number })],
  ])("%s is refused before anything is sent", async (_name, act) => {
    const error = await raised(act);
    expect(error instanceof TypeError || error instanceof RangeError).toBe(true);
  });

  if (target.kind !== "http")
    it("a file written inside of a cancelled transaction stays", async () => {
      const transaction = await scratch.db.beginTransaction();
      await run(transaction.query("RETURN file::put($file, $content)", { file: file("/kept"), content: everyByte }));
      await transaction.cancel();
      expect(await scratch.db.files.get(file("/kept"))).toEqual(everyByte);
    });
}
