// Stands in for "vitest" inside of a page: as much of it as the conformance cases use, and the same `expect`.
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  addCustomEqualityTesters,
  ChaiStyleAssertions,
  chai,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
} from "@vitest/expect";

type Body = () => unknown;

interface Scope {
  readonly path: readonly string[];
  readonly before: Body[];
  readonly after: Body[];
  readonly afterAll: Body[];
}

interface Case {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly body: Body;
}

/** How a case went. */
export interface CaseReport {
  readonly name: string;
  readonly error?: string;
}

const PATIENCE = 30_000;
const scopes: Scope[] = [];
const all: Scope[] = [];
const cases: Case[] = [];

export function describe(name: string, body: Body): void {
  const scope: Scope = { path: [...(scopes.at(-1)?.path ?? []), name], before: [], after: [], afterAll: [] };
  scopes.push(scope);
  all.push(scope);
  body();
  scopes.pop();
}

export function it(name: string, body: Body): void {
  cases.push({ name: [...current().path, name].join(" > "), scopes: [...scopes], body });
}

/** The rows need no pretty names here: their number will do where the name does not tell them apart. */
const each = (add: (name: string, body: Body) => void) => (rows: readonly unknown[]) => {
  return (name: string, body: (...given: unknown[]) => unknown) => {
    rows.forEach((row, index) => {
      add(`${name} #${index + 1}`, () => body(...(Array.isArray(row) ? row : [row])));
    });
  };
};
it.each = each(it);
describe.each = each(describe);

export const beforeEach = (body: Body): unknown => current().before.push(body);
export const afterEach = (body: Body): unknown => current().after.push(body);
export const afterAll = (body: Body): unknown => current().afterAll.push(body);

function current(): Scope {
  const scope = scopes.at(-1);
  if (scope === undefined) throw new Error("Cases belong into a describe().");
  return scope;
}

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(ChaiStyleAssertions);
chai.use(JestAsymmetricMatchers);
const asymmetric = (globalThis as Record<symbol, object>)[ASYMMETRIC_MATCHERS_OBJECT];

/** The `expect` of vitest, without what needs its runner. */
export const expect: unknown = Object.assign(
  (value: unknown, message?: string) => chai.expect(value, message),
  chai.expect,
  asymmetric,
  { addEqualityTesters: addCustomEqualityTesters },
);

/** Runs every case, one after the other. */
export async function runCases(): Promise<CaseReport[]> {
  const reports: CaseReport[] = [];
  for (const { name, scopes, body } of cases) {
    const before = scopes.flatMap((scope) => scope.before);
    const after = scopes.flatMap((scope) => scope.after).reverse();
    const errors = [await failureOf([...before, body]), await failureOf(after)].filter((error) => error !== undefined);
    reports.push(errors.length === 0 ? { name } : { name, error: errors.join("\n") });
  }
  const left = await failureOf(all.flatMap((scope) => scope.afterAll));
  return left === undefined ? reports : [...reports, { name: "afterAll", error: left }];
}

async function failureOf(bodies: readonly Body[]): Promise<string | undefined> {
  try {
    for (const body of bodies) await inTime(body);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function inTime(body: Body): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`This took more than ${PATIENCE} ms.`)), PATIENCE);
    Promise.resolve()
      .then(body)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
