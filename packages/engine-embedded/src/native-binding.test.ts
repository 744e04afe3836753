import { UnsupportedEngineError } from "@surreal-sdk/transport";
import { expect, it } from "vitest";
import { bindingLoader, loadBinding } from "./native-binding.ts";

function failureOf(load: () => unknown): UnsupportedEngineError {
  try {
    load();
  } catch (error) {
    if (error instanceof UnsupportedEngineError) return error;
  }
  throw new Error("It loaded.");
}

it("loads the module for this platform", () => {
  expect(loadBinding("mem://").SurrealNodeEngine.connect).toBeTypeOf("function");
});

it("names the package to install when it is absent (H15)", () => {
  const cause = Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
  const error = failureOf(() =>
    bindingLoader(() => {
      throw cause;
    })("mem://"),
  );
  expect(error).toMatchObject({ url: "mem://", cause, outcome: "not_sent" });
  expect(error.message).toContain("npm install @surrealdb/node");
});

it("does not call the package absent when it cannot be looked for, as in a bundle of CommonJS", () => {
  const meta: { resolve?: (name: string) => string } = {};
  const error = failureOf(() => bindingLoader((name) => (meta as Required<typeof meta>).resolve(name))("mem://"));
  expect(error.message).toContain("meta.resolve is not a function");
  expect(error.message).toContain("--format=esm");
  expect(error.message).not.toContain("npm install");
  expect(error.cause).toBeInstanceOf(TypeError);
});

it("says so when the package has no working module for the platform (H15)", () => {
  const error = failureOf(() => bindingLoader(() => import.meta.url)("mem://"));
  expect(error.message).toContain(`cannot be loaded on this platform (${process.platform} ${process.arch})`);
  expect(error.cause).toMatchObject({ code: "MODULE_NOT_FOUND" });
});
