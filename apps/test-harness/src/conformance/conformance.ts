import { describe } from "vitest";
import { authenticationCases } from "./authentication.cases.ts";
import { badFrameCases } from "./bad-frames.cases.ts";
import { connectingCases } from "./connecting.cases.ts";
import { exportImportCases, transferCases } from "./export-import.cases.ts";
import { fileCases } from "./files.cases.ts";
import { functionCases } from "./functions.cases.ts";
import { insertCases } from "./insert.cases.ts";
import { liveCases } from "./live.cases.ts";
import { outageCases } from "./outage.cases.ts";
import { queryCases } from "./query.cases.ts";
import { refusalCases } from "./refusals.cases.ts";
import { selectCases } from "./select.cases.ts";
import { sessionStateCases } from "./session-state.cases.ts";
import { sessionCases } from "./sessions.cases.ts";
import { sharedLiveCases } from "./shared-live.cases.ts";
import { sharedServerCases } from "./shared-server.cases.ts";
import { surfaceCases } from "./surface.cases.ts";
import type { Target } from "./target.ts";
import { transactionCases } from "./transactions.cases.ts";
import { compareValuesByMeaning } from "./value-equality.ts";
import { valueCases } from "./values.cases.ts";
import { writeCases } from "./writes.cases.ts";

/** Runs every case that a target's transport can do, and where it cannot, that it says so. */
export function conformance(target: Target): void {
  compareValuesByMeaning();
  describe("surface", () => surfaceCases(target));
  describe("connecting", () => connectingCases(target));
  describe("session state", () => sessionStateCases(target));
  describe("authentication", () => authenticationCases(target));
  describe("query", () => queryCases(target));
  describe("select", () => selectCases(target));
  describe("writes", () => writeCases(target));
  describe("insert", () => insertCases(target));
  describe("functions", () => functionCases(target));
  describe("values", () => valueCases(target));
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
