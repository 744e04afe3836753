import { AsyncSurreal } from "surreal-sdk";
import { filling } from "../question.ts";

/** Fills the table `row` of the database `bench` of a server that asks for no credentials. */
export async function fill(url: string, rows: number): Promise<void> {
  await using db = await AsyncSurreal(url, { timeout: 120_000 }).connect();
  await db.use("bench", "bench");
  for (const statement of filling(rows)) await db.query(statement);
}
