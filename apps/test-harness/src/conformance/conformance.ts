import { describe } from "vitest";
import { authenticationCases } from "./cases/authentication.cases.ts";
import { badFrameCases } from "./cases/bad-frames.cases.ts";
import { connectingCases } from "./cases/connecting.cases.ts";
import { exportImportCases, transferCases } from "./cases/export-import.cases.ts";
import { fileCases } from "./cases/files.cases.ts";
import { functionCases } from "./cases/functions.cases.ts";
import { insertCases } from "./cases/insert.cases.ts";
import { liveCases } from "./cases/live.cases.ts";
import { outageCases } from "./cases/outage.cases.ts";
import { queryCases } from "./cases/query.cases.ts";
import { recordTextCases } from "./cases/record-text.cases.ts";
import { refusalCases } from "./cases/refusals.cases.ts";
import { selectCases } from "./cases/select.cases.ts";
import { sessionStateCases } from "./cases/session-state.cases.ts";
import { sessionCases } from "./cases/sessions.cases.ts";
import { sharedLiveCases } from "./cases/shared-live.cases.ts";
import { sharedServerCases } from "./cases/shared-server.cases.ts";
import { statementListCases } from "./cases/statement-list.cases.ts";
import { surfaceCases } from "./cases/surface.cases.ts";
import { toldErrorCases } from "./cases/told-errors.cases.ts";
import { transactionCases } from "./cases/transactions.cases.ts";
import { valueCases } from "./cases/values.cases.ts";
import { writeCases } from "./cases/writes.cases.ts";
import type { Target } from "./target.ts";
import { compareValuesByMeaning } from "./value-equality.ts";

/**
 * Runs the cases in which servers differ most: whose session it is, live queries, and what is refused. They take seconds;
 * `npm run compatibility` runs all of them on a real server.
 */
export function selection(target: Target): void {
  compareValuesByMeaning();
  describe("authentication", () => authenticationCases(target));
  if (target.kind === "ws") describe("live", () => liveCases(target));
  if (target.kind === "ws") describe("transactions", () => transactionCases(target));
  if (target.kind === "http") describe("export and import", () => exportImportCases(target));
  if (target.kind === "http") describe("refusals", () => refusalCases(target));
}

/** Runs every case that a target's transport can do, and where it cannot, that it says so. */
export function conformance(target: Target): void {
  compareValuesByMeaning();
  describe("surface", () => surfaceCases(target));
  describe("connecting", () => connectingCases(target));
  describe("session state", () => sessionStateCases(target));
  describe("authentication", () => authenticationCases(target));
  describe("query", () => queryCases(target));
  describe("errors", () => toldErrorCases(target));
  describe("select", () => selectCases(target));
  describe("writes", () => writeCases(target));
  describe("insert", () => insertCases(target));
  describe("functions", () => functionCases(target));
  describe("a list of statements", () => statementListCases(target));
  describe("values", () => valueCases(target));
  describe("record ids as text", () => recordTextCases(target));
  describe("files", () => fileCases(target));
  if (target.kind !== "http") {
    describe("live", () => liveCases(target));
    describe("sessions", () => sessionCases(target));
    describe("transactions", () => transactionCases(target));
  }
  describe("export and import", () => exportImportCases(target));
  describe("export and import in parts", () => transferCases(target));
  if (target.kind === "http") describe("refusals", () => refusalCases(target));
  if (target.kind !== "embedded") describe("a shared server", () => sharedServerCases(target));
  if (target.kind === "ws") {
    describe("a shared server's live queries", () => sharedLiveCases(target));
    describe("outages", () => outageCases(target));
    describe("bad frames", () => badFrameCases(target));
  }
}
