import { describe, expect, it } from "vitest";
import { findErrors, piecesOf } from "./find-errors.ts";

const errors = [
  { number: 7, sentence: "‹method›() takes a <Table>, not ‹type›.", raises: ["TypeError"], package: "a" },
  { number: 12, sentence: "a URL object", raises: ["UnsupportedEngineError"], package: "b", part: true },
  {
    number: 112,
    sentence: "Only older versions show 12 of these.",
    raises: ["RangeError"],
    package: "b",
    retired: true,
  },
];
const found = (wanted: string): number[] => findErrors(errors, wanted).map(({ number }) => number);

describe("the error numbers", () => {
  it.each([
    ["a number", "12", [12]],
    ["a number with its sign", "#112", [112]],
    ["a short message", 'Surreal SDK error 7 ("select", 1): see "Error numbers" in the docs.', [7]],
    ["a short message with the number of a part in it", "Surreal SDK error 7 (#12, 3)", [7, 12]],
    ["words, in any order", "table takes", [7]],
    ["a class", "rangeerror", [112]],
    ["nothing", "", [7, 12, 112]],
    ["a number that nothing has", "13", []],
  ])("are found by %s", (_, wanted, numbers) => {
    expect(found(wanted)).toEqual(numbers);
  });

  it("show the names of the values apart from the words", () => {
    expect(piecesOf("‹method›() takes a <Table>, not ‹type›.")).toEqual([
      "",
      "method",
      "() takes a <Table>, not ",
      "type",
      ".",
    ]);
  });
});
