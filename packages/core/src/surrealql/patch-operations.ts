import { describeType, isPlainObject } from "@surreal-sdk/values";

const words: readonly unknown[] = ["add", "remove", "replace", "change", "copy", "move", "test"];

/**
 * Checks the operations of a JSON Patch. Servers read a path that is no text as the name of a field, or as the whole
 * record, which they then replace by whatever the value is.
 *
 * @throws TypeError when it is not a list of operations.
 * @internal
 */
export function checkedPatch(operations: unknown): unknown {
  if (operations === undefined || operations === null) return [];
  if (!Array.isArray(operations)) {
    throw new TypeError(
      'patch() takes a list of JSON Patch operations: [{ op: "replace", path: "/name", value: "Ada" }].',
    );
  }
  operations.forEach((operation, index) => {
    const fault = faultOf(operation);
    if (fault !== undefined) throw new TypeError(`Operation ${index} of patch(): ${fault}`);
  });
  return operations;
}

function faultOf(operation: unknown): string | undefined {
  if (typeof operation !== "object" || operation === null)
    return `an operation is an object, not ${describeType(operation)}.`;
  const { op, path, from, value } = operation as Record<string, unknown>;
  if (!words.includes(op)) return `\`op\` is one of ${words.map((word) => `"${word}"`).join(", ")}.`;
  const moves = op === "copy" || op === "move";
  if (typeof path !== "string") return noPointer("path", path);
  if (moves && typeof from !== "string") return noPointer("from", from);
  if (moves || op === "remove") return undefined;
  if (!("value" in operation)) return `"${op}" needs a \`value\`; undefined is NONE.`;
  if (op === "test" || !(path === "" || path === "/") || isPlainObject(value)) return undefined;
  return `the path "${path}" is the whole record, whose value is an object, not ${describeType(value)}.`;
}

function noPointer(name: string, given: unknown): string {
  return `\`${name}\` is a JSON pointer such as "/address/city", not ${describeType(given)}.`;
}
