// The type of a database, as `typegen` writes it, for the tests of typed connections.
import type { Datetime, RecordId } from "./index.ts";

export interface Person {
  readonly id: RecordId<"person", string>;
  name: string;
  nick?: string;
  age: number | bigint;
  readonly created: Datetime;
  readonly adult: boolean;
  friends: RecordId<"person", string>[];
  best?: RecordId<"person", string> | RecordId<"company", string>;
  employer?: RecordId<"company", string>;
  tags: Set<string>;
  addr: { street: string; geo?: { lat: number } };
}

export interface PersonInsert {
  id?: Person["id"] | string;
  name: string;
  nick?: string;
  age?: number | bigint;
  created?: Datetime | Date;
  adult?: never;
  friends: readonly RecordId<"person", string>[];
  best?: RecordId<"person", string> | RecordId<"company", string>;
  employer?: RecordId<"company", string>;
  tags: ReadonlySet<string>;
  addr: { street: string; geo?: { lat: number } };
}

export interface PersonUpdate {
  name?: string;
  nick?: string | undefined;
  age?: number | bigint;
  created?: never;
  adult?: never;
  friends?: readonly RecordId<"person", string>[];
  tags?: ReadonlySet<string>;
  addr?: { street?: string; geo?: { lat?: number } };
}

export interface Company {
  readonly id: RecordId<"company", string>;
  name: string;
  owner?: RecordId<"person", string>;
}

export interface CompanyInsert {
  id?: Company["id"] | string;
  name: string;
  owner?: RecordId<"person", string>;
}

export interface CompanyUpdate {
  name?: string;
  owner?: RecordId<"person", string> | undefined;
}

export interface Likes {
  readonly id: RecordId<"likes", string>;
  readonly in: RecordId<"person", string>;
  readonly out: RecordId<"person", string> | RecordId<"company", string>;
  since: number;
}

export interface LikesInsert {
  id?: Likes["id"] | string;
  in: RecordId<"person", string>;
  out: RecordId<"person", string> | RecordId<"company", string>;
  since: number;
}

export interface Database {
  tables: {
    company: { row: Company; insert: CompanyInsert; update: CompanyUpdate };
    likes: {
      row: Likes;
      insert: LikesInsert;
      update: { since?: number };
      relation: { in: "person"; out: "company" | "person" };
    };
    person: { row: Person; insert: PersonInsert; update: PersonUpdate };
  };
  functions: { "fn::greet": { args: [name: string, n?: number | bigint]; returns: string } };
  params: { limit: number };
  access: { account: { signup: { email: unknown; pass: unknown }; signin: { email: unknown; pass: unknown } } };
}
