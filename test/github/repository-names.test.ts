import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import nock from "nock";
import { RetryError } from "../../src/errors.js";
import { RepositoryNames } from "../../src/github/repository-names.js";
import { answerGraphql, failure, plainClient } from "./harness.js";

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => nock.enableNetConnect());

const names = () => new RepositoryNames(plainClient());
const ours = { id: "R_ours" };
const closed = { type: "FORBIDDEN", message: "the organization has an IP allow list enabled", path: ["r0"] };

describe("names that lead to a repository", () => {
  test("are those that GitHub forwards to it, and are asked once", async () => {
    const asked = answerGraphql({ data: { r0: ours, r1: { id: "R_other" }, r2: null } });
    const known = names();
    const all = ["old/app", "acme/site", "acme/gone"];
    expect(await known.leadingTo("R_ours", all)).toEqual(["old/app"]);
    expect(await known.leadingTo("R_ours", all)).toEqual(["old/app"]);
    expect(asked).toHaveLength(1);
  });

  test("are found beside one of an organization that lets nobody in", async () => {
    answerGraphql(
      { data: { r0: null, r1: ours }, errors: [closed] },
      { data: { r0: null }, errors: [closed] },
      { data: { r0: ours } },
    );
    expect(await names().leadingTo("R_ours", ["closed/app", "old/app"])).toEqual(["old/app"]);
  });

  test("are asked fifty at a time", async () => {
    const asked = answerGraphql({ data: { r7: ours } }, { data: { r1: ours } });
    const many = Array.from({ length: 52 }, (_, at) => `acme/${at}`);
    expect(await names().leadingTo("R_ours", many)).toEqual(["acme/7", "acme/51"]);
    expect(asked.map(({ query }) => query.match(/repository\(/g)?.length)).toEqual([50, 2]);
  });

  test("are asked again when GitHub could not answer", async () => {
    answerGraphql({ data: null, errors: [{ message: "Something went wrong" }] }, { data: { r0: ours } });
    const known = names();
    expect(await failure(known.leadingTo("R_ours", ["old/app"]))).toBeInstanceOf(RetryError);
    expect(await known.leadingTo("R_ours", ["old/app"])).toEqual(["old/app"]);
  });
});
