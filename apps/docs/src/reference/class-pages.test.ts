import { describe, expect, it } from "vitest";
import { classPage, ownerOf } from "./class-pages.ts";

const page = `# Class: AsyncSurrealSession

A session.

## Example

create();

## Properties

### create

> create

***

### own

> own

## Methods

### \\[asyncDispose\\]()

> using

***

### signin()

> signin
`;

const places = new Map([
  ["create", "methods/all-writing.md#create"],
  ["signin", "methods/all.md#signin"],
  ["using", "methods/all.md#using"],
]);

describe("the page of a class", () => {
  it("has an index in the place of members that are described elsewhere, and keeps the others", () => {
    expect(classPage(page, "surreal-sdk/classes/AsyncSurrealSession.md", places)).toBe(`# Class: AsyncSurrealSession

A session.

## Example

create();

## Methods of both modes

[\`create\`](../../methods/all-writing.md#create) · [\`using\`](../../methods/all.md#using) · [\`signin\`](../../methods/all.md#signin)

## Properties

### own

> own

`);
  });

  it("stays as it is if it has no such member", () => {
    expect(classPage(page, "surreal-sdk/classes/Other.md", new Map())).toBe(page);
  });
});

it.each([
  ["surreal-sdk/classes/AsyncHttpSurrealConnection.md", "connection"],
  ["surreal-sdk/interfaces/Queryable.md", "transaction"],
  ["@surreal-sdk/core/classes/CrudBuilder.md", "CRUD builder"],
  ["surreal-sdk/classes/RecordId.md", undefined],
  ["surreal-sdk/functions/Files.md", undefined],
])("%s shows the methods of: %s", (path, owner) => {
  expect(ownerOf(path)).toBe(owner);
});

it.each([
  ["@surreal-sdk/async/classes/AsyncLiteConnection.md", "connection"],
  ["@surreal-sdk/core/classes/LiteScope.md", "session"],
  ["@surreal-sdk/core/interfaces/SessionSurface.md", "session"],
  ["@surreal-sdk/core/classes/LiteTransaction.md", "transaction"],
])("%s describes no method that a page of methods describes", (path, owner) => {
  expect(ownerOf(path)).toBe(owner);
});
